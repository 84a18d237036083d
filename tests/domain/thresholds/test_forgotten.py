"""Figures that are forgotten while an alert about them is open."""

import hashlib
from datetime import timedelta
from decimal import Decimal

from domain.catalog import service as catalog
from domain.clock import SteppingClock
from domain.database import sql
from domain.metrics import bringing, keeping, rules
from domain.metrics.bringing import Given
from domain.metrics.model import Line
from domain.thresholds import judging, listing, service
from domain.thresholds.model import Side, Terms, ThresholdKind
from tests.world import ROOT, World

PLAYS = Terms("Plays fell", "plays", ThresholdKind.TARGET, Side.BELOW, Decimal(100))


async def test_an_open_alert_stays_and_can_be_handled_when_its_figures_are_forgotten(
    world: World, clock: SteppingClock
) -> None:
    show = (await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")).id
    await service.save(world.hub, ROOT, PLAYS)
    days = [clock.now().date() - timedelta(days=ago) for ago in (5, 4, 3, 2)]
    lines = [Line(1, show, "plays", day.isoformat(), "90") for day in days]
    digest = hashlib.sha256(repr(lines).encode()).hexdigest()
    await bringing.bring(world.hub, ROOT, Given("other", "figures", digest, lines))
    await judging.judge(world.hub)
    (before,) = [one for one in await listing.listed(ROOT) if one.subject_id == show]
    await keeping.forget_before(clock.now(), rules.day_number(clock.now().date()))
    await judging.judge(world.hub)
    (after,) = [one for one in await listing.listed(ROOT) if one.id == before.id]

    assert await sql.fetch("SELECT 1 FROM metric_points") == []
    assert (before.evidence["value"], after.evidence["value"]) == ("90", None)
    assert (after.id, after.resolved_at) == (before.id, None)
