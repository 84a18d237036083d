"""A form for people outside, and sending it in every way that it should not be."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx2

from tests.api.door import client, door
from tests.world import World

FORM = """mutation($input: CreateCaseFormInput!) { createCaseForm(input: $input) {
  form { id } url errors { ... on UserError { code message path } } } }"""
CASES = """{ cases(first: 50) { edges { node { id number title text state source queue
  reporterName subjects { kind ref } auditTrail { details } } } } }"""
JSON = {"accept": "application/json"}
FORM_TYPE = {"content-type": "application/x-www-form-urlencoded"}


@dataclass
class Counter:
    """A form, as people outside meet it."""

    world: World
    url: str

    @property
    def place(self) -> str:
        return self.url.partition("?")[0]

    async def ticket(self) -> str:
        answer = await client(self.world).get(self.url, headers=JSON)
        assert answer.status_code == 200, answer.text
        found: str = answer.json()["ticket"]
        return found

    async def filled(self, **values: str) -> dict[str, str]:
        return {
            "title": "Too loud",
            "text": "The second spot is far too loud.",
            "name": "Pat Outside",
            "email": "pat@elsewhere.example.com",
            "ticket": values.pop("ticket", "") or await self.ticket(),
        } | values

    async def send(
        self, values: dict[str, str], headers: dict[str, str] | None = None
    ) -> httpx2.Response:
        return await client(self.world).post(
            self.place, content=urlencode(values), headers=FORM_TYPE | JSON | (headers or {})
        )

    async def cases(self) -> list[dict[str, Any]]:
        data = await (await door(self.world, "manager")).data(CASES)
        return [edge["node"] for edge in data["cases"]["edges"]]


async def counter(world: World, **changes: Any) -> Counter:
    """Make a form through the door, as a manager does."""
    given = {"title": "Tell us", "kind": "COMPLAINT", "topic": "BILLING", "severity": "LOW"}
    data = await (await door(world, "manager")).data(FORM, input=given | changes)
    made = data["createCaseForm"]
    assert made["errors"] == [], made
    return Counter(world, made["url"])
