"""Late, noisy, weekly figures with a few real drops: what is found, and what opens for nothing.

One model of noise and lateness, so it says which policy is better, and that none became worse.
"""

import math
import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

import pytest

from domain.metrics.model import SubjectKind
from domain.metrics.rules import day_of
from domain.thresholds import trying
from domain.thresholds.model import Probe, Side, Terms, Threshold, ThresholdKind
from domain.thresholds.trying import Held

FIRST, DAYS, JUDGED, DROP_DAY, LAG = 20_000, 120, 90, 60, 2
NOW = datetime(2026, 1, 1, tzinfo=UTC)

#: What ratios are best judged by: a week's sums, settled, beyond chance, over by days and margin.
WEEK = Terms(
    "Completion",
    "ad_completion_rate",
    ThresholdKind.TARGET,
    Side.BELOW,
    Decimal(1),
    days=7,
    recover_margin=Decimal("0.02"),
)
#: The freshest day alone, over as soon as it is good.
FRESH = replace(WEEK, days=1, recover_days=1, recover_margin=Decimal(0))


@dataclass(frozen=True)
class Series:
    """Impressions and completes by day, as they are in the end, and as they are seen first."""

    target: Decimal
    drops: bool
    impressions: dict[int, int]
    completes: dict[int, int]
    first_seen: dict[int, int]

    def seen_on(self, day: int, lag: int) -> Held:
        """Return what is known when `day` is judged, `lag` days after it."""
        fresh = range(day + lag - LAG + 1, day + lag + 1)
        late = {one: self.first_seen[one] for one in fresh if one in self.first_seen}
        return {1: self.completes | late, 2: self.impressions}


def series(rng: random.Random) -> Series:
    rate, drops = rng.uniform(0.75, 0.93), rng.random() < 0.1
    usual = 400 * math.exp(rng.gauss(0, 1.1))
    impressions, completes, first_seen = {}, {}, {}
    for at in range(DAYS):
        wave = 0.75 if at % 7 in {5, 6} else 1.1
        count = max(1, round(usual * wave * rng.uniform(0.8, 1.2)))
        share = rate - (0.12 if drops and at >= DROP_DAY else 0) + rng.gauss(0, 0.01)
        spread = math.sqrt(count * share * (1 - share))
        done = min(count, max(0, round(rng.gauss(count * share, spread))))
        day = FIRST + at
        impressions[day], completes[day] = count, done
        first_seen[day] = int(done * rng.uniform(0.85, 1))
    target = Decimal(str(round(rate - 0.07, 6)))
    return Series(target, drops, impressions, completes, first_seen)


@dataclass
class Outcome:
    """How many series there were, what opened for nothing, what fell, and what of it was found."""

    series: int = 0
    false: int = 0
    drops: int = 0
    found: int = 0


def simulate(seed: int, count: int, terms: Terms, lag: int) -> Outcome:
    rng, done = random.Random(seed), Outcome()
    drop = day_of(FIRST + DROP_DAY)
    for _ in range(count):
        one = series(rng)
        said = Threshold(
            "thr_1", 1, replace(terms, warning=one.target), active=True, changed_at=NOW
        )
        last = FIRST + DAYS - 1
        probe = Probe(said, 1, 2, SubjectKind.SHOW, "shw_1", None, "other", "", last)
        episodes, _unsure = trying.replay(probe, partial(one.seen_on, lag=lag), NOW, JUDGED)
        # What opened before it fell did not find that, however long it stays open.
        real = [each for each in episodes if one.drops and each.opened >= drop]
        done.series += 1
        done.false += len(episodes) - len(real)
        done.drops += one.drops
        done.found += bool(real)
    return done


def both(seed: int, count: int) -> tuple[Outcome, Outcome]:
    return simulate(seed, count, WEEK, LAG), simulate(seed, count // 4, FRESH, 0)


def held(week: list[Outcome], fresh: list[Outcome]) -> None:
    opened, quarters = sum(one.false for one in week), sum(one.series for one in week)
    found, drops = sum(one.found for one in week), sum(one.drops for one in week)
    too_soon = sum(one.false for one in fresh) / sum(one.series for one in fresh)

    assert opened / quarters <= 3 / 1_000
    assert found / drops >= 0.95
    assert too_soon > 50 * 3 / 1_000


def test_a_settled_week_finds_real_drops_and_opens_for_nothing_almost_never() -> None:
    week, fresh = both(seed=1, count=300)

    held([week], [fresh])


@pytest.mark.long
def test_so_it_is_with_many_series_and_seeds() -> None:
    outcomes = [both(seed, 1_000) for seed in range(20)]

    held([week for week, _ in outcomes], [fresh for _, fresh in outcomes])
