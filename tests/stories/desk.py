"""What a story acts with, whatever the hub consists of; here a hub of one process."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import httpx2

from app.jobs.handlers import handlers_for
from bot.alerts import unheard
from bot.desks import launches as launch_owners
from bot.fake import Outcome
from bot.fake.model import Message, View
from connectors.jobs.inprocess import InProcessRunner
from connectors.spotify.audiences import SpotifyAudiences
from connectors.spotify.connector import SpotifyAds
from connectors.spotify.fake import Account
from connectors.spotify.reports import SpotifyReports
from domain.clock import SteppingClock
from domain.decision_service import Fact, Reach
from domain.errors import Upstream
from domain.executors.model import Executor
from domain.launches.telling import TELL
from domain.rulebook.assigning import assign
from domain.targets.connected import Targets
from domain.thresholds import digesting as silences
from tests.api.door import VOTE, Door, client, door
from tests.bot.office import office
from tests.connectors.spotify.conftest import client_for, judged_http
from tests.world import World

#: How far the clock moves between two rounds of work, in seconds.
ROUND = 2.5


class Chat(Protocol):
    """What people see and do in chat."""

    async def click(self, who: str, place: str, action: str, index: int = -1) -> Outcome:
        """Click a button of a card in a channel, by default of the last one."""
        ...

    async def click_below(self, who: str, place: str, action: str, index: int = -1) -> Outcome:
        """Click a button of the last reply under a card in a channel that has it."""
        ...

    async def command(self, who: str, place: str, text: str) -> Outcome:
        """Give a command, such as `/case list`, in a channel."""
        ...

    async def says(self, who: str, place: str, text: str) -> None:
        """Write a message into a channel."""
        ...

    async def shortcut(self, who: str, place: str, name: str, index: int = -1) -> Outcome:
        """Choose a shortcut in the menu of a message in a channel."""
        ...

    async def anywhere(self, who: str, name: str) -> Outcome:
        """Choose a shortcut that belongs to no message."""
        ...

    def form(self, who: str) -> View | None:
        """Return the form that somebody has open."""
        ...

    async def submit(self, who: str, **entries: Any) -> Outcome:
        """Submit the form that somebody has open, with what they entered by block."""
        ...

    def thread(self, place: str, index: int = -1) -> list[Message]:
        """Return what stands under a card in a channel, oldest first."""
        ...

    def shown(self, place: str) -> list[Message]:
        """Return what stands in a channel, oldest first."""
        ...

    def direct(self, who: str) -> str:
        """Return the place where the bot speaks to somebody directly."""
        ...

    def whispers(self, who: str) -> list[str]:
        """Return what only one person sees."""
        ...

    def told(self, who: str) -> list[str]:
        """Return what the bot told somebody directly, oldest first."""
        ...


@dataclass
class Desk(ABC):
    """A hub with fakes around it.

    `account` is the ad account at Spotify, `files` the folder of the hub's files. The hub in
    `world` is for arranging and for looking; whoever acts goes in by a door.
    """

    world: World
    clock: SteppingClock
    account: Account
    files: Path

    @abstractmethod
    async def front(self, who: str) -> Door:
        """Open a door for `who`."""

    @abstractmethod
    def browser(self) -> httpx2.AsyncClient:
        """Open a browser that nobody is signed in with."""

    async def gives_away(self, table: str) -> None:
        """Have a decision service judge by `table` that does not answer."""
        hub = replace(self.world.hub, decision_service=Away())
        manager = await self.world.actor("manager")
        await assign(hub, manager, table, Executor.OPENTEXT)

    @abstractmethod
    async def work(self, *, seconds: float = 0, rounds: int = 6) -> None:
        """Let the workers do what is due, when `seconds` have passed and as time goes on a bit."""

    @abstractmethod
    def chat(self) -> AbstractAsyncContextManager[Chat]:
        """Let everybody whom the desk knows into the chat, while the block runs."""

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


class Away:
    """A decision service that does not answer."""

    name = "OpenText Decision Service"

    async def decide(self, _key: str, _facts: Mapping[str, Fact]) -> Sequence[Mapping[str, Any]]:
        raise Upstream("service_away", f"{self.name} did not answer.")

    async def reach(self) -> Reach:
        return Reach(self.name, "It did not answer.")


@dataclass
class OneProcess(Desk):
    """Doors, bot and worker in the process of the test."""

    ads: SpotifyAds
    reports: SpotifyReports
    lists: SpotifyAudiences
    runner: InProcessRunner
    http: httpx2.AsyncClient
    targets: Targets = field(default_factory=Targets)

    @classmethod
    def open(cls, world: World, clock: SteppingClock, files: Path | None = None) -> "OneProcess":
        account = Account()
        http = judged_http(account, clock)
        spotify = client_for(account, clock, http)
        ads, reports = SpotifyAds(spotify, world.hub.files), SpotifyReports(spotify)
        lists = SpotifyAudiences(spotify)
        handlers = handlers_for(
            world.hub, ads=ads, chat=None, reports=reports, history=ads, lists=lists
        )
        runner = InProcessRunner(clock, world.hub.wake, handlers)
        return cls(world, clock, account, files or Path(), ads, reports, lists, runner, http)

    def publishes_to(self, targets: Targets) -> None:
        """Have the hub publish to these by itself from now on."""
        self.targets = targets
        handlers = handlers_for(
            self.world.hub, ads=self.ads, chat=None, reports=self.reports, targets=targets
        )
        self.runner = InProcessRunner(self.clock, self.world.hub.wake, handlers)

    async def front(self, who: str) -> Door:
        return await door(self.world, who)

    def browser(self) -> httpx2.AsyncClient:
        return client(self.world)

    async def gives_away(self, table: str) -> None:
        await super().gives_away(table)
        self.world = replace(self.world, hub=replace(self.world.hub, decision_service=Away()))

    async def work(self, *, seconds: float = 0, rounds: int = 6) -> None:
        self.clock.advance(timedelta(seconds=seconds))
        for _ in range(rounds):
            await self.runner.drain()
            self.clock.advance(timedelta(seconds=ROUND))

    @asynccontextmanager
    async def chat(self) -> AsyncIterator[Chat]:
        async with office(self.world) as found:
            clients = found.bot.clients
            handlers = handlers_for(
                self.world.hub,
                ads=self.ads,
                reports=self.reports,
                history=self.ads,
                lists=self.lists,
                targets=self.targets,
                chat=found.bot.sender.show,
                tell=found.bot.teller.tell,
                talk={
                    TELL: partial(launch_owners.tell, self.world.hub, clients),
                    silences.SAY: partial(unheard.say, self.world.hub, clients),
                },
            )
            self.runner = InProcessRunner(self.clock, self.world.hub.wake, handlers)
            yield found
