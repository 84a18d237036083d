"""The worked operations: they are the schema's, each story has some, and all of them run."""

import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
from graphql import OperationType, build_schema, parse, validate
from graphql.language import OperationDefinitionNode

from api.app import create_app
from app.asking import issue_token
from app.pages.worked import Operation, names, operations
from app.sample import PEOPLE, email
from domain.hub import Hub

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"\{(.+)\}")
STEP = re.compile(r"\[([^\]]+)\]|(\w+)")


def test_every_story_has_operations_under_its_title() -> None:
    stories = tomllib.loads((ROOT / "tests/stories/parts.toml").read_text())

    told = [f"{story}. {stories[story]['title']}" for story in sorted(stories)]
    assert list(dict.fromkeys(one.story for one in operations())) == told


def test_every_operation_is_one_of_the_schema() -> None:
    schema = build_schema((ROOT / "schema.graphql").read_text())
    wrong = {
        (one.story, one.name): errors
        for one in operations()
        if (errors := [error.message for error in validate(schema, parse(one.text))])
    }

    assert wrong == {}
    assert validate(schema, parse(names())) == []


def test_no_file_says_more_than_is_read_of_it() -> None:
    files = sorted((ROOT / "src/app/pages/operations").glob("??.graphql"))
    written = [
        one.name.value
        for file in files
        for one in parse(file.read_text()).definitions
        if isinstance(one, OperationDefinitionNode) and one.name
    ]
    variables = {one.name for one in operations() if "$" in one.text.partition("{")[0]}

    assert sorted(one.name for one in operations()) == sorted(written)
    assert len(set(written)) == len(written)
    assert {one.name for one in operations() if one.variables} == variables


class FrontEnd:
    """Sends operations as people of the sample, with variables filled in as the page does."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        app = httpx2.ASGITransport(app=create_app(hub))
        self.client = httpx2.AsyncClient(transport=app, base_url="http://hub")
        self.tokens: dict[str, str] = {}

    async def signs_in(self, roles: set[str]) -> None:
        for person in PEOPLE:
            if person.nickname in roles:
                token = await issue_token(self.hub, email(person), "test", 1)
                self.tokens[person.nickname] = token

    async def asks(self, role: str, query: str, **body: Any) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.tokens[role]}"}
        sent = {"query": query, **body}
        found: dict[str, Any] = (
            await self.client.post("/graphql", json=sent, headers=headers)
        ).json()
        return found

    async def there_is(self, role: str) -> dict[str, Any]:
        held = (await self.asks(role, names(), operationName="Names"))["data"]
        brand = {"brand": held["brands"][0]["id"]}
        files = await self.asks(role, names(), operationName="Files", variables=brand)
        listed = files["data"]["assetsConnection"] or {"edges": []}
        return {**held, "files": [edge["node"] for edge in listed["edges"]]}

    async def runs(self, one: Operation) -> dict[str, Any]:
        variables = self.filled(one.variables, await self.there_is(one.role))
        return await self.asks(one.role, one.text, variables=variables)

    def filled(self, value: Any, held: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.filled(one, held) for key, one in value.items()}
        if isinstance(value, list):
            return [self.filled(one, held) for one in value]
        place = PLACE.fullmatch(value) if isinstance(value, str) else None
        return self.meant(place[1], held) if place else value

    def meant(self, place: str, held: Any) -> Any:
        kind, sign, days = place.partition("+") if "+" in place else place.partition("-")
        if kind in ("day", "instant") and sign:
            then = self.hub.clock.now() + timedelta(days=int(sign + days))
            return str(then.date()) if kind == "day" else then.isoformat()
        return "a-key-of-its-own" if place == "key" else found(held, place)


def found(held: Any, place: str) -> Any:
    """Return what stands at a place such as `shows[0].id` or `requests[campaign].id`."""
    for named, step in STEP.findall(place):
        if step:
            held = held[step]
            held = [edge["node"] for edge in held["edges"]] if "edges" in held else held
        elif named.isdigit():
            held = held[int(named)]
        else:
            held = next(
                one for one in held if named in (one.get("name"), one.get("kind"), one.get("key"))
            )
    return held


def ordered() -> list[Operation]:
    """Return all that can be sent once, what asks for something before what looks at it."""
    done = {one.name: parse(one.text).definitions[0] for one in operations()}
    kinds = {
        name: one.operation
        for name, one in done.items()
        if isinstance(one, OperationDefinitionNode)
    }
    stories = sorted(operations(), key=lambda one: one.story[0], reverse=True)
    rank = [OperationType.MUTATION, OperationType.QUERY]
    return sorted(
        (one for one in stories if kinds[one.name] in rank),
        key=lambda one: rank.index(kinds[one.name]),
    )


async def test_all_of_them_run_on_the_sample(filled: Hub) -> None:
    front = FrontEnd(filled)
    await front.signs_in({one.role for one in operations()})
    trouble = {}
    for one in ordered():
        answer = await front.runs(one)
        if said := answer.get("errors") or refused(answer["data"]):
            trouble[one.story, one.name] = said

    assert trouble == {}


async def test_every_table_that_is_tried_decides(filled: Hub) -> None:
    front = FrontEnd(filled)
    tried = [one for one in operations() if "simulate(" in one.text]
    await front.signs_in({one.role for one in tried})
    said = {one.name: (await front.runs(one))["data"]["simulate"] for one in tried}

    assert {name: one["outcome"] for name, one in said.items()} == dict.fromkeys(said, "DECIDED")
    assert len(said) > 4


def refused(data: dict[str, Any]) -> list[Any]:
    """Return what mutations were refused for."""
    payloads = [one for one in data.values() if isinstance(one, dict)]
    return [error for one in payloads for error in one.get("errors", [])]
