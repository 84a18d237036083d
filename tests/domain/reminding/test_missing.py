"""Stages that were open before there were watches are watched like all others, once."""

import asyncio
from datetime import timedelta

from app.jobs.handlers import handlers_for
from app.jobs.hourly import ask_hourly
from connectors.jobs.inprocess import InProcessRunner
from domain.approvals import records as approvals
from domain.clock import SteppingClock
from domain.database import sql
from domain.reminding import missing, records
from domain.requests import ledger
from tests.domain.requests.acts import asked, says, stage
from tests.world import World


async def of_earlier() -> None:
    """Let there be no watches, as before there were any."""
    await sql.execute("DELETE FROM jobs WHERE kind = $1", ledger.WATCH)


async def watches() -> list[str]:
    return [
        row["key"] for row in await sql.fetch("SELECT key FROM jobs WHERE kind = 'stage.watch'")
    ]


async def test_who_waits_since_before_is_reminded_and_carried_up_after_a_start(
    world: World, clock: SteppingClock
) -> None:
    request = await asked(world)
    await of_earlier()
    runner = InProcessRunner(clock, world.hub.wake, handlers_for(world.hub, ads=None, chat=None))
    await ask_hourly(world.hub)  # As every worker does when it starts.
    await ask_hourly(world.hub)
    await runner.drain()
    for _ in range(12):
        clock.advance(timedelta(hours=8))
        await runner.drain()
    step = await stage(request, "brand")

    assert step.reminded_at is not None
    assert step.escalated == 2
    assert len(await watches()) == 4  # The four beats of one chain.


async def test_what_has_a_watch_gets_no_second_one(world: World) -> None:
    first, second = await asked(world), await asked(world)
    step = await stage(second, "brand")
    await sql.execute("DELETE FROM jobs WHERE lane = $1", f"watch:{step.id}")
    before = await watches()
    bare = await records.unwatched()
    await asyncio.gather(*(missing.watch_missing(world.hub) for _ in range(3)))
    once = await watches()
    await says(world, "brand_one", first, "brand")
    await missing.watch_missing(world.hub)

    assert bare == {second.id: {step.id}}
    assert len(once) == len(before) + 1
    assert set(await watches()) == set(once)


async def test_a_round_that_nobody_watches_is_found_and_one_that_is_over_is_not(
    world: World,
) -> None:
    request = await asked(world)
    (step,) = [s for s in (await approvals.stages_of([request.id]))[request.id] if s.key == "brand"]
    watched = await records.unwatched()
    await sql.execute("UPDATE stages SET round = 11 WHERE id = $1", step.id)
    again = await records.unwatched()
    await sql.execute("UPDATE requests SET state = 'withdrawn' WHERE id = $1", request.id)

    assert watched == {}
    assert again == {request.id: {step.id}}
    assert await records.unwatched() == {}
