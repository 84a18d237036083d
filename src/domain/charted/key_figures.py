"""The figures of a campaign that people ask for first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from domain.actor import Actor
from domain.charted import figures
from domain.charted.pacing import pacing
from domain.charts.model import Pacing
from domain.charts.spec import Kind, Spec
from domain.errors import Invalid
from domain.hub import Hub
from domain.metrics import reading as metrics
from domain.metrics.model import Grain, Shown, State
from domain.metrics.reading import Asked
from domain.pages import PAGE_MAX
from domain.requests import reading
from domain.requests.model import Request
from domain.thresholds import listing, records
from domain.thresholds.model import Alert

#: What is shown: sums and ratios of all days, and what does not add up as of its last day.
SUMMED = ("ad_impressions", "ad_completion_rate", "clicks", "ctr")
LATEST = ("ad_reach",)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a campaign; `day` is the one it is of, None for all of them."""

    value: Decimal | None
    state: State
    day: date | None = None


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """How a campaign does; `alerts` are open, each with what its threshold is called."""

    request: Request
    pacing: Pacing
    figures: Mapping[str, Figure]
    complete_to: date | None
    alerts: tuple[tuple[Alert, str], ...]


async def of_campaign(hub: Hub, actor: Actor, request_id: str) -> KeyFigures:
    """Return the figures of a campaign that the actor may see.

    Raises `Missing` and `Forbidden` as reading figures does, `Invalid` for what is no campaign.
    """
    request = await reading.get(actor, request_id)
    today = figures.today(hub)
    chart = await pacing(hub, actor, Spec(Kind.PACING, request_id, "spend", today, today))
    if chart is None:
        said = f"#{request.number} has no figures: it is no campaign with a flight and a budget."
        raise Invalid("no_figures", said, ("request_id",))
    found: dict[str, Figure] = {}
    settled = [chart.fresh.complete_to] if chart.fresh.complete_to else []
    for key in (*SUMMED, *LATEST):
        shown = await _shown(hub, actor, chart, request_id, key, today)
        found[key] = _figure(shown, whole=key in SUMMED)
        settled += [shown.settled_to] if shown else []
    complete_to = min(settled, default=None)
    return KeyFigures(request, chart, found, complete_to, await _alerts(actor, request_id))


async def _shown(
    hub: Hub, actor: Actor, chart: Pacing, request_id: str, key: str, today: date
) -> Shown | None:
    grain = Grain.FLIGHT if key in SUMMED else Grain.DAY
    last = max(chart.begins, min(chart.ends, today))
    first = max(chart.begins, last - timedelta(days=27))
    asked = Asked(request_id, key, first, last, grain=grain, dimension="")
    some = await metrics.metrics_of(hub, actor, asked)
    sources = [one.source for one in some]
    return some[sources.index(figures.first_of(sources))] if some else None


def _figure(shown: Shown | None, *, whole: bool) -> Figure:
    """Return the one figure of all days, or that of the last day of which there is one."""
    known = [one for one in shown.points if one.state is not State.MISSING] if shown else []
    if not known:
        return Figure(None, State.MISSING)
    last = known[-1]
    return Figure(last.value, last.state, None if whole else last.day)


async def _alerts(actor: Actor, request_id: str) -> tuple[tuple[Alert, str], ...]:
    found = await listing.listed(actor, subject_id=request_id, still_open=True, first=PAGE_MAX)
    names = {one.id: one.terms.name for one in await records.listed()}
    return tuple((one, names.get(one.threshold_id or "", "")) for one in found)
