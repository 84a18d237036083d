"""A desk over five processes: whoever acts comes in by HTTP, whoever clicks signs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import httpx2

from bot.fake import Outcome
from domain.people import workspaces
from tests.api.door import Door, token_for
from tests.bot.office import Room, installed, seat, workspace
from tests.stories import outbox
from tests.stories.around import Around
from tests.stories.balancer import Balancer
from tests.stories.company import HERE
from tests.stories.desk import ROUND, Chat, Desk
from tests.stories.fakes import fakes
from tests.stories.processes import Processes
from tests.world import World

#: How long a door may take to answer, in seconds; it is for machines that do much else.
ANSWER_SECONDS = 120.0


class HeardRoom(Room):
    """A room in which every click must be heard."""

    async def click(self, who: str, place: str, action: str, index: int = -1) -> Outcome:
        outcome = await super().click(who, place, action, index)
        assert outcome.ok, outcome
        return outcome


@dataclass
class FiveProcesses(Desk):
    """Two doors, call by call, the bot's door and two workers, each a process of its own.

    Everybody has a seat in the workspace, so cards are shown in every story. `around` is what the
    hub is connected to. `called` is up to when the jobs that became due were called for; `stuck`
    is a hub that did not come to rest.
    """

    processes: Processes
    transport: Balancer
    room: Room
    around: Around
    called: datetime
    stuck: bool = False

    @classmethod
    @asynccontextmanager
    async def open(cls, world: World, processes: Processes) -> AsyncIterator["FiveProcesses"]:
        around, home, clock = Around(), workspace(), processes.clock
        await workspaces.install(world.hub, installed())
        world = replace(world, hub=replace(world.hub, public_url=HERE))
        async with (
            fakes(around, home, clock, processes.fakes, processes.bot) as clicks,
            Balancer(processes.doors) as doors,
        ):
            desk = cls(
                world,
                clock,
                around.account,
                processes.files,
                processes,
                doors,
                HeardRoom(home, clicks),
                around,
                called=clock.now(),
            )
            try:
                yield desk
                if not desk.stuck:
                    await desk.rest()
            finally:
                print(await desk.told())  # Shown with a story that fails.
                if desk.stuck:
                    processes.end()  # The next story begins with others.

    async def front(self, who: str) -> Door:
        """Open a door; first whoever came since takes a seat in the workspace."""
        await seat(self.world, self.room.home)
        return Door(self._client(await token_for(self.world, who)))

    def browser(self) -> httpx2.AsyncClient:
        return self._client({})

    def _client(self, headers: dict[str, str]) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(
            transport=self.transport, base_url=HERE, headers=headers, timeout=ANSWER_SECONDS
        )

    async def work(self, *, seconds: float = 0, rounds: int = 6) -> None:
        """Let time pass step by step, and wait at each until the workers have done what is due.

        What is due before the first step is done first: a lease must not end by the story's hand.
        """
        await self.rest()
        for step in (seconds, *[ROUND] * (rounds - 1)):
            self.clock.advance(timedelta(seconds=step))
            await outbox.call_due(self.world.hub, self.called)
            self.called = self.clock.now()
            await self.rest()

    async def rest(self) -> None:
        """Wait until the workers have done what is due; say how things stand if they do not."""
        try:
            await outbox.rest(self.world.hub, self.processes.running)
        except outbox.NoRestError as error:
            self.stuck = True
            raise outbox.NoRestError(f"{error}\n{await self.told()}") from None

    async def told(self) -> str:
        """Return the outbox, and what the processes wrote last."""
        return f"{await outbox.told()}\n{self.processes.tails()}"

    @asynccontextmanager
    async def chat(self) -> AsyncIterator[Chat]:
        yield self.room
