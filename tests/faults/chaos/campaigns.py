"""A campaign at Spotify, behind a way that fails, while people change their minds about it."""

import re
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx2

from app.doctor import attending
from app.jobs.handlers import handlers_for
from connectors.spotify.connector import SpotifyAds
from connectors.spotify.fake import create_fake
from connectors.spotify.fake.state import LEVELS
from domain.clock import SteppingClock
from domain.hub import Hub
from domain.jobs.model import Handlers
from tests.connectors.spotify.conftest import client_for
from tests.connectors.spotify.judge import ADS, Judged
from tests.connectors.spotify.test_pausing import pause, resume
from tests.faults.chaos.trouble import Skewed, Trouble, Way
from tests.faults.chaos.workers import Revived, twice
from tests.stories.desk import OneProcess
from tests.stories.house import House
from tests.world import World

#: How many steps follow the last yes, how many minutes it has to come to rest in, how many to get
#: through the trouble until people are asked, and what may be drawn: a withdrawal seldom, for it
#: ends everything, and a suspension of the account, which lasts until the trouble is over. A try
#: that fails is waited for up to a quarter of an hour.
STEPS, CALM_MINUTES, TROUBLED_MINUTES = 5, 40, 480
DRAWN = (*("pauses", "resumes", "is let through", "waits") * 3, "withdraws", "is suspended")

#: What an administrator reads that is to be run.
RETRY = re.compile(r"`greenlight retry (\S+)`")

#: What one campaign for two markets is made of: the campaign, ad sets, ads.
WHOLE = [1, 2, 2]


@dataclass
class Campaign:
    """What happens to one campaign. `paused` and `over` are what people said of it last."""

    desk: OneProcess
    trouble: Trouble
    request: Mapping[str, str] = field(default_factory=dict)
    paused: bool = False
    over: bool = False

    @classmethod
    async def open(
        cls, world: World, clock: SteppingClock, seed: int, stack: AsyncExitStack
    ) -> "Campaign":
        """Have an ad account behind a way that fails by `seed`."""
        desk, trouble = OneProcess.open(world, clock), Trouble(seed)
        there = create_fake(desk.account, Skewed(clock, trouble.skew))
        judged = Judged(httpx2.ASGITransport(app=there), ADS)
        way = Way(judged, trouble, desk.account.access.clear)
        http = await stack.enter_async_context(httpx2.AsyncClient(transport=way))
        desk.ads = SpotifyAds(client_for(desk.account, clock, http), world.hub.files)
        play = cls(desk, trouble)
        desk.runner = Revived(clock, world.hub.wake, play._handlers)
        return play

    @property
    def hub(self) -> Hub:
        return self.desk.world.hub

    async def goes(self) -> None:
        """Play until the last step."""
        self.trouble.on = True
        front = await self.desk.front("requester")
        self.request = (await front.submit(self.desk.world))["request"]
        for who, stage in (("brand_one", "brand"), ("finance_one", "finance")):
            await self._opened(stage)
            await self.desk.says(who, dict(self.request), stage)
        await self.desk.work(seconds=31, rounds=2)
        for _ in range(STEPS):
            await self._does(self.trouble.random.choice(DRAWN))
        self.trouble.on, self.desk.account.status = False, "ACTIVE"
        self.trouble.tell("calm")
        for _ in range(CALM_MINUTES):
            await self.desk.work(seconds=60, rounds=1)

    async def wrong(self) -> list[str]:
        """Return what is not as it must be at rest; nothing if all is well."""
        found, account = await self.desk.look(dict(self.request)), self.desk.account
        live = [len(account.live[level]) for level in LEVELS]
        drafts = [len(account.drafts[level]) for level in LEVELS]
        states = [str(one["status"]) for one in account.live["campaigns"].values()]
        if self.over:  # What was live is archived, for Spotify deletes nothing that was.
            wanted = (drafts, states) in (([0, 0, 0], []), ([0, 0, 0], ["ARCHIVED"]))
        else:
            status = "PAUSED" if self.paused else "ACTIVE"
            wanted = (live, drafts, states) == (WHOLE, [0, 0, 0], [status])
        said = f"{live} live {states}, {drafts} drafts: {found['state']}; {found['trouble']}"
        return [] if wanted else [f"over: {self.over}, paused: {self.paused}; {said}"]

    async def _opened(self, wanted: str) -> None:
        """Wait until people are asked at a stage: what goes wrong is tried again meanwhile."""
        for _ in range(TROUBLED_MINUTES):
            found = await self.desk.look(dict(self.request))
            stages: Any = found["stages"]
            if any((one["key"], one["state"]) == (wanted, "OPEN") for one in stages):
                return
            if told := RETRY.search(str(found["trouble"])):  # An administrator does what it says.
                await attending.retry(self.hub, told[1])
            await self.desk.work(seconds=60, rounds=1)
        never = [f"`{wanted}` never opened: {found['state']}; {found['trouble']}", str(stages)]
        raise AssertionError(self.trouble.account(never))

    async def _does(self, step: str) -> None:
        self.trouble.tell(step)
        match step:
            case "pauses":
                self.paused = self.paused or not await pause(self.desk, dict(self.request))
            case "resumes":
                self.paused = self.paused and bool(await resume(self.desk, dict(self.request)))
            case "is let through":
                for campaign in self.desk.account.live["campaigns"]:
                    self.desk.account.moderate(campaign, approve=True)
            case "is suspended":
                self.desk.account.status = "SUSPEND_LISTED"
            case "withdraws":
                house = House(self.desk)
                self.over = (
                    self.over
                    or not (await house.withdraws(dict(self.request), "No longer needed."))[
                        "errors"
                    ]
                )
        seconds = self.trouble.random.choice((0, 40, 600))
        await self.desk.work(seconds=seconds, rounds=self.trouble.random.randint(0, 3))

    def _handlers(self) -> Handlers:
        desk = self.desk
        made = handlers_for(desk.world.hub, ads=desk.ads, chat=None, reports=desk.reports)
        return twice(self.trouble, "campaign.", made)
