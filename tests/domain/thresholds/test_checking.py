"""What a threshold may be about, and which bounds mean something."""

from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from tortoise.connection import get_connection

from domain.catalog import service as catalog
from domain.database import sql
from domain.errors import Invalid
from domain.metrics import bringing
from domain.metrics.bringing import Given
from domain.metrics.model import Line, SubjectKind
from domain.requests.submit import submit
from domain.thresholds import checking, handling, judging, records, rules, service, trying
from domain.thresholds.model import Side, Terms, ThresholdKind
from tests.domain.thresholds.figures import PLAYS, alerts, bring, flat, show_of
from tests.world import ROOT, World

SHARE = replace(PLAYS, metric="ad_completion_rate", warning=Decimal("0.8"))
FALL = replace(PLAYS, kind=ThresholdKind.BASELINE, warning=Decimal("0.3"))


class Editor:
    """What a migration is given, on the database that is open."""

    def __init__(self) -> None:
        self.client: Any = get_connection("default")


async def refused(world: World, terms: Terms) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(Invalid) as saved:
        await service.save(world.hub, ROOT, terms)
    with pytest.raises(Invalid) as tried:
        await trying.try_out(world.hub, ROOT, terms)
    assert tried.value.message == saved.value.message
    assert await handling.thresholds(ROOT) == []
    return saved.value.code, saved.value.path


async def test_a_thing_is_watched_as_what_it_is_or_not_at_all(world: World) -> None:
    show = await show_of(world)
    about = replace(PLAYS, subject_id=show)
    wrong = replace(about, subject_kind=SubjectKind.CAMPAIGN)

    other = await catalog.add_brand(world.hub, ROOT, "Other Roasters")

    assert await refused(world, wrong) == ("other_kind", ("subject_kind",))
    assert await refused(world, replace(about, brand_id=other.id)) == (
        "other_brand",
        ("brand_id",),
    )
    assert await refused(world, replace(PLAYS, brand_id="brd_nope")) == (
        "no_such_brand",
        ("brand_id",),
    )


async def test_saying_anew_another_kind_leaves_what_is_open_as_it_was(world: World) -> None:
    show = await show_of(world)
    await bring(world.hub, show, flat("90", 5, 2))
    about = replace(PLAYS, subject_id=show)
    kept = await service.save(world.hub, ROOT, about)
    await judging.judge(world.hub)
    with pytest.raises(Invalid):
        wrong = replace(about, subject_kind=SubjectKind.CAMPAIGN)
        await service.save(world.hub, ROOT, wrong, kept, 1)
    await judging.judge(world.hub)
    (one,) = await alerts()

    assert (one.open, (await handling.threshold(ROOT, kept)).version) == (True, 1)


async def test_a_campaigns_threshold_is_hidden_with_it_though_nobody_said_its_kind(
    world: World,
) -> None:
    asked = await submit(world.hub, await world.actor("requester"), "campaign", world.brief())
    kept = await service.save(world.hub, ROOT, replace(PLAYS, subject_id=asked.id))
    seen = {
        who: [one.id for one in await handling.thresholds(await world.actor(who))]
        for who in ("requester", "other_requester")
    }

    assert seen == {"requester": [kept], "other_requester": []}


@pytest.mark.parametrize(
    ("terms", "path"),
    [
        (replace(SHARE, warning=Decimal(80)), "warning"),
        (replace(SHARE, side=Side.ABOVE, critical=Decimal(90)), "critical"),
        (replace(SHARE, recover_margin=Decimal("0.3")), "recover_margin"),
        (replace(FALL, warning=Decimal(5)), "warning"),
        (replace(FALL, critical=Decimal(5)), "critical"),
        (replace(PLAYS, settle_days=0), "settle_days"),
    ],
)
def test_a_bound_beyond_the_whole_is_refused_at_its_field(terms: Terms, path: str) -> None:
    with pytest.raises(Invalid) as wrong:
        checking.check(terms)

    assert wrong.value.path == (path,)


def test_what_grew_may_be_several_times_what_it_was() -> None:
    checking.check(replace(FALL, side=Side.ABOVE, warning=Decimal(5)))
    checking.check(replace(SHARE, recover_margin=Decimal("0.2")))


async def test_rows_that_nobody_could_see_are_mended(world: World) -> None:
    show = await show_of(world)
    kept = await service.save(world.hub, ROOT, replace(PLAYS, subject_id=show))
    step = import_module("domain.migrations.0092_aimed_thresholds")
    found = await handling.threshold(ROOT, kept)
    wrong = records.written(replace(found.terms, subject_kind=SubjectKind.CAMPAIGN))
    for table, key in (("thresholds", "id"), ("threshold_versions", "threshold_id")):
        await sql.execute(f"UPDATE {table} SET terms = $1 WHERE {key} = $2", wrong, kept)
    lost = await handling.thresholds(ROOT)
    await step.drop(None, Editor())
    await step.add(None, Editor())
    mended = await handling.threshold(await world.actor("manager"), kept)
    row = await sql.fetch_one("SELECT * FROM thresholds")
    first = await records.version(kept, 1)

    assert lost == []
    assert (mended.terms, mended.brand_id) == (found.terms, world.brand_id)
    assert first is not None
    assert first.terms == found.terms
    assert row is not None
    assert (row["subject_kind"], row["subject_id"]) == ("show", show)


async def test_parts_that_were_kept_in_two_forms_become_one_with_all_that_is_about_them(
    world: World,
) -> None:
    show = await show_of(world)
    await parts(world, show, "country=DE", ("09", "5"), ("10", "6"))
    await parts(world, show, "country=SE", ("10", "7"), ("11", "8"))
    await sql.execute(
        "UPDATE metric_series SET dimension = 'country=se' WHERE dimension LIKE '%DE'"
    )
    step = import_module("domain.migrations.0093_one_form_of_parts")
    for _ in range(2):
        await step.mend(None, Editor())
    rows = await sql.fetch(
        "SELECT s.dimension, p.day, p.value FROM metric_points p"
        " JOIN metric_series s ON s.id = p.series_id ORDER BY p.day"
    )
    sums = await sql.fetch("SELECT total, days FROM metric_totals WHERE grain IN (1, 3)")

    assert [(row["dimension"], row["value"]) for row in rows] == [
        ("country=SE", 5),
        ("country=SE", 7),
        ("country=SE", 8),
    ]
    assert [(row["total"], row["days"]) for row in sums] == [(20, 3)] * 2


async def test_what_watched_a_part_in_its_other_form_goes_on_watching_it(world: World) -> None:
    show = await show_of(world)
    await parts(world, show, "country=SE", *((f"{day:02}", "9") for day in range(16, 20)))
    kept = await service.save(
        world.hub, ROOT, replace(PLAYS, subject_id=show, dimension="country=se")
    )
    await judging.judge(world.hub)
    (before,) = await alerts()
    old = rules.key_of(kept, show, "other", "country=se", Side.BELOW)
    said = records.written((await handling.threshold(ROOT, kept)).terms)
    await sql.execute("UPDATE thresholds SET terms = $1", said | {"dimension": "country=se"})
    await sql.execute("UPDATE alerts SET dimension = 'country=se', key = $1", old)
    await sql.execute("UPDATE metric_series SET dimension = 'country=se'")
    await import_module("domain.migrations.0093_one_form_of_parts").mend(None, Editor())
    await judging.judge(world.hub)

    assert before.dimension == "country=SE"
    assert [(one.id, one.key, one.open) for one in await alerts()] == [
        (before.id, before.key, True)
    ]


async def parts(world: World, show: str, part: str, *days: tuple[str, str]) -> None:
    lines = [
        Line(at, show, "plays", f"2026-11-{day}", value, part)
        for at, (day, value) in enumerate(days, 1)
    ]
    done = await bringing.bring(world.hub, ROOT, Given("other", part, f"{part:0>64}", lines))
    assert not done.problems
