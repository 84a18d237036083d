"""The measure of an alert day by day against what it is held to, and what the rule said."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.actor import Actor
from domain.charted import figures, names, words
from domain.charted.figures import Run
from domain.charts import model as charts
from domain.charts.model import Band, Better, Point, Presence
from domain.charts.spec import Spec
from domain.hub import Hub
from domain.metrics.reading import Asked
from domain.metrics.rules import day_number, day_of
from domain.thresholds import handling, probing, records, trying
from domain.thresholds.gauges import gauge
from domain.thresholds.model import (
    Alert,
    Finding,
    Probe,
    Side,
    Terms,
    Threshold,
    ThresholdKind,
    Verdict,
)

_VERDICT = {
    Verdict.CLEAR: charts.Verdict.MET,
    Verdict.GOOD: charts.Verdict.RECOVERING,
    Verdict.BAD: charts.Verdict.BREACHED,
    Verdict.UNKNOWN: charts.Verdict.UNKNOWN,
}

#: What is measured where days are held against something other than a value.
_RELATIVE = {
    ThresholdKind.CHANGE: "change",
    ThresholdKind.BASELINE: "usual",
    ThresholdKind.PACING: "pace",
}


async def held(hub: Hub, actor: Actor, spec: Spec) -> charts.Threshold | None:
    """Return the chart of the alert `spec.subject`; None for that of a source that is late.

    Values are figures where they are held to a value, else how far they are off. Days are judged
    by what the threshold says now, those that may still move and those of a campaign that is over
    not at all.
    """
    alert = await handling.get(actor, spec.subject)
    threshold = await records.get(alert.threshold_id or "")
    if threshold is None or alert.subject_id is None or spec.metric != threshold.terms.metric:
        return None
    asked = Asked(
        alert.subject_id,
        spec.metric,
        spec.first,
        min(spec.last, max(spec.first, figures.today(hub))),
        source=alert.source,
        dimension=alert.dimension,
    )
    run = await figures.run(hub, actor, asked)
    if run is None:
        return None
    terms, locale = threshold.terms, spec.look.locale
    found = await _findings(hub, alert, threshold, run)
    name, unit = words.named(spec.metric, locale), spec.metric
    measure = figures.measure(name, unit, run.currency)
    if terms.kind in _RELATIVE:
        said = words.say(_RELATIVE[terms.kind], locale, metric=name)
        measure = charts.Measure(said, charts.Unit.SHARE)
    elif alert.dimension:
        measure = replace(measure, name=f"{name} ({alert.dimension})")
    return charts.Threshold(
        title=f"{await names.name_of(alert.subject_id)}: {terms.name}",
        measure=measure,
        points=_off(run, found) if terms.kind in _RELATIVE else run.points,
        band=band_of(terms),
        fresh=run.fresh,
        verdicts={day: _VERDICT[one.verdict] for day, one in found.items()},
    )


def band_of(terms: Terms) -> Band:
    """Return what a measure is held to: a value, or how far it may be off on the bad side."""
    below = terms.side is Side.BELOW
    better = Better.UP if below else Better.DOWN
    sign = 1 if below else -1
    target = terms.warning
    if terms.kind in _RELATIVE:
        target = -sign * terms.warning
    margin = terms.recover_margin
    recovery = float(target + sign * margin) if margin else None
    return Band(float(target), recovery, better)


async def _findings(
    hub: Hub, alert: Alert, threshold: Threshold, run: Run
) -> Mapping[date, Finding]:
    """Return what the rule says of each settled day that is shown."""
    probe = await _probe(hub, alert, threshold)
    if probe is None or not run.points:
        return {}
    first, last = day_number(run.points[0].day), day_number(run.points[-1].day)
    if probe.plan is not None:
        first = max(first, probe.plan.first)
    points = await trying.held_of(probe, first)
    days = range(first, min(last, probe.as_of) + 1)
    by = gauge(probe.threshold.terms)
    return {day_of(day): trying.judged(by, replace(probe, as_of=day), points, day) for day in days}


async def _probe(hub: Hub, alert: Alert, threshold: Threshold) -> Probe | None:
    narrow = replace(threshold, terms=replace(threshold.terms, subject_id=alert.subject_id))
    anchors = {alert.key: alert} if alert.open else {}
    found = await probing.probes(hub, [narrow], anchors=anchors)
    return next((one for one in found.looked_at if one.key == alert.key), None)


def _off(run: Run, found: Mapping[date, Finding]) -> tuple[Point, ...]:
    """Return how far off each judged day is; what cannot be said is missing, or withheld."""
    points = []
    for one in run.points:
        value = found[one.day].value if one.day in found else None
        if value is not None:
            points.append(Point(one.day, float(value)))
        elif one.day in found:
            hidden = one.presence is Presence.SUPPRESSED
            presence = Presence.SUPPRESSED if hidden else Presence.MISSING
            points.append(Point(one.day, None, presence))
    return tuple(points)
