"""A hub of several processes on PostgreSQL: the story goes through, whichever of them dies."""

import asyncio
import json
import signal
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from app.migrating import migrate
from tests.faults.city import City
from tests.postgres import own_server, owned, told

FOLLOW = "subscription { requestsChanged { id state } }"

on_postgres = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@on_postgres
@pytest.mark.parametrize(
    ("requests", "kills"), [(2, 3), pytest.param(40, 40, marks=pytest.mark.long)]
)
async def test_kill_9_of_any_process_loses_nothing_and_doubles_nothing(
    database_url: str, tmp_path: Path, requests: int, kills: int
) -> None:
    city = await City.populate(database_url, tmp_path)
    async with city.served():
        await city.story(requests, kills)
        states = await city.states()
    await city.judge(states, requests)


@on_postgres
async def test_a_front_end_hears_what_happens_at_the_other_doors(
    database_url: str, tmp_path: Path
) -> None:
    city = await City.populate(database_url, tmp_path)
    async with city.served():
        heard = asyncio.create_task(_states_heard(city))
        await asyncio.sleep(0.5)
        await city.people(1)
        states = await asyncio.wait_for(heard, city.patience)

    assert states[-1] == "PUBLISHED"
    assert "IN_REVIEW" in states


@pytest.mark.skipif(not owned(), reason="PostgreSQL's binaries are not here")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["restart", "crash"])
async def test_the_database_may_go_and_come_back(tmp_path: Path, how: signal.Signals) -> None:
    with own_server(durable=True) as database:
        await told(database.url, "CREATE DATABASE hub")
        await migrate(f"{database.url}/hub")
        city = await City.populate(f"{database.url}/hub", tmp_path)
        async with city.served():
            people = asyncio.create_task(city.people(3))
            await asyncio.sleep(2)
            await asyncio.to_thread(database.stop, how)
            await asyncio.sleep(1)
            await asyncio.to_thread(database.start)
            await people
            await city.until(lambda: city.settled(3), seconds=city.patience)
            states = await city.states()
        await city.judge(states, 3)


async def _states_heard(city: City) -> list[str]:
    """Listen at the first door until a request is published; it is asked for at the others."""
    protocol = Subprotocol("graphql-transport-ws")
    url = f"ws://127.0.0.1:{city.ports[0]}/graphql"
    found: list[str] = []
    async with connect(url, subprotocols=[protocol]) as socket:
        payload = {"authorization": f"Bearer {city.token}"}
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        await socket.recv()
        await socket.send(
            json.dumps({"id": "1", "type": "subscribe", "payload": {"query": FOLLOW}})
        )
        while "PUBLISHED" not in found:
            message = json.loads(await socket.recv())
            found.append(message["payload"]["data"]["requestsChanged"]["state"])
    return found
