"""Titles that tests have figures of, and the launches of their works."""

from datetime import date

from domain import ids
from domain.catalog.works.importing import Import
from domain.catalog.works.model import (
    Descriptive,
    Notice,
    Origin,
    Product,
    Record,
    SeriesPlace,
    TitlePart,
)
from domain.database import sql, transaction
from domain.launches import records as launches
from domain.launches.model import Milestone, Plan
from domain.metrics import bringing
from domain.metrics.model import Line
from tests.world import ROOT, World


async def titles(world: World, *names: str, series: str = "") -> list[str]:
    """Return titles called so, each of a work of its own, and of a series if given."""
    places = (SeriesPlace(series, "10"),) if series else ()
    told = [
        Record(
            Product(
                f"house.{place}",
                (),
                descriptive=Descriptive("AJ", (), (TitlePart("01", name),), series=places),
            ),
            Notice.CONFIRMED,
            place,
            place,
        )
        for place, name in enumerate(names)
    ]
    origin = Origin("House", world.hub.clock.now(), "x", "a" * 64)
    await Import(world.hub, ROOT, origin).take(told)
    return [row["id"] for row in await sql.fetch("SELECT id FROM titles ORDER BY reference")]


async def launched(
    world: World, title: str, brand_id: str, milestones: dict[Milestone, date] | None = None
) -> Plan:
    """Have the work of a title launched by a brand."""
    row = await sql.fetch_one("SELECT work_id FROM titles WHERE id = $1", title)
    assert row is not None
    owner, now, days = world.people["requester"], world.hub.clock.now(), milestones or {}
    plan = Plan(ids.new(ids.Prefix.LAUNCH), row["work_id"], title, brand_id, owner, days, now)
    async with transaction():
        await launches.put_plan(plan, new=True)
    return plan


async def heard(world: World, ref: str, daily: int, days: range = range(6, 20)) -> None:
    """Bring in streams of some days of November, half of them heard to the end."""
    lines = [
        Line(place, ref, metric, f"2026-11-{day:02}", str(value))
        for place, (metric, value, day) in enumerate(
            (one, value, day)
            for one, value in (("streams_60s", daily), ("streams_completed", daily // 2))
            for day in days
        )
    ]
    given = bringing.Given("megaphone", "x", "b" * 64, lines, confirmed=True)
    done = await bringing.bring(world.hub, ROOT, given)
    assert not done.problems, done.problems
