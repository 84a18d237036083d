"""The schema is brought up to date while processes of the version before serve."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from domain.actor import Scope
from domain.clock import SystemClock
from domain.database import session
from domain.database.migrate import migrate
from domain.people import tokens
from tests.api.door import SUBMIT, brief
from tests.conftest import SECRET
from tests.nursery import Child, command, environ
from tests.ports import port_of, reserved
from tests.world import World

LIST = "{ requests(first: 20) { totalCount edges { node { id title stages { state } } } } }"

WITHDRAW = """
mutation Withdraw($input: WithdrawRequestInput!) {
  withdrawRequest(input: $input) { request { id state } errors { __typename } }
}
"""

#: What makes an account, without which no campaign is asked for.
ACCOUNT = ("AD_ACCOUNT", "CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN")

#: How often each of those who load the hub is answered before, while and after it is migrated.
ANSWERS = 8

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


class Served:
    """An API process of its own, and who asks it."""

    def __init__(self, world: World, token: str, client: httpx2.AsyncClient) -> None:
        self._world, self._client = world, client
        self._headers = {"authorization": f"Bearer {token}"}
        self.answered = {"list": 0, "submit": 0, "withdraw": 0}
        self.failed: list[str] = []

    async def ready(self) -> tuple[int, str]:
        """Return what those hear who watch it; 0 while nobody listens."""
        with suppress(httpx2.TransportError):
            answer = await self._client.get("/readyz")
            return answer.status_code, answer.text
        return 0, ""

    async def until_ready(self, status: int = 200) -> str:
        async with asyncio.timeout(60):
            while (found := await self.ready())[0] != status:
                await asyncio.sleep(0.05)
        return found[1]

    async def lists(self) -> None:
        """Ask for lists for ever."""
        while True:
            await self._ask("list", LIST, {})

    async def submits(self, prefix: str) -> None:
        """Submit requests and withdraw them again, for ever."""
        while True:
            given = {"brief": brief(self._world, name=f"{prefix} {self.answered['submit']}")}
            made = await self._ask("submit", SUBMIT, {"input": given})
            if made is not None:
                given = {"requestId": made["request"]["id"], "reason": "load"}
                await self._ask("withdraw", WITHDRAW, {"input": given})

    async def go_on(self) -> None:
        """Wait until each was answered some more times."""
        wanted = {kind: number + ANSWERS for kind, number in self.answered.items()}
        async with asyncio.timeout(60):
            while any(self.answered[kind] < number for kind, number in wanted.items()):
                assert self.failed == []
                await asyncio.sleep(0.01)

    async def _ask(self, kind: str, query: str, variables: dict[str, Any]) -> dict[str, Any] | None:
        """Return what the first field of an operation has; None, and noted, where it failed."""
        body = {"query": query, "variables": variables}
        answer = await self._client.post("/graphql", json=body, headers=self._headers)
        told = answer.json()
        found: dict[str, Any] = next(iter((told.get("data") or {"": {"errors": True}}).values()))
        self.answered[kind] += 1
        if "errors" not in told and not found.get("errors"):
            return found
        self.failed.append(f"{kind}: {answer.status_code} {answer.text[:300]}")
        return None


@asynccontextmanager
async def served(world: World, database_url: str, files: Path) -> AsyncIterator[Served]:
    actor = await world.actor("requester")
    expires = SystemClock().now() + timedelta(days=1)
    _, token = await tokens.issue_token(world.hub, actor, "load", frozenset(Scope), expires)
    with reserved() as held:
        port = port_of(held)
    env = {
        **environ(),
        "GREENLIGHT_DATABASE_URL": database_url,
        "GREENLIGHT_SECRET": SECRET,
        "GREENLIGHT_FILES": str(files),
        "GREENLIGHT_GRAPHQL_POINTS": "100000000",
        **{f"GREENLIGHT_SPOTIFY_{name}": "nobody asks" for name in ACCOUNT},
    }
    process = Child(command, ("api", "--port", str(port)), env=env)
    try:
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield Served(world, token, client)
    finally:
        process.kill()
        process.join()


def bring(url: str) -> None:
    """Be whoever migrates `url` to a version to come, waiting for locks shortly."""
    session.MIGRATIONS = "tests.domain.database.later"
    asyncio.run(migrate(url, print, lock=0.2, pause=0.2))


async def brought(url: str, out: Path) -> list[str]:
    """Migrate to a version to come, in a process of its own; return what it said."""
    process = Child(bring, url, env={**environ(), "PYTHONUNBUFFERED": "1"}, out=out)
    async with asyncio.timeout(90):
        await process.wait()
    said = out.read_text().splitlines()
    assert process.returncode == 0, said
    return said


async def test_no_request_fails_while_a_later_version_migrates(
    world: World, database_url: str, files: Path, tmp_path: Path
) -> None:
    async with served(world, database_url, files) as hub:
        await hub.until_ready()
        load = [asyncio.create_task(hub.lists()) for _ in range(2)]
        load += [asyncio.create_task(hub.submits(f"Load {number}")) for number in range(2)]
        try:
            await hub.go_on()
            await brought(database_url, tmp_path / "said")
            await hub.go_on()
        finally:
            for task in load:
                task.cancel()
            await asyncio.gather(*load, return_exceptions=True)
        assert hub.failed == []
        assert (await hub.ready())[0] == 200
