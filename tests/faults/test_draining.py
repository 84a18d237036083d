"""A process that is told to stop brings to its end what it began, and takes nothing new."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from connectors.jobs.pgqueuer import Calls
from domain.clock import SystemClock
from domain.database import sql
from domain.jobs import service
from domain.jobs.service import Bell
from tests.api.door import token_for
from tests.api.test_socket import PROTOCOL, heard, opened
from tests.api.test_streams import REQUESTS
from tests.bot.office import SIGNING
from tests.conftest import SECRET
from tests.faults.draining_process import SLOW, serve
from tests.nursery import Child, environ
from tests.ports import port_of, reserved
from tests.world import World

#: How long anything may take, in seconds; it is for machines that do much else.
PATIENCE = 60


@dataclass
class Running:
    """A hub that runs, its job under way, and somebody who may ask it."""

    child: Child
    url: str
    folder: Path
    headers: dict[str, str]
    log: Path

    async def ready(self) -> str:
        """Return what it says of itself; nothing if it does not listen."""
        try:
            async with httpx2.AsyncClient() as http:
                return (await http.get(f"{self.url}/readyz")).text
        except httpx2.TransportError:
            return ""

    async def until(self, what: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while what not in await self.ready():
                assert self.child.returncode is None, self.log.read_text()
                await asyncio.sleep(0.02)


@asynccontextmanager
async def running(world: World, url: str, folder: Path, drain: float) -> AsyncIterator[Running]:
    """Run a hub, with a slow job under way and another one of its lane."""
    world = replace(world, hub=replace(world.hub, clock=SystemClock()))
    now = world.hub.clock.now()
    wake = Bell() if sql.sole() else Calls(world.hub.clock)

    async def ask(key: str, since: datetime) -> None:
        await service.ask(wake, since, key=key, kind=SLOW, lane="slow", details={})

    await ask("first", now - timedelta(seconds=15))
    headers = await token_for(world, "manager")
    with reserved() as kept:
        port = port_of(kept)
    given = {"database_url": url, "files": str(folder / "files"), "secret": SECRET, "port": port}
    given |= {"slack_signing_secret": SIGNING, "drain_seconds": drain}
    log = folder / "log"
    child = Child(serve, given, str(folder), env=environ(), out=log)
    found = Running(child, f"http://127.0.0.1:{port}", folder, headers, log)
    try:
        await found.until("ok")
        async with asyncio.timeout(PATIENCE):
            while not (folder / "began-first").exists():  # noqa: ASYNC110  Another process says so.
                await asyncio.sleep(0.02)
            print(log.read_text())  # Shown with a test that fails.
        await ask("second", now)
        yield found
    finally:
        child.kill()


async def left(key: str) -> tuple[str, int, int, bool]:
    """Return how a job was left: its state, tries, claims, and whether anybody holds it."""
    (row,) = await sql.fetch("SELECT * FROM jobs WHERE key = $1", key)
    return row["state"], row["attempt"], row["claims"], row["leased_until"] is not None


async def test_a_request_a_job_and_a_socket_come_through_a_stop(
    world: World, database_url: str, tmp_path: Path
) -> None:
    async with running(world, database_url, tmp_path, 2.0) as hub:
        port = int(hub.url.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        body = json.dumps({"query": "{ __typename }"}).encode()
        head = [f"{name}: {value}" for name, value in hub.headers.items()]
        head += [f"content-length: {len(body)}", "content-type: application/json", "host: hub"]
        head.append("x-request-id: in-flight")
        writer.write(("POST /graphql HTTP/1.1\r\n" + "\r\n".join(head) + "\r\n\r\n").encode())
        writer.write(body[:5])
        place = hub.url.replace("http", "ws")
        async with connect(f"{place}/graphql", subprotocols=[PROTOCOL]) as listener:
            await opened(listener, hub.headers["authorization"].removeprefix("Bearer "))
            asked = {"id": "1", "type": "subscribe", "payload": {"query": REQUESTS}}
            await listener.send(json.dumps(asked))
            hub.child.send_signal(signal.SIGTERM)
            await hub.until("draining")
            (tmp_path / "end").touch()
            writer.write(body[5:])
            answer = await reader.readuntil(b"\r\n\r\n")
            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    await heard(listener)
        writer.close()
        async with asyncio.timeout(PATIENCE):
            await hub.child.wait()

    assert answer.startswith(b"HTTP/1.1 200")
    assert b"x-request-id: in-flight" in answer
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
    assert hub.child.returncode == 0
    assert await left("first") == ("done", 1, 1, False)
    assert await left("second") == ("open", 0, 0, False)


async def test_a_second_signal_waits_for_nothing_and_gives_the_job_back(
    world: World, database_url: str, tmp_path: Path
) -> None:
    async with running(world, database_url, tmp_path, 60.0) as hub:
        hub.child.send_signal(signal.SIGTERM)
        await hub.until("draining")
        hub.child.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            await hub.child.wait()

    assert hub.child.returncode == 0
    assert await left("first") == ("open", 0, 1, False)
