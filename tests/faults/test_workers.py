"""Two workers share the jobs, and either is killed at random: each effect comes about once.

The outside takes an idempotency key, as Spotify does: a call that is repeated because its worker
died before it wrote down the answer has no second effect. How often that happened is counted.
"""

import asyncio
import contextlib
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from connectors.jobs.pgqueuer import Calls
from domain.clock import SystemClock
from domain.database import open_database, sql, transaction
from domain.jobs import holding, records, service

ROOM = Path(__file__).parents[2]
WORKERS = 2

#: Leases of the dead end after a minute, and a job may wait for one more than once.
PATIENCE = 400


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize(("jobs", "runs"), [(60, 1), pytest.param(300, 20, marks=pytest.mark.long)])
async def test_kill_9_of_either_worker_leaves_one_effect_each(
    database_url: str, jobs: int, runs: int
) -> None:
    database = await open_database(database_url)
    chance, heard = random.Random(20261121), Counter[str]()
    async with outside(heard) as url:
        for run in range(runs):
            await asked(run, jobs)
            await killed_at_random(database_url, url, chance)
    counts = await records.counts()
    await database.close()
    repeats = sum(heard.values()) - len(heard)
    print(f"{len(heard)} effects, {repeats} calls repeated after a death")

    assert len(heard) == jobs * runs
    assert counts == {"done": jobs * runs}


async def asked(run: int, jobs: int) -> None:
    """Ask for jobs, some of one lane, some a little later."""
    clock = SystemClock()
    calls = Calls(clock)
    for number in range(jobs):
        async with transaction():
            await service.ask(
                calls,
                clock.now(),
                key=f"effect:{run}:{number}",
                kind="effect",
                lane=f"lane:{run}:{number % (jobs // 3)}",
                details={},
            )


async def killed_at_random(database: str, url: str, chance: random.Random) -> None:
    """Let two workers work until nothing is left, and kill one of them again and again."""
    workers = [await started(database, url) for _ in range(WORKERS)]
    deaths = 0
    try:
        async with asyncio.timeout(PATIENCE):
            while await left():
                await asyncio.sleep(chance.uniform(0.2, 1.0))
                if deaths < 6:
                    victim = chance.randrange(WORKERS)
                    await kill(workers[victim])
                    workers[victim] = await started(database, url)
                    deaths += 1
                    # What is left of a lease is not waited for; that it ends is tested apart.
                    await sql.execute(
                        "UPDATE jobs SET leased_until = due_at WHERE leased_until < $1",
                        SystemClock().now() + holding.LEASE - timedelta(seconds=2),
                    )
    finally:
        for worker in workers:
            await kill(worker)


async def left() -> int:
    return (await records.counts()).get("open", 0)


async def started(database: str, url: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.faults.worker_process",
        database,
        url,
        cwd=ROOM,
        env={"PYTHONPATH": f"{ROOM / 'src'}:{ROOM}"},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def kill(worker: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        worker.send_signal(signal.SIGKILL)
    await worker.wait()


@asynccontextmanager
async def outside(heard: Counter[str]) -> AsyncIterator[str]:
    async def take(request: Request) -> Response:
        heard[request.headers["idempotency-key"]] += 1
        await asyncio.sleep(0.02)
        return PlainTextResponse("done")

    app = Starlette(routes=[Route("/", take, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  The server offers nothing to wait for.
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    server.should_exit = True
    await task
