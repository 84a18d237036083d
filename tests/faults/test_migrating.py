"""The schema is brought up to date while processes of the version before serve."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest

from domain.actor import Scope
from domain.clock import SystemClock
from domain.database import session, sql
from domain.database.migrate import migrate, require_current
from domain.errors import Conflict
from domain.people import tokens
from tests.api.door import SUBMIT, brief
from tests.conftest import SECRET, Emptied
from tests.domain.database.later import LAST
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
ANSWERS = 4

#: How long anything may take on a machine that is busy, in seconds.
PATIENCE = 240

#: How long a question may take while somebody migrates who waits 0.2 s for a lock, in seconds: an
#: order of magnitude more, for machines that are busy.
LONGEST = 3.0

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@pytest.fixture(autouse=True)
def moved(emptied: Emptied) -> Iterator[None]:
    """Nobody else gets a database whose schema was moved here."""
    yield
    emptied.forget()


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
        async with asyncio.timeout(PATIENCE):
            while (found := await self.ready())[0] != status:  # noqa: ASYNC110  It looks from outside.
                await asyncio.sleep(0.05)
        return found[1]

    async def lists(self) -> None:
        """Ask for lists for ever."""
        while True:
            await self._ask("list", LIST, {})

    async def submits(self, prefix: str) -> None:
        """Submit requests and withdraw them again, for ever."""
        while True:
            given: dict[str, Any] = {
                "brief": brief(self._world, name=f"{prefix} {self.answered['submit']}")
            }
            made = await self._ask("submit", SUBMIT, {"input": given})
            if made is not None:
                given = {"requestId": made["request"]["id"], "reason": "load"}
                await self._ask("withdraw", WITHDRAW, {"input": given})

    async def go_on(self) -> None:
        """Wait until each was answered some more times."""
        wanted = {kind: number + ANSWERS for kind, number in self.answered.items()}
        async with asyncio.timeout(PATIENCE):
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
    asyncio.run(migrate(url, partial(print, flush=True), lock=0.2, pause=0.2))


async def brought(url: str, out: Path) -> list[str]:
    """Migrate to a version to come, in a process of its own; return what it said."""
    process = Child(bring, url, env=environ(), out=out)
    async with asyncio.timeout(PATIENCE):
        await process.wait()
    said = await asyncio.to_thread(out.read_text)
    assert process.returncode == 0, said
    return said.splitlines()


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


async def test_a_step_that_waits_for_a_table_keeps_nobody_waiting_for_long(
    world: World, database_url: str, tmp_path: Path
) -> None:
    del world
    holder, reader = [await asyncpg.connect(database_url) for _ in range(2)]
    held = holder.transaction()
    await held.start()
    await holder.fetch("SELECT * FROM requests")
    bringing = asyncio.create_task(brought(database_url, tmp_path / "said"))
    longest = 0.0
    async with asyncio.timeout(PATIENCE):
        while not tried_again(tmp_path / "said"):
            await asyncio.sleep(0.01)
            began = time.perf_counter()
            await reader.fetch("SELECT * FROM requests")
            longest = max(longest, time.perf_counter() - began)
    await held.rollback()
    said = await bringing
    index = await reader.fetchval(
        "SELECT indisvalid FROM pg_index WHERE indexrelid = 'requests_by_colour'::regclass"
    )
    await holder.close()
    await reader.close()

    assert "somebody holds the table; let by, and tried again in 0.2 s" in said
    assert longest < LONGEST
    assert index


def tried_again(said: Path) -> bool:
    """Whether who migrates waited in vain a few times."""
    return said.exists() and said.read_text().count("let by") >= 3


async def test_a_process_serves_a_schema_that_a_later_version_added_to(
    world: World, database_url: str
) -> None:
    del world
    await noted("9001_adds")

    await require_current()


async def test_a_process_does_not_serve_a_schema_that_a_later_version_took_from(
    world: World, database_url: str
) -> None:
    del world
    await noted("9003_contract_titles")

    with pytest.raises(Conflict, match="run that one"):
        await require_current()


async def noted(step: str) -> None:
    """Have the database say that a step was carried out."""
    await sql.execute(
        "INSERT INTO tortoise_migrations (app, name, applied_at) VALUES ('hub', $1, now())", step
    )


async def test_a_process_that_needs_a_later_schema_waits_for_it_and_says_so(
    world: World, database_url: str, files: Path
) -> None:
    await sql.execute("DELETE FROM tortoise_migrations WHERE name = $1", LAST)
    async with served(world, database_url, files) as hub:
        said = await hub.until_ready(503)
        await noted(LAST)
        await hub.until_ready()

    assert said == "schema: The database has an older schema; `greenlight migrate`."
