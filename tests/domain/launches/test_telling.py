"""Owners of launches are told of all that is kept, however the look that kept it ends."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.jobs.handlers import handlers_for
from connectors.jobs.inprocess import InProcessRunner
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.errors import Upstream
from domain.jobs.model import Job
from domain.launches import planning, records, telling
from domain.launches.model import Policy
from tests.api.test_launches import imported, told
from tests.world import World


async def asked_for(kind: str) -> list[dict[str, Any]]:
    rows = await sql.fetch("SELECT details FROM jobs WHERE kind = $1", kind)
    return [sql.document(row["details"]) for row in rows]


async def titles(world: World, *names: str) -> None:
    async with transaction():
        owner = world.people["requester"]
        await records.put_policy(Policy("pol_1", world.brand_id, owner, ("DE",)))
    out: date = world.hub.clock.now().date() + timedelta(days=90)
    await imported(world, [told(place, name, out) for place, name in enumerate(names, start=1)])


async def test_one_notice_tells_an_owner_of_all_that_one_look_planned(
    world: World, clock: SteppingClock
) -> None:
    runner = InProcessRunner(clock, world.hub.wake, handlers_for(world.hub, ads=None, chat=None))
    await titles(world, "Boat", "Train")
    await runner.drain()
    (notice,) = await asked_for(telling.TELL)

    assert notice["owner_id"] == world.people["requester"]
    assert len(notice["changes"]) == len(await records.plans(None, None, 5)) == 2


async def test_who_is_to_be_told_is_asked_for_with_the_first_change_and_found_out_after_the_last(
    world: World, clock: SteppingClock
) -> None:
    kept: list[int] = []

    async def noted(_: Job) -> None:
        kept.append(len(await records.untold()))

    handlers = {**handlers_for(world.hub, ads=None, chat=None), telling.ASK: noted}
    await titles(world, "Boat", "Train")
    await InProcessRunner(clock, world.hub.wake, handlers).drain()

    assert kept == [2]


async def test_what_was_planned_before_a_look_broke_off_is_told_all_the_same(
    world: World, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, looked_at = planning._wanted, list[str]()

    async def once(hub: Any, policy: Any, title: Any) -> Any:
        looked_at.append(title.id)
        if len(looked_at) > 1:
            raise Upstream("no_answer_in_time", "The rules are away.")
        return await wanted(hub, policy, title)

    monkeypatch.setattr(planning, "_wanted", once)
    runner = InProcessRunner(clock, world.hub.wake, handlers_for(world.hub, ads=None, chat=None))
    await titles(world, "Boat", "Train")
    await runner.drain()
    (plan,) = await records.plans(None, None, 5)
    (notice,) = await asked_for(telling.TELL)
    (change,) = (await records.changes_of([plan.id]))[plan.id]

    assert notice["changes"] == [change.id]
