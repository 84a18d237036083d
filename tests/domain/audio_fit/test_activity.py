"""What was done around a title, which is counted beside its fit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from domain import ids
from domain.audio_fit import activity, reading
from domain.audio_fit.model import Activity, Asked, By
from domain.database import sql, transaction
from domain.launches import records as launches
from domain.launches.model import Brief, BriefState, Milestone
from domain.requests.submit import submit
from tests.heard import heard, launched, titles
from tests.world import ROOT, World

INSIDE, OUTSIDE = "2026-11-16", "2026-11-27"


async def asked(world: World, kind: str, state: str = "live", **payload: object) -> str:
    """Have a request of a kind that stands in a state; return its id."""
    requester = await world.actor("requester")
    request = await submit(world.hub, requester, "campaign", world.brief())
    row = await sql.fetch_one("SELECT payload FROM requests WHERE id = $1", request.id)
    assert row is not None
    held = {**sql.document(row["payload"]), **payload}
    query = "UPDATE requests SET kind = $1, state = $2, payload = $3 WHERE id = $4"
    await sql.execute(query, kind, state, held, request.id)
    return request.id


async def done(world: World, *things: str) -> Mapping[str, Activity]:
    found = await reading.ranking(world.hub, ROOT, Asked(By.TITLE, 7))
    return await activity.around(ROOT, found, things)


async def test_campaigns_promotions_and_releases_of_the_window_are_counted(world: World) -> None:
    one, other_form, two = await titles(world, "Night Train", "Night Train, read", "Harbour")
    plan = await launched(world, one, world.brand_id)
    await sql.execute("UPDATE titles SET work_id = $1 WHERE id = $2", plan.work_id, other_form)
    for title in (one, other_form, two):
        await heard(world, title, 100)
    campaign = await asked(
        world, "campaign", starts_at=f"{INSIDE}T00:00:00+01:00", ends_at=f"{OUTSIDE}T00:00:00Z"
    )
    brief = Brief(
        *(ids.new(ids.Prefix.BRIEF), plan.id, Milestone.PUBLICATION, "campaign"),
        *(BriefState.SUBMITTED, {}, {}, campaign),
    )
    async with transaction():
        await launches.put_brief(brief, new=True)
    await asked(world, "promotion", title_ids=[one, two], appears_on=INSIDE)
    await asked(world, "promotion", title_ids=[one], appears_on=OUTSIDE)
    await asked(world, "promotion", "rejected", title_ids=[one], appears_on=INSIDE)
    await asked(world, "episode_release", title_id=two, releases_on=INSIDE)

    found = await done(world, one, other_form, two)

    # A campaign of a launch is about the work, in whichever form that is heard.
    assert found == {
        one: Activity(1, 1, 0, []),
        other_form: Activity(1, 0, 0, []),
        two: Activity(0, 1, 1, []),
    }


async def test_milestones_that_came_after_a_launch_was_cancelled_did_not_fall(
    world: World,
) -> None:
    (one,) = await titles(world, "Night Train")
    await heard(world, one, 100)
    days = {Milestone.PRE_ORDER: date(2026, 11, 13), Milestone.PUBLICATION: date(2026, 11, 18)}
    plan = await launched(world, one, world.brand_id, days)
    before = (await done(world, one))[one].milestones
    async with transaction():
        cancelled = replace(plan, cancelled_at=datetime(2026, 11, 15, tzinfo=UTC))
        await launches.put_plan(cancelled, new=False)
    after = (await done(world, one))[one].milestones

    assert before == sorted(days.items(), key=lambda each: each[1])
    assert after == [(Milestone.PRE_ORDER, date(2026, 11, 13))]
