"""Leaving an agreement: what belongs to it is over with it, and what is live is judged anew."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.audit import service as audit
from domain.clock import SteppingClock
from domain.database import sql
from domain.rights import agreeing, records, service, watching
from domain.rights.agreements import Agreement
from domain.rights.model import End, Grant, Provenance, Window
from domain.rights.verdicts import Standing
from tests.domain.exposures.scene import Scene, set_up
from tests.world import World

DAY = timedelta(days=1)


async def agreed(scene: Scene, name: str) -> Agreement:
    """Return an agreement that renews itself."""
    begins, ends = scene.now - 40 * DAY, scene.now + 300 * DAY
    given = Agreement(
        "", scene.world.brand_id, name, "A studio", "", begins, ends, renewal_months=12
    )
    return await agreeing.add(scene.world.hub, scene.manager, given)


async def granted(
    scene: Scene, of: Agreement, begins: datetime, ends: datetime | None = None
) -> Grant:
    given = replace(
        scene.grant(),
        provenance=Provenance("Her", agreement_id=of.id),
        window=Window(begins, ends, End.DATED if ends else End.PERPETUAL),
    )
    return await service.add(scene.world.hub, scene.manager, given)


@pytest.mark.parametrize("at_once", [1, 100])
async def test_what_belongs_to_an_agreement_is_over_when_it_was_left(
    world: World, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(agreeing, "AT_ONCE", at_once)
    scene = await set_up(world, clock)
    left, other = await agreed(scene, "Narrators"), await agreed(scene, "Others")
    now, over = scene.now, scene.now + 100 * DAY
    short = await granted(scene, left, now - 30 * DAY, now - 5 * DAY)
    late = await granted(scene, left, over + DAY)
    long = await granted(scene, left, now - 30 * DAY)
    stays = await granted(scene, other, now + 400 * DAY)
    live = await scene.live()
    before = await scene.kept(live)
    await agreeing.end(world.hub, scene.manager, left.id, over)
    await scene.work()

    found = {one.id: one for one in await records.every()}
    rows = await sql.fetch("SELECT lane FROM jobs WHERE kind = $1", watching.WATCH)
    watched = {row["lane"] for row in rows}
    # What had not begun lasts a second; what is over by then, or belongs to another, stays.
    assert found[long.id].window == Window(now - 30 * DAY, over)
    assert found[late.id].window == Window(over + DAY, over + DAY + timedelta(seconds=1))
    assert (found[short.id], found[stays.id]) == (short, stays)
    assert {f"rights:{one.id}" for one in (long, late)} <= watched
    assert [one.act for one in await audit.trail(long.id)][-1] == "rights.ended"
    assert (before.standing, before.due_at) == (Standing.CLEARED, over + DAY)
    assert (await scene.kept(live)).due_at == over

    await scene.work(seconds=(100 * DAY).total_seconds())
    assert (await scene.kept(live)).standing is Standing.BLOCKED
