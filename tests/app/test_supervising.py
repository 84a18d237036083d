"""What runs beside the doors is begun again when it fails, and ends with them, all of it."""

import asyncio
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from pydantic import SecretStr

from app.running.supervising import AGAIN_SECONDS, end, name_of, supervise
from app.running.wiring import Assembly, assemble
from app.settings import Settings
from connectors.jobs import draining
from connectors.jobs.inprocess import InProcessRunner
from connectors.jobs.pgqueuer import Calls, PgQueuerRunner
from domain.clock import SystemClock
from domain.database import open_database, sql
from domain.hub import Hub
from domain.jobs import service
from domain.jobs.model import Handlers, Job, Wake, Work
from domain.jobs.service import Bell

PATIENCE = 60


async def test_what_fails_or_ends_is_begun_again_with_growing_pauses() -> None:
    pauses: list[float] = []

    async def fail() -> None:
        if len(pauses) % 2:
            raise OSError("no such thing")

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 10:
            raise asyncio.CancelledError

    with structlog.testing.capture_logs() as logs, pytest.raises(asyncio.CancelledError):
        await supervise(fail, sleep)

    assert pauses[:4] == [1, 2, 4, 8]
    assert max(pauses) == AGAIN_SECONDS[1]
    assert [log["event"] for log in logs] == ["part_failed"] * 10
    assert logs[1]["reason"] == "OSError: no such thing"
    assert "fail" in logs[0]["what"]


async def test_all_are_ended_though_one_fails_at_it() -> None:
    ended: list[str] = []
    started = asyncio.Semaphore(0)

    async def run(name: str, *, badly: bool) -> None:
        try:
            started.release()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append(name)
            if badly:
                raise OSError(name)

    tasks = [asyncio.create_task(run(name, badly=name == "a")) for name in "abc"]
    for _ in tasks:
        await started.acquire()
    with structlog.testing.capture_logs() as logs:
        await end(tasks)

    assert sorted(ended) == ["a", "b", "c"]
    assert [log["event"] for log in logs] == ["part_fault_at_end"]


async def test_the_bot_is_closed_though_something_beside_it_failed(hub: Hub) -> None:
    started = asyncio.Event()

    async def run() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            raise OSError("at the end")

    closed: list[str] = []
    async with assemble(hub, Settings(slack_signing_secret=SecretStr("s" * 32))) as made:
        assert made.bot is not None
        close = made.bot.clients.close

        async def noted() -> None:
            closed.append("bot")
            await close()

        made.bot.clients.close = noted  # type: ignore[method-assign]
        application = Assembly(hub, [], (), made.bot, [run]).application()
        async with application.router.lifespan_context(application):
            await asyncio.wait_for(started.wait(), PATIENCE)

    assert closed == ["bot"]


async def test_an_engine_that_could_not_start_runs_once_it_can(
    migrated: Path, tmp_path: Path
) -> None:
    path = tmp_path / "held.db"
    shutil.copy(migrated, path)
    database = await open_database(f"sqlite://{path}?busy_timeout=1")
    clock, bell, ran, failed = SystemClock(), Bell(), asyncio.Event(), asyncio.Event()

    async def work(_: Job) -> None:
        ran.set()

    async def sleep(seconds: float) -> None:
        failed.set()
        await asyncio.sleep(min(seconds, 0.01))

    await service.ask(bell, datetime.now(UTC), key="k", kind="work", lane="l", details={})
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    engine = InProcessRunner(clock, bell, {"work": work})
    task = asyncio.create_task(supervise(engine.run, sleep))
    try:
        await asyncio.wait_for(failed.wait(), PATIENCE)
        holder.execute("ROLLBACK")
        await asyncio.wait_for(ran.wait(), PATIENCE)
    finally:
        holder.close()
        await end([task])
        await database.close()

    assert name_of(engine.run) == "InProcessRunner.run"


@pytest.mark.parametrize("patient", [True, False])
async def test_a_job_under_way_may_end_but_not_keep_the_process(
    hub: Hub, database_url: str, monkeypatch: pytest.MonkeyPatch, *, patient: bool
) -> None:
    monkeypatch.setattr(draining, "DRAIN_SECONDS", PATIENCE if patient else 0.05)
    clock, begun, going, said = SystemClock(), asyncio.Event(), asyncio.Event(), list[str]()

    async def work(_: Job) -> None:
        try:
            begun.set()
            await going.wait()
            said.append("done")
        except asyncio.CancelledError:
            said.append("cut")
            raise

    wake: Wake = Bell() if sql.sole() else Calls(clock)
    handlers: Handlers = {"work": work}
    run = (
        InProcessRunner(clock, wake, handlers).run
        if sql.sole()
        else PgQueuerRunner(database_url, Work(clock, wake, handlers)).run
    )
    task = asyncio.create_task(run())
    await service.ask(wake, clock.now(), key="k", kind="work", lane="l", details={})
    await asyncio.wait_for(begun.wait(), PATIENCE)
    task.cancel()
    if patient:
        await asyncio.sleep(0)
        going.set()
    await asyncio.wait([task], timeout=PATIENCE)
    row = await sql.fetch_one("SELECT state FROM jobs WHERE key = 'k'")

    assert task.done()
    assert said == (["done"] if patient else ["cut"])
    assert row is not None
    assert row["state"] == ("done" if patient else "open")
