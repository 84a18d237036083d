"""The campaigns of a brand by how much of what was planned by now is spent."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from domain.actor import Actor
from domain.catalog import records as catalog
from domain.charted import figures, words
from domain.charts.model import Bar, Freshness, Measure, Portfolio, Presence, Unit, Verdict
from domain.charts.spec import Spec
from domain.hub import Hub
from domain.metrics import catalogue
from domain.metrics import records as metrics
from domain.metrics.model import Series
from domain.metrics.rules import day_number
from domain.pages import PAGE_MAX, Direction, PageRequest
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import reading
from domain.requests.model import Request, RequestState
from domain.requests.reading import Order, Where
from domain.thresholds import list_records, records
from domain.thresholds.model import Alert, Condition, Piece, Plan, ThresholdKind, Window
from domain.thresholds.probing import plan_of
from domain.thresholds.rules import whole
from domain.thresholds.windows import windows_of

_VERDICT = {
    Condition.FIRING: Verdict.BREACHED,
    Condition.RECOVERING: Verdict.RECOVERING,
    Condition.UNKNOWN: Verdict.UNKNOWN,
}

#: What runs, or is about to.
STATES = (RequestState.PUBLISHED, RequestState.LIVE)


async def portfolio(hub: Hub, actor: Actor, spec: Spec) -> Portfolio | None:
    """Return the newest campaigns of the brand `spec.subject` whose flights meet the days.

    Those farthest behind come first. What is spent is held against an even plan, as of the last
    settled day; where a day before it lacks, nothing can be said of a campaign.
    """
    require(actor, Act.SEE_METRICS, brand_id=spec.subject)
    name = (await catalog.brand_names([spec.subject])).get(spec.subject)
    if name is None or spec.metric != "spend":
        return None
    where = Where(states=STATES, kinds=("campaign",), brand_id=spec.subject)
    wanted = PageRequest(PAGE_MAX)
    page = await reading.page(actor, where, Order.CREATED, Direction.DESC, wanted)
    as_of = figures.today(hub) - timedelta(days=catalogue.settle_days("spend", "spotify-ads"))
    shown = _flying([request for _, request in page.items], spec, day_number(as_of))
    bars = await _bars(shown, day_number(as_of), await _verdicts(spec.subject))
    return Portfolio(
        title=words.say("under_way", spec.look.locale, brand=name),
        measure=Measure(words.say("of_plan", spec.look.locale), Unit.SHARE),
        bars=tuple(sorted(bars, key=_worst_first)),
        fresh=Freshness(figures.today(hub), as_of),
        target=1.0,
    )


def _flying(requests: Sequence[Request], spec: Spec, as_of: int) -> list[tuple[Request, Plan]]:
    """Return the campaigns that have begun by a day, and whose flights meet those of a chart."""
    first, last = day_number(spec.first), day_number(spec.last)
    plans = [(one, plan_of(one.payload)) for one in requests]
    return [
        (one, plan)
        for one, plan in plans
        if plan is not None
        and plan.budget > 0
        and plan.first <= min(last, as_of)
        and plan.last >= first
    ]


async def _bars(
    shown: Sequence[tuple[Request, Plan]], as_of: int, verdicts: Mapping[str, Verdict]
) -> list[Bar]:
    """Return a bar for each campaign; the sums of all of them are asked for at once."""
    series = await _series(shown)
    asked = [(request, plan) for request, plan in shown if request.id in series]
    pieces: list[Piece] = [
        whole(series[request.id].id, plan.first, min(as_of, plan.last)) for request, plan in asked
    ]
    sums = dict(zip((one.id for one, _ in asked), await windows_of(pieces), strict=True))
    return [
        _bar(request, plan, as_of, sums.get(request.id), verdicts.get(request.id))
        for request, plan in shown
    ]


async def _series(shown: Sequence[tuple[Request, Plan]]) -> dict[str, Series]:
    """Return the series of spend of each campaign: in its plan's currency, of the first source."""
    plans = {request.id: plan for request, plan in shown}
    found: dict[str, dict[str, Series]] = {}
    for key, one in (await metrics.series_of([*plans], ["spend"])).items():
        if not key.dimension and one.currency == plans[key.subject_id].currency:
            found.setdefault(key.subject_id, {})[key.source] = one
    return {subject: some[figures.first_of(some)] for subject, some in found.items()}


def _bar(
    request: Request, plan: Plan, as_of: int, seen: Window | None, verdict: Verdict | None
) -> Bar:
    gone = min(as_of, plan.last) - plan.first + 1
    if seen is None or seen.known < gone:
        hidden = seen is not None and seen.hidden > 0
        return Bar(
            request.title, None, Presence.SUPPRESSED if hidden else Presence.MISSING, verdict
        )
    return Bar(request.title, seen.total * plan.days / (plan.budget * gone), verdict=verdict)


async def _verdicts(brand_id: str) -> dict[str, Verdict]:
    """Return what open alerts of pace say of campaigns, the worst where there are several."""
    pacing = {one.id for one in await records.listed() if one.terms.kind is ThresholdKind.PACING}
    found: dict[str, Verdict] = {}
    for one in await _open(brand_id):
        if one.threshold_id in pacing and one.subject_id:
            said, before = _VERDICT[one.condition], found.get(one.subject_id)
            found[one.subject_id] = Verdict.BREACHED if before is Verdict.BREACHED else said
    return found


async def _open(brand_id: str) -> list[Alert]:
    return await list_records.alerts(
        list_records.Which(list_records.Where(still_open=True), brands=[brand_id]), _ALERTS_MAX
    )


#: How many open alerts of a brand are looked at. Ours: more are a fault of the thresholds.
_ALERTS_MAX = 1_000


def _worst_first(bar: Bar) -> tuple[bool, float]:
    return bar.value is None, bar.value or 0.0
