"""A hub of several processes on PostgreSQL: the story goes through, whichever of them dies."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.faults.city import City
from tests.faults.town import STATES
from tests.postgres import own_server, owned, told

FOLLOW = "subscription { requestsChanged { id state } }"

on_postgres = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@on_postgres
@pytest.mark.parametrize(
    ("requests", "kills"), [(1, 2), pytest.param(40, 40, marks=pytest.mark.long)]
)
async def test_kill_9_of_any_process_loses_nothing_and_doubles_nothing(
    database_url: str, tmp_path: Path, requests: int, kills: int
) -> None:
    city = await City.populate(database_url, tmp_path)
    async with city.served():
        await city.story(requests, kills)
        states = await city.states()
    assert city.deaths == kills
    await city.judge(states, requests)


@on_postgres
async def test_a_front_end_hears_what_happens_at_the_other_doors(
    database_url: str, tmp_path: Path
) -> None:
    city = await City.populate(database_url, tmp_path)
    async with city.served():
        async with _followed(city) as heard:
            number = await _heard_of(city, heard)
            await city.ask(number)
            await city.until(lambda: city.approved_everything(number + 1), seconds=city.patience)
            async with asyncio.timeout(city.patience):
                while "PUBLISHED" not in heard.states_of_last():  # noqa: ASYNC110  It comes from outside.
                    await asyncio.sleep(0.1)
        states = heard.states_of_last()

    assert states[-1] == "PUBLISHED"
    assert "IN_REVIEW" in states


@pytest.mark.skipif(not owned(), reason="PostgreSQL's binaries are not here")
@pytest.mark.parametrize(
    "how",
    [
        pytest.param(signal.SIGINT, id="restart", marks=pytest.mark.long),
        pytest.param(signal.SIGQUIT, id="crash"),
    ],
)
async def test_the_database_may_go_and_come_back(
    tmp_path: Path, server_data: Path, how: signal.Signals
) -> None:
    with own_server(durable=True, copied=server_data) as database:
        await told(database.url, "CREATE DATABASE hub TEMPLATE empty")
        city = await City.populate(f"{database.url}/hub", tmp_path)
        async with city.served():
            people = asyncio.create_task(city.people(3))
            await city.busy(3)
            await asyncio.to_thread(database.stop, how)
            await city.until(lambda: _turned_away(city))
            await asyncio.to_thread(database.start)
            await people
            await city.until(lambda: city.settled(3), seconds=city.patience)
            states = await city.states()
        await city.judge(states, 3)


async def _turned_away(city: City) -> bool:
    """Whether the doors notice that the database is gone."""
    return await city.graph(STATES) is None


@dataclass
class Heard:
    """What a socket heard: which request was in which state, in order."""

    told: list[tuple[str, str]] = field(default_factory=list)

    def states_of_last(self) -> list[str]:
        """Return the states of the request that was asked for last; ids sort by time."""
        last = max((request for request, _ in self.told), default="")
        return [state for request, state in self.told if request == last]


async def _heard_of(city: City, heard: Heard) -> int:
    """Ask for one after the other until one is heard of, and so all are; return how many."""
    number = 0
    async with asyncio.timeout(city.patience):
        while not heard.told:
            await city.ask(number)
            number += 1
            await asyncio.sleep(0.5)
    return number


@asynccontextmanager
async def _followed(city: City) -> AsyncIterator[Heard]:
    """Follow every request at the first door; they are asked for at the others as well."""
    protocol = Subprotocol("graphql-transport-ws")
    url = f"ws://127.0.0.1:{city.ports[0]}/graphql"
    heard = Heard()
    async with connect(url, subprotocols=[protocol]) as socket:
        payload = {"authorization": f"Bearer {city.token}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        await socket.recv()
        subscribe = {"id": "1", "type": "subscribe", "payload": {"query": FOLLOW}}
        await socket.send(json.dumps(subscribe))
        listening = asyncio.create_task(_listen(socket, heard))
        try:
            yield heard
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


async def _listen(socket: ClientConnection, heard: Heard) -> None:
    async for message in socket:
        told = json.loads(message)
        if told["type"] == "next":
            found = told["payload"]["data"]["requestsChanged"]
            heard.told.append((found["id"], found["state"]))
