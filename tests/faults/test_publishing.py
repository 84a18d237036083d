"""Two workers go for one publication, its repair and its removal: each is done once out there."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from connectors.jobs.pgqueuer import Calls
from connectors.spotify.web.fake import Listener, create_fake_web
from domain.audit import service as audit
from tests.clocks import SharedClock
from tests.conftest import START
from tests.domain.targets.scene import LOOK, REPUBLISH
from tests.faults.publishing_process import targets, work
from tests.nursery import Child, environ
from tests.stories import outbox
from tests.stories.desk import OneProcess
from tests.stories.fakes import served
from tests.stories.house import House
from tests.stories.house import house as opened_house
from tests.stories.processes import url_of
from tests.stories.test_d3_playlist import HILLS, RIVER, asks, track
from tests.stories.test_w3_spotify import says_yes
from tests.world import World

#: Who is let in by the fake: the workers, and the process of the test.
WORKERS, HERE = ("access-one", "access-two"), "access-here"

#: How often each job is called for, so that both workers hear of it.
CALLS = 6

#: How long what must come is waited for, in seconds.
PATIENCE = 60


@dataclass
class Spotify:
    """The account, and every write that reached it."""

    listener: Listener
    writes: list[str] = field(default_factory=list)

    def watched(self, app: ASGIApp) -> ASGIApp:
        async def watch(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["method"] != "GET":
                self.writes.append(f"{scope['method']} {scope['path'].rpartition('/')[2]}")
            await app(scope, receive, send)

        return watch


@dataclass
class Race:
    """A playlist that everybody agreed to, and two workers that are called for it at once."""

    house: House
    request: dict[str, Any]
    hub: Any

    async def until(self, since: Any, standing: str) -> dict[str, Any]:
        """Call for what is due, again and again, until it stands so and nothing is under way."""
        for _ in range(CALLS):
            await outbox.call_due(self.hub, since)
        async with asyncio.timeout(PATIENCE):
            standing_now = None
            while standing_now != standing:
                await asyncio.sleep(0.05)
                standing_now = (await self.seen())["publication"]["standing"]
        await outbox.rest(self.hub, lambda: True)
        # What was seen while it was written may be of before in one part, of after in another.
        return await self.seen()

    async def seen(self) -> dict[str, Any]:
        front = await self.house.desk.front("manager")
        return dict((await front.data(LOOK, id=self.request["id"]))["request"])


@pytest.fixture
def clock(tmp_path: Path) -> SharedClock:
    found = SharedClock(tmp_path / "clock")
    found.set(START)
    return found


@asynccontextmanager
async def listening(clock: SharedClock) -> AsyncIterator[tuple[Spotify, str]]:
    spotify = Spotify(Listener())
    good = START + timedelta(days=365)
    spotify.listener.access |= dict.fromkeys((*WORKERS, HERE), good.timestamp())
    with socket.create_server(("127.0.0.1", 0)) as door:
        async with served(spotify.watched(create_fake_web(spotify.listener, clock)), door):
            yield spotify, url_of(door)


@contextmanager
def working(database: str, files: Path, clock: SharedClock, url: str) -> Iterator[None]:
    workers = [
        Child(work, database, files, clock.path, url, name, env=environ()) for name in WORKERS
    ]
    try:
        yield
    finally:
        for one in workers:
            one.kill()
            one.join()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_two_workers_publish_repair_and_remove_a_playlist_once_each(
    world: World, clock: SharedClock, files: Path, database_url: str
) -> None:
    async with listening(clock) as (spotify, url), httpx2.AsyncClient() as http:
        listener = spotify.listener
        made = [listener.release(one, "Sample Band", "DE", one) for one in (HILLS, RIVER)]
        wanted = [f"spotify:track:{one.id}" for one in made]
        desk = OneProcess.open(world, clock, files)
        desk.publishes_to(targets(http, url, HERE, world.hub.files))
        house = await opened_house(desk)
        request = await asks(house, track(), track(RIVER), siteIds=[])
        await says_yes(house, request)
        race = Race(house, request, replace(world.hub, wake=Calls(clock)))
        with working(database_url, files, clock, url):
            clock.advance(timedelta(days=20))
            out = await race.until(START, "LIVE")
            (playlist,) = listener.playlists.values()
            filled = list(playlist.items)
            playlist.items.reverse()
            playlist.version += 1
            spotify.writes.clear()
            front = await desk.front("manager")
            done = (await front.data(REPUBLISH, input={"requestId": request["id"]}))["done"]
            mended = await race.until(START, "LIVE")
            repaired, writes = list(playlist.items), list(spotify.writes)
            await house.withdraws(request, "No longer wanted.")
            gone = await race.until(START, "GONE")
    acts = [one["act"] for one in gone["auditTrail"]]

    assert (out["state"], filled) == ("LIVE", wanted)
    assert (done["errors"], mended["publication"]["drift"], repaired) == ([], [], wanted)
    assert [one for one in writes if one.endswith("items")] == ["PUT items"]
    assert len(listener.playlists) == 1
    assert (playlist.items, playlist.public, listener.library) == ([], False, [])
    assert acts.count("publication.removed") == 1
    assert await audit.verify(world.hub.secrets) == []
