"""Calls on PostgreSQL: what has one is not called for again, and one process looks at a time."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from connectors.jobs.pgqueuer import CALLING_AGAIN, Calls, waiting
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.hub import Hub
from domain.jobs import service
from domain.jobs.model import Work

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)

JOBS = 40


@pytest.fixture
async def overdue(hub: Hub, clock: SteppingClock) -> Work:
    """Jobs that are due for long, and nobody at work."""
    calls = Calls(clock)
    async with transaction():
        for number in range(JOBS):
            lane = f"lane{number % 7}"
            await service.ask(
                calls, clock.now(), key=f"job{number}", kind="work", lane=lane, details={}
            )
    clock.advance(service.GRACE * 2)
    return Work(hub.clock, calls, {})


async def test_what_has_a_call_is_not_called_for_again(overdue: Work) -> None:
    found = [await service.reconcile(overdue) for _ in range(3)]

    assert found == [0, 0, 0]
    assert (await waiting())[0] == JOBS


async def test_what_lost_its_call_is_called_for_once(overdue: Work) -> None:
    await sql.execute(
        "DELETE FROM greenlight_pgqueuer WHERE id IN"
        " (SELECT id FROM greenlight_pgqueuer ORDER BY id LIMIT 9)"
    )
    found = [await service.reconcile(overdue) for _ in range(3)]

    assert found == [9, 0, 0]
    assert (await waiting())[0] == JOBS


async def test_a_call_that_is_being_answered_counts(overdue: Work) -> None:
    await sql.execute("UPDATE greenlight_pgqueuer SET status = 'picked'")

    assert await service.reconcile(overdue) == 0


async def test_workers_that_look_at_once_call_once(overdue: Work) -> None:
    await sql.execute("DELETE FROM greenlight_pgqueuer")
    found = await asyncio.gather(*(service.reconcile(overdue) for _ in range(4)))

    assert sum(found) == JOBS
    assert (await waiting())[0] == JOBS


async def test_who_finds_somebody_looking_does_not_wait(overdue: Work, database_url: str) -> None:
    await sql.execute("DELETE FROM greenlight_pgqueuer")
    somebody = await asyncpg.connect(database_url)
    async with somebody.transaction():
        await somebody.execute("SELECT pg_advisory_xact_lock($1)", CALLING_AGAIN)
        beside = await service.reconcile(overdue)
    after = await service.reconcile(overdue)
    await somebody.close()

    assert (beside, after) == (0, JOBS)


async def test_what_waits_and_what_is_due_is_told(overdue: Work, clock: SteppingClock) -> None:
    later = timedelta(hours=1)
    await service.ask(
        overdue.wake, clock.now(), key="later", kind="work", lane="l", details={}, after=later
    )

    assert await waiting() == (JOBS + 1, JOBS)
