"""Figures of shows, thresholds over them and alerts that open, for tests."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from domain.catalog import service as catalog
from domain.clock import SteppingClock
from domain.hub import Hub
from domain.metrics import bringing
from domain.metrics.bringing import Given
from domain.metrics.model import Line
from domain.thresholds import (
    judging,
    listing,
    service,
)
from domain.thresholds.model import (
    Alert,
    Side,
    Terms,
    ThresholdKind,
)
from tests.conftest import START
from tests.world import ROOT, World

TODAY = START.date()

PLAYS = Terms("Plays fell", "plays", ThresholdKind.TARGET, Side.BELOW, Decimal(100))


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


async def bring(hub: Hub, subject: str, values: dict[date, str], metric: str = "plays") -> None:
    lines = [
        Line(at, subject, metric, day.isoformat(), value, currency="EUR" * (metric == "spend"))
        for at, (day, value) in enumerate(values.items(), 1)
    ]
    digest = hashlib.sha256(repr(lines).encode()).hexdigest()
    done = await bringing.bring(hub, ROOT, Given("other", "figures", digest, lines))
    assert not done.problems


def flat(value: str, first: int, last: int) -> dict[date, str]:
    """Return the same value from `first` to `last` days ago."""
    return {days_ago(ago): value for ago in range(first, last - 1, -1)}


async def show_of(world: World) -> str:
    return (await catalog.add_show(world.hub, ROOT, "Beans", world.brand_id, "en")).id


async def alerts(**changes: Any) -> list[Alert]:
    return await listing.listed(ROOT, **changes)


def moved(world: World, days: int) -> None:
    assert isinstance(world.hub.clock, SteppingClock)
    world.hub.clock.advance(timedelta(days=days))


async def fallen(world: World) -> tuple[str, Alert]:
    """Return a threshold that a manager keeps, and the alert that a show has opened by it."""
    threshold = await service.save(world.hub, await world.actor("manager"), PLAYS)
    await bring(world.hub, await show_of(world), flat("90", 5, 2))
    await judging.judge(world.hub)
    (one,) = await alerts()
    return threshold, one
