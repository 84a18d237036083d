"""kill -9 between sending a journey and writing down what came of it: it counts once out there."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from connectors.jobs.pgqueuer import Calls
from domain.audit import service as audit
from domain.jobs.model import LEASE
from tests.clocks import SharedClock
from tests.conftest import START
from tests.faults.journey_process import work
from tests.nursery import Child, environ
from tests.stories import outbox
from tests.stories.desk import OneProcess
from tests.stories.house import house as opened_house
from tests.stories.journeys import Journeys, listening
from tests.stories.test_d2_journeys import approved
from tests.stories.test_d2_segments import listeners
from tests.world import World

#: How long what must come is waited for, in seconds.
PATIENCE = 60


@dataclass
class Killer:
    """Kills the worker `worker` at the first call; `heard` says whether it is taken before."""

    heard: bool
    worker: Child | None = None
    deaths: int = 0

    def watched(self, app: ASGIApp) -> ASGIApp:
        """Return what listens in place of `app`."""

        async def watch(scope: Scope, receive: Receive, send: Send) -> None:
            async def dying(message: Message) -> None:
                await self._kill()
                await send(message)

            if self.deaths:
                await app(scope, receive, send)
            elif self.heard:
                await app(scope, receive, dying)
            else:
                await self._kill()
                await PlainTextResponse("nobody listens", 503)(scope, receive, send)

        return watch

    async def _kill(self) -> None:
        if self.worker is not None and self.worker.returncode is None:
            self.worker.send_signal(signal.SIGKILL)
            await self.worker.wait()
            self.deaths += 1


@pytest.fixture
def clock(tmp_path: Path) -> SharedClock:
    found = SharedClock(tmp_path / "clock")
    found.set(START)
    return found


@pytest.mark.parametrize(
    "heard",
    [pytest.param(False, id="unheard", marks=pytest.mark.long), pytest.param(True, id="heard")],
)
async def test_a_journey_whose_sender_was_killed_goes_out_again_and_counts_once(
    world: World, clock: SharedClock, files: Path, database_url: str, *, heard: bool
) -> None:
    house = await opened_house(OneProcess.open(world, clock, files))
    await listeners(house, "loyal", 21)
    killer = Killer(heard)
    async with listening(house, killer.watched) as journeys:
        await journeys.pauses()
        request = await approved(house)
        await journeys.pauses(active=True)
        await called(world, database_url)
        with working(database_url, files, clock) as killer.worker:
            await _until(journeys, request, attempts=1)
            await asyncio.wait_for(killer.worker.wait(), PATIENCE)
        between = await journeys.look(request)
        clock.advance(2 * LEASE)
        await called(world, database_url)
        with working(database_url, files, clock):
            await _until(journeys, request, state="DELIVERED")
        found = await journeys.look(request)

    (before,), (after,) = between["journeyDeliveries"], found["journeyDeliveries"]
    assert (killer.deaths, before["state"], before["attempts"]) == (1, "WAITING", 1)
    assert (after["state"], after["attempts"], found["state"]) == ("DELIVERED", 2, "LIVE")
    assert journeys.receiver.heard == [after["id"]] * (2 if heard else 1)
    assert list(journeys.receiver.taken) == [after["id"]]
    assert len(journeys.receiver.members()) == 21
    assert await audit.verify(world.hub.secrets) == []


async def called(world: World, database: str) -> None:
    """Call for what is due where workers are called; their own look for it goes by the clock."""
    if database.startswith("postgres"):
        await outbox.call_due(replace(world.hub, wake=Calls(world.hub.clock)), START)


@contextmanager
def working(database: str, files: Path, clock: SharedClock) -> Iterator[Child]:
    """Have a worker work while the block runs, if it lives so long."""
    worker = Child(work, database, files, clock.path, env=environ())
    try:
        yield worker
    finally:
        worker.kill()
        worker.join()


async def _until(journeys: Journeys, request: dict[str, str], **wanted: object) -> None:
    """Wait until the one thing that is sent of a request is as wanted."""
    async with asyncio.timeout(PATIENCE):
        while True:
            (found,) = (await journeys.look(request))["journeyDeliveries"]
            if found == found | wanted:
                return
            await asyncio.sleep(0.1)
