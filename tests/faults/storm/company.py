"""A hub as a company runs it: `greenlight api`, `bot` and `worker`, each begun by its settings."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Self

import asyncpg
from starlette.types import ASGIApp

from bot.fake.model import Message
from domain.actor import Scope
from domain.database import open_database
from domain.people import accounts, tokens
from tests.bot.office import TEAM, account
from tests.faults.city import PARTS, City
from tests.faults.hub_process import Given
from tests.faults.storm.weather import Weather
from tests.nursery import Child, command, environ
from tests.world import ROOT, World

#: Who acts, each with a token and a seat in the workspace.
ACTING = ("requester", "brand_one", "brand_two", "manager")

#: The lease of whoever died ends now; of no other, whose work may go on.
_FREE = """UPDATE jobs SET leased_until = due_at
 WHERE leased_by LIKE $1 AND state = 'open' AND leased_until IS NOT NULL"""

#: So do the calls that they had taken, for other workers to take.
_HEARD_LONG_AGO = """UPDATE greenlight_pgqueuer SET heartbeat = now() - interval '1 minute'
 WHERE status = 'picked' AND payload IN (SELECT convert_to(id, 'UTF8') FROM jobs
  WHERE leased_by LIKE $1 AND state = 'open' AND leased_until IS NOT NULL)"""


class Company(City):
    """A city whose processes are begun by the command line, and people with a way in by each door.

    `lapsing` says that leases of the dead are waited for; else they are ended by hand. `freed` are
    the dead whose leases are still to be ended so, as their names are matched.
    """

    def __init__(self, database: str, folder: Path, world_token: str, world: World) -> None:
        super().__init__(database, folder, world_token, world)
        self.folder = folder
        self.weather = Weather(Random(20261121))
        self.headers: dict[str, dict[str, str]] = {}
        self.lapsing = False
        self.freed: list[str] = []

    @classmethod
    async def gathered(cls, url: str, folder: Path) -> Self:
        """Fill the migrated, empty database `url`, and give everybody who acts a way in."""
        company = await cls.populate(url, folder)
        database = await open_database(url)
        hub = company.world.hub
        for who in ACTING:
            actor = await company.world.actor(who)
            expires = hub.clock.now() + timedelta(days=1)
            _, secret = await tokens.issue_token(hub, actor, "storm", frozenset(Scope), expires)
            company.headers[who] = {"authorization": f"Bearer {secret}"}
        known = company.world.people["brand_two"]
        await accounts.link_identity(hub, ROOT, TEAM, account("brand_two"), known, "test")
        await database.close()
        return company

    def watched(self, app: ASGIApp) -> ASGIApp:
        return self.weather.before(app)

    def started(self, part: str, port: int) -> Child:
        number = self.ports.index(port)
        given = Given(
            part=part,
            database=f"{self.database}?application_name={self.name(number)}",
            files=str(self.files),
            fakes=f"http://127.0.0.1:{self.fakes_port}",
            ad_account=self.account.id,
            port=port,
        )
        env: Mapping[str, str] = {**environ(), **given.env()}
        return Child(command, (part,), env=env, out=self.log(number))

    def name(self, number: int) -> str:
        """Return what a process is called by its connections and by its log."""
        return f"{PARTS[number]}-{number}"

    def log(self, number: int) -> Path:
        """Return the file that a process writes to, and those after it in its place."""
        return self.folder / f"{self.name(number)}.log"

    def urls(self, part: str) -> list[str]:
        """Return where the processes of a part are reached."""
        return [
            f"http://127.0.0.1:{port}"
            for port, kind in zip(self.ports, PARTS, strict=True)
            if kind == part
        ]

    async def kill_one(self, number: int) -> None:
        """Kill a process; what it held is free at once, unless leases are waited for."""
        pid = self.processes[number].pid
        await self._kill(number)
        if PARTS[number] != "worker":
            return
        self.deaths += 1
        if not self.lapsing:
            self.freed.append(f"%:{pid}:%")

    async def free(self) -> None:
        """End the leases of those who died; of no others, whose work may go on."""
        connection = await asyncpg.connect(self.database)
        for name in self.freed:
            await connection.execute(_HEARD_LONG_AGO, name)
            await connection.execute(_FREE, name)
        await connection.close()
        self.freed.clear()

    def shown(self, name: str) -> list[Message]:
        """Return the cards that show the request of a name, oldest first."""
        return [card for card in self._cards() if name in str(card.blocks)]

    def whispers(self, who: str) -> int:
        """Return how often somebody alone was told something in the channel of the cards."""
        there = self.home.messages["CBRAND"]
        return sum(one.only_for == account(who) for one in there)

    def tails(self, lines: int = 12) -> str:
        """Return the last lines that each process wrote."""
        said = []
        for number in range(len(PARTS)):
            path = self.log(number)
            written = path.read_text(errors="replace").splitlines() if path.exists() else []
            found = [line for line in written if not line.startswith("INFO:")]
            said += [f"--- {self.name(number)}", *found[-lines:]]
        return "\n".join(said)
