"""A hub in the middle of its work, and the ad account that outlives its databases."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.jobs.handlers import handlers_for
from app.settings import Settings
from connectors.jobs.inprocess import InProcessRunner
from connectors.spotify.connector import SpotifyAds
from connectors.spotify.fake import Account
from domain.approvals.model import Choice
from domain.clock import SteppingClock
from domain.database import sql
from domain.hub import Hub
from domain.requests.model import Request
from tests.conftest import SECRET, opened_hub
from tests.connectors.spotify.conftest import client_for, judged_http
from tests.domain.requests.acts import CHEAP, asked, says
from tests.keeping import Kept


@dataclass
class Company:
    """A company whose hub is now here, now there."""

    files: Path
    clock: SteppingClock
    kept: Kept
    account: Account = field(default_factory=Account)

    def settings(self, url: str, **more: Any) -> Settings:
        """Return the settings of its hub on a database."""
        given: dict[str, Any] = {"database_url": url, "secret": SECRET, "files": self.files}
        return Settings(**given | more)

    @asynccontextmanager
    async def opened(self, url: str) -> AsyncIterator["Busy"]:
        """Open its hub, with a worker."""
        async with opened_hub(url, self.files, self.clock) as hub:
            spotify = client_for(self.account, self.clock, judged_http(self.account, self.clock))
            ads = SpotifyAds(spotify, hub.files)
            handlers = handlers_for(hub, ads=ads, chat=None, history=ads)
            yield Busy(hub, InProcessRunner(self.clock, hub.wake, handlers))

    async def kept_files(self) -> None:
        """Have the files there that its people sent."""
        shutil.copytree(self.kept.files, self.files, dirs_exist_ok=True)

    async def work_begins(self, url: str) -> dict[str, Request]:
        """Have campaigns asked for: one out, one about to go out, one waiting, one refused."""
        async with self.opened(url) as busy:
            world = await self.kept.restore(busy.hub, url, self.files)
            found = {n: await asked(world, name=n, budget=CHEAP) for n in ("out", "due", "open")}
            found["refused"] = await asked(world, name="refused", budget=CHEAP)
            await busy.work(self.clock)
            await says(world, "brand_one", found["out"], "brand")
            await busy.work(self.clock, seconds=31)
            await says(world, "brand_one", found["refused"], "brand", Choice.REJECT)
            await says(world, "brand_one", found["due"], "brand")
        return found

    async def finished(self, url: str) -> dict[str, str]:
        """Have the rest approved and everything done; return what became of each, by name."""
        async with self.opened(url) as busy:
            await busy.work(self.clock, seconds=31)
            world = await self.kept.restore(busy.hub, url, self.files)
            await says(world, "brand_one", await _named("open"), "brand")
            await busy.work(self.clock, seconds=31)
            rows = await sql.fetch("SELECT title, state FROM requests")
            return {row["title"]: row["state"] for row in rows}

    @property
    def live(self) -> list[str]:
        """The names of the campaigns that are live, each as often as it is."""
        return sorted(one["name"] for one in self.account.live["campaigns"].values())


@dataclass(frozen=True, slots=True)
class Busy:
    """An open hub with a worker."""

    hub: Hub
    runner: InProcessRunner

    async def work(self, clock: SteppingClock, *, seconds: float = 0, rounds: int = 4) -> None:
        """Let time pass, and have done what is due."""
        clock.advance(timedelta(seconds=seconds))
        for _ in range(rounds):
            await self.runner.drain()
            clock.advance(timedelta(seconds=5))


async def _named(name: str) -> Request:
    from domain.requests import records

    row = await sql.fetch_one("SELECT id FROM requests WHERE title = $1", name)
    assert row is not None
    found = await records.get(row["id"])
    assert found is not None
    return found
