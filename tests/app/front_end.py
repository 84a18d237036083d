"""A front end that sends worked operations, with their variables filled in as the explorer does."""

import itertools
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx2

from app.pages.worked import Operation, names

PLACE = re.compile(r"\{(.+)\}")
STEP = re.compile(r"\[([^\]]+)\]|(\w+)")


class FrontEnd:
    """Sends operations as people of the sample, each with the token in `tokens` by nickname."""

    def __init__(
        self, client: httpx2.AsyncClient, now: Callable[[], datetime], tokens: dict[str, str]
    ) -> None:
        self.client = client
        self.now = now
        self.tokens = tokens
        self._keys = itertools.count(1)

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
            then = self.now() + timedelta(days=int(sign + days))
            return str(then.date()) if kind == "day" else then.isoformat()
        return f"key-{next(self._keys)}" if place == "key" else found(held, place)


def found(held: Any, place: str) -> Any:
    """Return what stands at a place such as `shows[0].id` or `requests[campaign].id`."""
    for named, step in STEP.findall(place):
        if step:
            held = held[step]
            held = [edge["node"] for edge in held["edges"]] if "edges" in held else held
        elif named.isdigit():
            held = held[int(named)]
        else:
            called = ("name", "kind", "key", "state")
            held = next(one for one in held if named in map(one.get, called))
    return held


def refused(data: dict[str, Any]) -> list[Any]:
    """Return what mutations were refused for."""
    payloads = [one for one in data.values() if isinstance(one, dict)]
    return [error for one in payloads for error in one.get("errors", [])]
