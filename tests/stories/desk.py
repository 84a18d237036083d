"""A whole hub for a story: doors, worker and publisher, with fakes at the edges."""

from dataclasses import dataclass
from datetime import timedelta

import httpx2

from app.handlers import Handler, handlers_for
from connectors.jobs.inprocess import InProcessRunner
from connectors.spotify.connector import SpotifyAds
from connectors.spotify.fake import Account
from domain.clock import SteppingClock
from tests.api.door import VOTE, Door, door
from tests.connectors.spotify.conftest import client_for, judged_http
from tests.world import World


@dataclass
class Desk:
    """What a story acts with."""

    world: World
    clock: SteppingClock
    account: Account
    runner: InProcessRunner
    http: httpx2.AsyncClient

    @classmethod
    def open(cls, world: World, clock: SteppingClock, chat: Handler | None = None) -> "Desk":
        account = Account()
        http = judged_http(account, clock)
        ads = SpotifyAds(client_for(account, clock, http), world.hub.files)
        handlers = handlers_for(world.hub, ads=ads, chat=chat)
        return cls(world, clock, account, InProcessRunner(clock, world.hub.wake, handlers), http)

    async def front(self, who: str) -> Door:
        return await door(self.world, who)

    async def work(self, *, seconds: float = 0, rounds: int = 6) -> None:
        """Let the worker do what is due, now and as the clock moves on a little."""
        self.clock.advance(timedelta(seconds=seconds))
        for _ in range(rounds):
            await self.runner.drain()
            self.clock.advance(timedelta(seconds=2.5))

    async def says(self, who: str, request: dict[str, str], stage: str, **more: str) -> None:
        """Vote on a stage through the door."""
        front = await self.front(who)
        query = "query($id: ID!) { request(id: $id) { stages { id key } } }"
        stages = (await front.data(query, id=request["id"]))["request"]["stages"]
        stage_id = next(s["id"] for s in stages if s["key"] == stage)
        choice = {"stageId": stage_id, "choice": "APPROVE", **more}
        data = await front.data(VOTE, input=choice)
        assert data["castVote"]["errors"] == [], data

    async def look(self, request: dict[str, str]) -> dict[str, object]:
        """Return where a request stands, as its manager sees it."""
        query = """query($id: ID!) { request(id: $id) { state note trouble revision
          stages { key state round } readiness { name holds found }
          placements { publisher outsideId state } auditTrail { act door } } }"""
        data = await (await self.front("manager")).data(query, id=request["id"])
        found: dict[str, object] = data["request"]
        return found
