"""Two workers share the jobs, and either is killed in the middle of calls: one effect each.

The outside takes an idempotency key, as Spotify does: a call that is repeated because its worker
died before it wrote down the answer has no second effect. A call may be repeated only for a job
that was under way when its worker died, and at most once for each such death.
"""

import asyncio
import contextlib
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from connectors.jobs.pgqueuer import Calls
from domain.clock import SystemClock
from domain.database import open_database, sql, transaction
from domain.jobs import service, standing_records
from tests.faults.worker_process import work
from tests.listening import listening
from tests.nursery import Child, environ

WORKERS = 2

#: So many calls are under way at most, whoever makes them.
LANES = 6

#: How long a run may take, in seconds: a job may wait for more than one lease.
PATIENCE = 400


@dataclass
class Outside:
    """Whoever the jobs call: it counts, and kills a caller in the middle of some of its calls.

    `fatal` are the numbers of those calls; every other of them is not heard, as if it never came.
    """

    fatal: set[int] = field(default_factory=set)
    heard: Counter[str] = field(default_factory=Counter)
    kill: Callable[[str], None] = lambda _: None
    _calls: "count[int]" = field(default_factory=lambda: count(1))

    async def take(self, request: Request) -> Response:
        number = next(self._calls)
        if number not in self.fatal or number % 2:
            self.heard[request.headers["idempotency-key"]] += 1
        if number in self.fatal:
            self.kill(request.headers["worker"])
        await asyncio.sleep(0.02)
        return PlainTextResponse("done")


@dataclass
class Crew:
    """Workers, each of which is followed by another when it dies.

    `under_way` counts for each job how often it was held by a worker when that died. `lapsing`
    says that the leases of the dead are waited for; else they are ended by hand, theirs only.
    """

    database: str
    url: str
    lapsing: bool
    deaths: int = 0
    under_way: Counter[str] = field(default_factory=Counter)
    _workers: dict[str, Child] = field(default_factory=dict)
    _names: "count[int]" = field(default_factory=lambda: count(1))

    def kill(self, name: str) -> None:
        with contextlib.suppress(ProcessLookupError, KeyError):
            self._workers[name].send_signal(signal.SIGKILL)

    async def work(self) -> None:
        """Work until every job is closed."""
        try:
            async with asyncio.timeout(PATIENCE):
                while (await standing_records.counts()).get("open", 0):
                    await self._follow_the_dead()
                    while len(self._workers) < WORKERS:
                        self._start()
                    await asyncio.sleep(0.02)
        finally:
            for worker in self._workers.values():
                with contextlib.suppress(ProcessLookupError):
                    worker.kill()
                await worker.wait()
            self._workers.clear()

    async def _follow_the_dead(self) -> None:
        for name in [n for n, worker in self._workers.items() if worker.returncode is not None]:
            del self._workers[name]
            rows = await sql.fetch(
                "SELECT key FROM jobs WHERE state = 'open' AND leased_by = $1"
                " AND leased_until IS NOT NULL",
                name,
            )
            self.deaths += 1
            self.under_way.update(row["key"] for row in rows)
            if not self.lapsing:
                await sql.execute(
                    "UPDATE jobs SET leased_until = due_at WHERE leased_by = $1"
                    " AND state = 'open' AND leased_until IS NOT NULL",
                    name,
                )

    def _start(self) -> None:
        name = f"worker {next(self._names)}"
        self._workers[name] = Child(work, self.database, self.url, name, env=environ())


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize(
    ("jobs", "kills", "lapsing"),
    [
        pytest.param(30, 3, False, id="freed"),
        pytest.param(30, 2, True, id="lapsing"),
        pytest.param(6000, 120, False, id="many", marks=pytest.mark.long),
    ],
)
async def test_kill_9_of_either_worker_leaves_one_effect_each(
    database_url: str, jobs: int, kills: int, *, lapsing: bool
) -> None:
    outside = Outside(fatal_calls(jobs, kills))
    database = await open_database(database_url)
    async with served(outside) as url:
        crew = Crew(database_url, url, lapsing)
        outside.kill = crew.kill
        await asked(jobs)
        await crew.work()
    counts = await standing_records.counts()
    await database.close()
    repeated = Counter({key: times - 1 for key, times in outside.heard.items() if times > 1})
    print(f"{crew.deaths} deaths, {repeated.total()} calls repeated")

    assert counts == {"done": jobs}
    assert set(outside.heard) == {f"effect:{number}" for number in range(jobs)}
    assert crew.deaths == kills
    assert repeated - crew.under_way == Counter()


def fatal_calls(calls: int, kills: int) -> set[int]:
    """Draw which calls kill, so far apart that no worker makes two of them before it is dead."""
    chance, apart = random.Random(20261121), calls // kills
    return {n * apart + chance.randint(1, apart - LANES - 1) for n in range(kills)}


async def asked(jobs: int) -> None:
    """Ask for jobs in a few lanes."""
    clock = SystemClock()
    calls = Calls(clock)
    for number in range(jobs):
        async with transaction():
            await service.ask(
                calls,
                clock.now(),
                key=f"effect:{number}",
                kind="effect",
                lane=f"lane:{number % LANES}",
                details={},
            )


@asynccontextmanager
async def served(outside: Outside) -> AsyncIterator[str]:
    app = Starlette(routes=[Route("/", outside.take, methods=["POST"])])
    async with listening(app) as port:
        yield f"http://127.0.0.1:{port}/"
