"""Hearing of changes over restarts of the database: each once, and nothing from before."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from websockets.asyncio.client import ClientConnection, connect

from connectors.changes import listener as listening
from connectors.changes.listener import OVERLAP, PAGE, ChangeListener
from domain.clock import SteppingClock
from domain.database import sql
from domain.feed import BACKLOG_MAX, Feed
from domain.hub import Hub
from domain.requests.submit import submit
from tests.api.test_socket import PROTOCOL, opened, served, token
from tests.conftest import opened_hub
from tests.domain.audit.test_record import chain
from tests.postgres import own_server, owned, told
from tests.world import World, populate

FOLLOW = "subscription { requestsChanged { id } }"

#: Events as they stand there before the hub is opened, each of a subject of its own.
PAST = """
INSERT INTO audit_events (id, subject, position, act, door, at, details, previous, digest)
SELECT 'evt_' || n, 'req_past' || n, 1, 'thing.done', 'api', now(), '{}', '', ''
  FROM generate_series(1, $1::int) n
"""

#: How long a test waits for what must come, in seconds.
PATIENCE = 60

on_postgres = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


class Line:
    """The listener's line to the database, which a test may cut and join again."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.joined = asyncio.Event()
        self.joined.set()
        self._connection: asyncpg.Connection | None = None
        self._connect = asyncpg.connect
        monkeypatch.setattr(listening, "AGAIN_SECONDS", 0)
        monkeypatch.setattr(asyncpg, "connect", self._join)

    async def cut(self) -> None:
        """End the connection from the database's side, and let the listener not join again yet."""
        await until(lambda: self._connection is not None)
        self.joined.clear()
        held, self._connection = self._connection, None
        assert held is not None
        await sql.fetch("SELECT pg_terminate_backend($1)", held.get_server_pid())

    async def _join(self, *given: Any, **named: Any) -> asyncpg.Connection:
        await self.joined.wait()
        self._connection = await self._connect(*given, **named)
        return self._connection


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(monkeypatch)


@asynccontextmanager
async def listened(hub: Hub, url: str) -> AsyncIterator[None]:
    """Feed the hub with what the database tells, as the door of front ends does."""
    hub.feed.relayed = True
    listener = await ChangeListener.opened(url, hub.feed)
    task = asyncio.create_task(listener.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def followed(world: World) -> AsyncIterator[ClientConnection]:
    """Follow every request over a real socket."""
    async with served(world) as url, connect(url, subprotocols=[PROTOCOL]) as socket:
        await opened(socket, await token(world, "manager"))
        subscribe = {"id": "1", "type": "subscribe", "payload": {"query": FOLLOW}}
        await socket.send(json.dumps(subscribe))
        await until(lambda: bool(world.hub.feed._listeners))
        yield socket


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110  What is waited for is another task's.
            await asyncio.sleep(0.01)


async def asked(world: World) -> str:
    actor = await world.actor("requester")
    return (await submit(world.hub, actor, "campaign", world.brief())).id


async def changed(socket: ClientConnection) -> str:
    """Return the request that the socket tells of next."""
    message = json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))
    found: str = message["payload"]["data"]["requestsChanged"]["id"]
    return found


@on_postgres
async def test_an_interruption_tells_exactly_what_was_missed(
    hub: Hub, database_url: str, line: Line
) -> None:
    past = OVERLAP
    await sql.execute(PAST, past)
    async with listened(hub, database_url), hub.feed.listen() as subjects:
        await line.cut()
        await chain(hub, "req_missed", 3)
        line.joined.set()
        missed = await asyncio.wait_for(anext(subjects), PATIENCE)
        await chain(hub, "req_last", 1)
        after = await asyncio.wait_for(anext(subjects), PATIENCE)

    assert past > BACKLOG_MAX
    assert (missed, after) == ("req_missed", "req_last")


@on_postgres
async def test_what_is_committed_before_the_first_connection_is_told(
    hub: Hub, database_url: str, line: Line
) -> None:
    line.joined.clear()
    await chain(hub, "req_past", 1)
    async with listened(hub, database_url), hub.feed.listen() as subjects:
        await chain(hub, "req_early", 1)
        line.joined.set()

        assert await asyncio.wait_for(anext(subjects), PATIENCE) == "req_early"


@on_postgres
async def test_a_number_given_before_the_hub_opened_and_committed_later_is_told(
    hub: Hub, database_url: str, line: Line
) -> None:
    slow = await asyncpg.connect(database_url)
    begun = slow.transaction()
    await begun.start()
    await slow.execute(PAST, 1)
    await chain(hub, "req_past", 1)  # Its number is higher, and it stands there already.
    line.joined.clear()
    async with listened(hub, database_url), hub.feed.listen() as subjects:
        await begun.commit()
        line.joined.set()

        assert await asyncio.wait_for(anext(subjects), PATIENCE) == "req_past1"
    await slow.close()


@on_postgres
async def test_a_long_interruption_tells_each_subject_once(
    hub: Hub, database_url: str, line: Line
) -> None:
    """More than a page is read, and no listener lags by events of the same few requests."""
    async with listened(hub, database_url), hub.feed.listen() as subjects:
        await line.cut()
        await sql.execute(PAST.replace("'req_past' || n, 1,", "'req_busy' || n % 3, n,"), PAGE + 9)
        await chain(hub, "req_last", 1)
        line.joined.set()
        told = [await asyncio.wait_for(anext(subjects), PATIENCE) for _ in range(4)]

    assert told == ["req_busy1", "req_busy2", "req_busy0", "req_last"]


@on_postgres
async def test_what_is_committed_at_once_tells_each_subject_once(
    hub: Hub, database_url: str, line: Line
) -> None:
    busy = PAST.replace("'req_past' || n, 1,", "'req_busy' || n % 3, n,")
    async with listened(hub, database_url), hub.feed.listen() as subjects:
        await chain(hub, "req_first", 1)
        told = [await asyncio.wait_for(anext(subjects), PATIENCE)]
        await sql.execute(busy, BACKLOG_MAX + 9)
        await chain(hub, "req_last", 1)
        while told[-1] != "req_last":
            told.append(await asyncio.wait_for(anext(subjects), PATIENCE))

    assert told[0] == "req_first"
    assert set(told[1:-1]) == {"req_busy0", "req_busy1", "req_busy2"}


class Broken:
    """A connection that breaks when the page numbered `at` is read from it."""

    def __init__(self, changes: int, at: int) -> None:
        self._rows = [(n, {"seq": n, "subject": f"req_{n}"}) for n in range(1, changes + 1)]
        self._left = at

    async def fetch(self, _query: str, after: int) -> list[dict[str, Any]]:
        self._left -= 1
        if self._left == 0:
            raise ConnectionError("it is gone")
        return [row for number, row in self._rows if number > after][:PAGE]


async def test_catching_up_that_breaks_off_loses_nothing() -> None:
    feed, changes = Feed(), 2 * PAGE + 1
    told: list[str] = []
    feed.changed = told.append  # type: ignore[method-assign, assignment]
    listener = ChangeListener("postgres://nowhere", feed)
    with pytest.raises(ConnectionError):
        await listener._catch_up(Broken(changes, at=3), 0)
    half = len(told)
    await listener._catch_up(Broken(changes, at=0), listener._last - OVERLAP)

    assert half == 2 * PAGE
    assert told == [f"req_{n}" for n in range(1, changes + 1)]


@on_postgres
async def test_a_socket_hears_over_an_interruption_what_it_missed_and_nothing_else(
    world: World, database_url: str, line: Line
) -> None:
    before = [await asked(world) for _ in range(3)]
    async with listened(world.hub, database_url), followed(world) as socket:
        await line.cut()
        missed = await asked(world)
        line.joined.set()
        first = await changed(socket)
        last = await asked(world)
        second = await changed(socket)

    assert (first, second) == (missed, last)
    assert missed not in before


@pytest.mark.skipif(not owned(), reason="PostgreSQL's binaries are not here")
async def test_sockets_stay_open_while_the_database_restarts(
    tmp_path: Path, server_data: Path, clock: SteppingClock
) -> None:
    with own_server(durable=True, copied=server_data) as database:
        await told(database.url, "CREATE DATABASE hub TEMPLATE empty")
        url = f"{database.url}/hub"
        async with opened_hub(url, tmp_path / "files", clock) as hub:
            world = await populate(hub)
            await asked(world)
            async with listened(hub, url), followed(world) as socket:
                await asyncio.to_thread(database.stop, signal.SIGINT)
                await asyncio.to_thread(database.start)
                after = await asked_over_broken_connections(world)

                assert await changed(socket) == after


async def asked_over_broken_connections(world: World) -> str:
    """Ask until the pool has noticed that its connections were ended."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                return await asked(world)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await asyncio.sleep(0.05)
