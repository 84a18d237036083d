"""Which chart is meant by whoever names a thing, and leaves the rest to us."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.actor import Actor
from domain.charted import figures, funnel
from domain.charts.addresses import no_such_chart
from domain.charts.model import POINTS_MAX, SERIES_MAX, Look
from domain.charts.spec import Kind, Spec
from domain.errors import Invalid
from domain.hub import Hub
from domain.metrics.rules import day_of
from domain.requests.model import Request
from domain.thresholds import handling, records
from domain.thresholds.model import ThresholdKind
from domain.thresholds.probing import plan_of

#: How many days a chart shows if nobody says; the chart of an alert, before it opened and at most.
DAYS, BEFORE, AT_MOST = timedelta(days=27), timedelta(days=14), timedelta(days=89)

_METRIC = {Kind.PACING: "spend", Kind.PORTFOLIO: "spend", Kind.FUNNEL: funnel.METRIC}


def of_things(
    hub: Hub,
    kind: Kind,
    subjects: Sequence[str],
    look: Look,
    *,
    metric: str | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Spec:
    """Return the chart of things; raises `Invalid` where more of it has to be said."""
    most = SERIES_MAX if kind is Kind.COMPARISON else 1
    if not 0 < len(subjects) <= most or any("," in one for one in subjects):
        raise Invalid("bad_chart", f"Name from 1 to {most} things by their ids.", ("subjects",))
    wanted = metric or _METRIC.get(kind)
    if wanted is None:
        raise Invalid("bad_chart", "Say which metric is to be shown, by its key.", ("metric",))
    last = last or figures.today(hub)
    return Spec(kind, ",".join(subjects), wanted, first or last - DAYS, last, look)


def of_campaign(hub: Hub, kind: Kind, request: Request, look: Look) -> Spec:
    """Return a chart of a campaign over its flight so far, as long as a chart may be."""
    plan = plan_of(request.payload)
    if plan is None:
        raise no_such_chart()
    first = day_of(plan.first)
    last = max(first, min(day_of(plan.last), figures.today(hub)))
    first = max(first, last - timedelta(days=POINTS_MAX - 1))
    return of_things(hub, kind, [request.id], look, first=first, last=last)


async def of_alert(hub: Hub, actor: Actor, alert_id: str, look: Look) -> Spec:
    """Return the chart of an alert: of pace the spend, else its measure from before it opened.

    Raises `Missing` for an alert the actor may not see, or that is about no figures: a late source.
    """
    alert = await handling.get(actor, alert_id)
    threshold = await records.get(alert.threshold_id or "")
    if threshold is None or alert.subject_id is None:
        raise no_such_chart()
    ended = alert.resolved_at.date() if alert.resolved_at else figures.today(hub)
    first = max(alert.opened_at.date() - BEFORE, ended - AT_MOST)
    if threshold.terms.kind is ThresholdKind.PACING:
        return Spec(Kind.PACING, alert.subject_id, threshold.terms.metric, first, ended, look)
    return Spec(Kind.THRESHOLD, alert.id, threshold.terms.metric, first, ended, look)
