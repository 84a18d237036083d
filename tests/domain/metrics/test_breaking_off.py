"""Imports whose process died: what went in is said and judged, and who wakes late hears of it."""

from datetime import timedelta
from typing import Any

import pytest

from domain.audit import service as audit
from domain.catalog import service as catalog
from domain.clock import SteppingClock
from domain.database import sql
from domain.errors import Conflict
from domain.metrics import breaking_off, bringing, import_records, records
from domain.metrics.bringing import Given
from domain.metrics.course import Course
from domain.metrics.model import Brought, Line
from tests.world import ROOT, World


async def given(world: World) -> Given:
    show = await catalog.add_show(world.hub, ROOT, "Sample talks", world.brand_id, "en")
    lines = [Line(n, show.id, "ad_impressions", f"2026-11-0{n}", str(n), "", "") for n in (1, 2, 3)]
    return Given(source="spotify-ads", name="one.csv", sha256="0" * 64, lines=lines)


async def dies_after_the_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bring three figures in, two at a time, and have the process end before the third."""
    merge = records.merge

    async def merged(rows: Any, *more: Any) -> Any:
        if len(rows) == 1:
            raise SystemExit
        return await merge(rows, *more)

    monkeypatch.setattr(bringing, "CHUNK", 2)
    with monkeypatch.context() as dying:
        dying.setattr(records, "merge", merged)
        with pytest.raises(SystemExit):
            await bringing.bring(world.hub, ROOT, await given(world))


async def the_import() -> Brought:
    (row,) = await sql.fetch("SELECT * FROM metric_imports")
    return records.brought(row)


async def looked(world: World) -> None:
    job: Any = None
    await breaking_off.end_what_stands_still(world.hub, job)


async def test_an_import_whose_process_died_is_ended_with_what_went_in_and_judged(
    world: World, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await dies_after_the_first(world, monkeypatch)
    clock.advance(import_records.UNDER_WAY - timedelta(minutes=1))
    await looked(world)
    before = await the_import()
    clock.advance(timedelta(minutes=2))
    await looked(world)
    await looked(world)
    after = await the_import()
    asked = await sql.fetch("SELECT details FROM jobs WHERE kind = $1", bringing.TOUCHED)
    told = [one.details for one in await audit.trail("metrics-spotify-ads")]

    assert (before.added, before.aside) == (2, -1)
    assert (after.added, after.changed, after.same, after.aside) == (2, 0, 0, 0)
    assert [sql.document(one["details"]) for one in asked] == [{"series": None}]
    assert [(one["broken_off"], one["added"]) for one in told] == [(True, 2)]


async def test_who_goes_on_with_an_import_that_was_ended_writes_no_more_and_hears_why(
    world: World, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Asleep(Course):
        async def goes_on(self) -> bool:
            if await records.anything():
                clock.advance(import_records.UNDER_WAY + timedelta(minutes=1))
                await looked(world)
            return True

    monkeypatch.setattr(bringing, "CHUNK", 2)
    told = await given(world)
    with pytest.raises(Conflict) as refused:
        await bringing.bring(world.hub, ROOT, told, course=Asleep())
    points = await sql.fetch("SELECT day FROM metric_points")
    monkeypatch.undo()
    again = await bringing.bring(world.hub, ROOT, told)

    assert refused.value.code == "import_given_up"
    assert len(points) == 2
    assert (again.added, again.same) == (1, 2)


async def test_who_comes_to_the_end_of_an_import_that_was_ended_ends_it_no_second_time(
    world: World, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = bringing._end

    async def late(*told: Any) -> None:
        clock.advance(import_records.UNDER_WAY + timedelta(minutes=1))
        await looked(world)
        await end(*told)

    monkeypatch.setattr(bringing, "_end", late)
    with pytest.raises(Conflict) as refused:
        await bringing.bring(world.hub, ROOT, await given(world))
    trail = [one.act for one in await audit.trail("metrics-spotify-ads")]

    assert refused.value.code == "import_given_up"
    assert ((await the_import()).added, trail) == (3, [bringing.BROUGHT])
