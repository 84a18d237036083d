"""Gathering what is known of campaigns: the days of all of them in one question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.campaigns.reviews.model import Held
from domain.campaigns.reviews.rules import METRICS, PATIENCE_DAYS
from domain.metrics import catalogue, records
from domain.metrics.model import Series
from domain.metrics.rules import day_number
from domain.requests.model import Request, RequestState
from domain.thresholds.model import Plan
from domain.thresholds.probing import plan_of


@dataclass(frozen=True, slots=True)
class Span:
    """Days of a campaign, both included, as `source` says them; None for nobody."""

    request_id: str
    source: str | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Settled:
    """A campaign's plan, who says its figures, and the last day of them that stands still.

    `waited_for` is the last day that nobody waits for any longer, whether it was said or not.
    """

    plan: Plan
    source: str | None
    as_of: int
    waited_for: int


async def settled(request: Request, now: datetime) -> Settled | None:
    """Return how far a live campaign's figures stand still; None for what is none."""
    plan = plan_of(request.payload) if request.kind == "campaign" else None
    if plan is None or request.state is not RequestState.LIVE:
        return None
    source = (await sources_of([request.id])).get(request.id)
    today = day_number(now.astimezone(UTC).date())
    still = today - max(catalogue.settle_days(one, source or "other") for one in METRICS)
    last = (await records.last_days(request.id)).get(source or "", plan.first - 1)
    return Settled(plan, source, min(still, last, plan.last), still - PATIENCE_DAYS)


async def sources_of(request_ids: Collection[str]) -> dict[str, str]:
    """Return who says the figures of campaigns: of several sources the first of the catalogue."""
    found: dict[str, set[str]] = {}
    for key in await records.series_of(request_ids, METRICS):
        if not key.dimension:
            found.setdefault(key.subject_id, set()).add(key.source)
    order = list(catalogue.SOURCES)
    return {campaign: min(said, key=order.index) for campaign, said in found.items()}


async def held(spans: Sequence[Span]) -> list[Held]:
    """Return what is known in each span, in their order: of the whole, never of a part."""
    series: dict[tuple[str, str], list[Series]] = {}
    asked = {span.request_id for span in spans}
    for key, one in (await records.series_of(asked, METRICS)).items():
        if not key.dimension:
            series.setdefault((key.subject_id, key.source), []).append(one)
    found = [series.get((span.request_id, span.source or ""), []) for span in spans]
    pieces = {
        (one.id, span.first, span.last)
        for span, some in zip(spans, found, strict=True)
        for one in some
    }
    kept: dict[int, dict[int, tuple[int | None, int]]] = {}
    for series_id, day, value, state in await records.points_in(sorted(pieces)):
        kept.setdefault(series_id, {})[day] = (value, state)
    return [_held(span, some, kept) for span, some in zip(spans, found, strict=True)]


def _held(
    span: Span, some: Sequence[Series], kept: Mapping[int, Mapping[int, tuple[int | None, int]]]
) -> Held:
    currency = next((one.currency for one in some if one.key.metric == "spend"), "")
    metrics = {
        one.key.metric: {
            day: point
            for day, point in kept.get(one.id, {}).items()
            if span.first <= day <= span.last
        }
        for one in some
    }
    return Held(span.source, currency, metrics)
