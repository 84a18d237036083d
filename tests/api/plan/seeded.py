"""A house with something of nearly everything in it, and what answers the same question twice."""

import re
from dataclasses import dataclass
from typing import Any

import httpx2
import orjson
from graphql import GraphQLSchema

from api.app import create_app
from api.callers.profiles import Bounds, Manner
from api.operations import judging
from api.schema import schema
from domain.clock import SteppingClock
from domain.database import sql
from tests.api.door import token_for
from tests.api.plan.documents import Document
from tests.domain.cases import staff
from tests.stories.briefs import brief_of
from tests.stories.desk import OneProcess
from tests.stories.house import house
from tests.world import World

#: Who asks: with every role, and some of whom each may see other things.
ASKING = ("admin", "manager", "requester", "brand_one", "auditor", "agent", "rival")
KINDS = ("episode_release", "playlist", "promotion")
CORE: GraphQLSchema = schema._schema
#: What is drawn by chance for each error that is ours, and what is left of the caller's points.
OTHERWISE = re.compile(rb',?"incident":"[^"]*"|,"rate":\{[^}]*\}')


@dataclass
class Pair:
    """Both ways to answer, and everybody's tokens for them."""

    planned: httpx2.AsyncClient
    core: httpx2.AsyncClient
    tokens: dict[str, dict[str, str]]
    ids: dict[str, list[str]]

    async def answers(self, who: str, text: str, variables: dict[str, Any]) -> tuple[bytes, bytes]:
        """Return what `who` hears by a plan, and what by graphql-core."""
        body = {"query": text, "variables": variables}
        first = await self.planned.post("/graphql", json=body, headers=self.tokens[who])
        second = await self.core.post("/graphql", json=body, headers=self.tokens[who])
        assert first.status_code == second.status_code
        return OTHERWISE.sub(b"", first.content), OTHERWISE.sub(b"", second.content)

    def document(self, seed: int) -> Document:
        """Draw a valid document; what is too long or has no sense is drawn anew."""
        for more in range(1_000):
            found = Document(CORE, seed + more * 1_000_003, self.ids)
            if not judging.wrong_in(CORE, found.text):
                return found
        raise AssertionError(seed)


async def pair(world: World, clock: SteppingClock) -> Pair:
    """Fill the world, and open both doors to it."""
    desk = OneProcess.open(world, clock)
    home = await house(desk)
    for kind in KINDS:
        await home.asks(kind, await brief_of(home, kind))
    for _ in range(2):
        await (await desk.front("requester")).submit(world)
    await staff.opened(world)
    await desk.work()
    both = await doors(world, *ASKING)
    both.ids = await _ids(both.core, both.tokens["admin"])
    return both


async def doors(world: World, *asking: str) -> Pair:
    """Open both doors to a world as it is, for those who ask."""
    tokens = {who: await token_for(world, who) for who in asking}
    return Pair(_client(world, planned=True), _client(world, planned=False), tokens, {})


def _client(world: World, *, planned: bool) -> httpx2.AsyncClient:
    bounds = Bounds(100_000_000, 100_000_000)
    manner = Manner(planned=planned, direct=planned, bounds=bounds)
    transport = httpx2.ASGITransport(app=create_app(world.hub, manner=manner))
    return httpx2.AsyncClient(transport=transport, base_url="http://hub")


#: Where ids of what can be asked for are kept.
TABLES = ("requests", "stages", "votes", "assets", "shows", "episodes", "brands", "cases", "users")


async def _ids(front: httpx2.AsyncClient, headers: dict[str, str]) -> dict[str, list[str]]:
    """Return what there is by the type it has in the schema."""
    found: dict[str, list[str]] = {"": ["req_00000000000000000000000000", "nothing"]}
    for table in TABLES:
        for row in await sql.fetch(f"SELECT id FROM {table} ORDER BY id LIMIT 12"):
            body = {"query": f'{{ node(id: "{row["id"]}") {{ __typename }} }}'}
            answer = (await front.post("/graphql", json=body, headers=headers)).json()
            kind = ((answer.get("data") or {}).get("node") or {}).get("__typename", "")
            found.setdefault(kind, []).append(row["id"])
    return found


def agree(first: bytes, second: bytes) -> bool:
    """Return whether two answers are the same bytes, but for errors that had to be waited for.

    Those stand in the order in which they came. Where several take the same place with them the
    one that came first is told, and what comes later inside of it need not be; of the same field
    both tell the same.
    """
    if first == second:
        return True
    one, other = orjson.loads(first), orjson.loads(second)
    same = orjson.dumps(one.get("data")) == orjson.dumps(other.get("data"))
    ours, theirs = _by_field(one), _by_field(other)
    alike = all(ours[path] == theirs[path] for path in ours.keys() & theirs.keys())
    return same and alike and _told(one) == _told(other)


def _by_field(answer: dict[str, Any]) -> dict[bytes, Any]:
    return {orjson.dumps(error.get("path")): error for error in answer.get("errors", ())}


def _told(answer: dict[str, Any]) -> set[bytes]:
    """Return errors that stand at their own null, and of others the places they took with them."""
    found = set()
    for error in answer.get("errors", ()):
        path, at = error.get("path", []), answer.get("data")
        gone = 0
        while at is not None and gone < len(path):
            at, gone = at[path[gone]], gone + 1
        found.add(orjson.dumps(error if gone == len(path) else path[:gone]))
    return found
