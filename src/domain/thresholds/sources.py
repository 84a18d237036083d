"""Sources that are late, or say zero of everything at once: one alert each, and none by figures.

In May 2025 Spotify for Creators gave up a metric, and an interface of it said zero of every show
from then on. That is no fault of each show, and no zero either.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain import ids
from domain.metrics import catalogue
from domain.metrics.rules import day_of
from domain.thresholds import records, series_records
from domain.thresholds.lifecycle import Change, Step
from domain.thresholds.model import (
    Alert,
    AlertMove,
    AlertSeverity,
    Condition,
    Finding,
    Probe,
    Reason,
)

#: Of so many things at least that are watched a metric has to become zero at once, after days with
#: figures among so many before: of fewer it is likelier to be so.
ZERO_LEAST, ZERO_DAYS = 3, 7

#: A metric of a source.
Told = tuple[str, str]


@dataclass
class Trouble:
    """Which sources are late, and what became zero of everything: since which day."""

    late: set[str]
    zero: Mapping[Told, int] = field(default_factory=dict)
    alive: Collection[Told] = frozenset()
    still: Collection[Told] = frozenset()

    def silences(self, probe: Probe) -> bool:
        """Whether nothing is to open by what a probe sees."""
        told = {(probe.source, one) for one in _kept(probe.threshold.terms.metric)}
        return probe.source in self.late or not told.isdisjoint({*self.zero, *self.still})


def source_key(source: str) -> str:
    """Return what the alert of a late source is known by."""
    return hashlib.sha256(f"source|{source}".encode()).hexdigest()


def zero_key(told: Told) -> str:
    """Return what the alert of a metric that became zero of everything is known by."""
    return hashlib.sha256(f"zero|{'|'.join(told)}".encode()).hexdigest()


async def trouble_of(
    probes: Sequence[Probe],
    findings: Sequence[Sequence[Finding]],
    open_ones: Mapping[str, Alert],
    today: int,
    *,
    whole: bool,
) -> Trouble:
    """Return what is wrong with sources, by what is watched."""
    still = {told for one in open_ones.values() if (told := _zeroed(one))}
    watched: dict[Told, set[str]] = {told: set() for told in still}
    for probe in probes:
        for metric in _kept(probe.threshold.terms.metric):
            watched.setdefault((probe.source, metric), set()).add(probe.subject_id)
    zero, alive = dict[Told, int](), set[Told]()
    for (source, metric), subjects in watched.items():
        day = today - catalogue.settle_days(metric, source)
        if await series_records.lives(metric, source, day):
            alive.add((source, metric))
            continue
        dropped = await series_records.dropped(metric, source, day - ZERO_DAYS, day)
        last = [dropped[one] for one in subjects if one in dropped]
        if len(last) >= ZERO_LEAST:
            zero[source, metric] = max(last) + 1
    late = _late(probes, findings, open_ones, whole=whole)
    return Trouble(late, zero, alive, still - alive)


async def changes_of(
    trouble: Trouble, latest: Mapping[str, int], open_ones: Mapping[str, Alert], now: datetime
) -> list[Change]:
    """Return what happens to the alerts of sources; `latest` is the last day each has settled."""
    changes: list[Change] = []
    for alert in open_ones.values():
        told = _zeroed(alert)
        over = told in trouble.alive if told else alert.source not in trouble.late
        if alert.threshold_id is None and over:
            end = Step(AlertMove.RESOLVED, Condition.RESOLVED, alert.severity, Reason.RECOVERED)
            changes.append((alert, end, dict(alert.evidence)))
    for source in sorted(trouble.late):
        if source_key(source) not in open_ones:
            day, said = latest[source], catalogue.source(source).said
            why = f"{said} says nothing of {day_of(day)} or later, of anything that is watched"
            changes.append(_opened(source_key(source), source, day, {"why": why}, now))
    earlier = await records.episodes(zero_key(told) for told in trouble.zero)
    for told, day in sorted(trouble.zero.items()):
        key, (source, metric) = zero_key(told), told
        past = earlier.get(key, [])
        if key in open_ones or (past and _by_hand(past[0], day)):
            continue
        name, said = catalogue.metric(metric).said, catalogue.source(source).said
        why = f"{name}: {said} says zero of everything since {day_of(day)}, so it changed"
        changes.append(_opened(key, source, day, {"why": why, "metric": metric}, now))
    return changes


def usual(probe: Probe) -> bool:
    """Whether a probe is as of the last day its source has settled, and not of one before."""
    terms = probe.threshold.terms
    settles = catalogue.settle_days(terms.metric, probe.source)
    return terms.settle_days is None and settles == catalogue.source(probe.source).settle_days


def alert_of(key: str, source: str, day: int, step: Step, now: datetime) -> Alert:
    """Return what opens about a source as of a day."""
    return Alert(
        id=ids.new(ids.Prefix.ALERT),
        key=key,
        threshold_id=None,
        version=0,
        subject_kind=None,
        subject_id=None,
        brand_id=None,
        source=source,
        dimension="",
        severity=step.severity,
        condition=step.condition,
        opened_day=day,
        opened_at=now,
        evidence={},
    )


def _opened(key: str, source: str, day: int, said: Mapping[str, Any], now: datetime) -> Change:
    step = Step(AlertMove.OPENED, Condition.FIRING, AlertSeverity.WARNING)
    evidence = {"day": day_of(day).isoformat(), "value": None, "bound": None, **said}
    return alert_of(key, source, day, step, now), step, evidence


def _late(
    probes: Sequence[Probe],
    findings: Sequence[Sequence[Finding]],
    open_ones: Mapping[str, Alert],
    *,
    whole: bool,
) -> set[str]:
    """Return the sources that say nothing of their last settled day, about anything at all.

    Only a look at everything finds one late; any figure of that day shows that it is not.
    """
    late = {one.source for one in open_ones.values() if one.key == source_key(one.source)}
    seen = [
        (probe.source, some[0].present)
        for probe, some in zip(probes, findings, strict=True)
        if usual(probe)
    ]
    here = {source for source, present in seen if present}
    return (late | ({source for source, _ in seen} if whole else set())) - here


def _by_hand(past: Alert, day: int) -> bool:
    """Whether somebody ended an episode that was of the same days."""
    return past.reason is Reason.MANUAL and past.opened_day >= day


def _zeroed(alert: Alert) -> Told | None:
    """Return what an alert says became zero of everything; None if it is about something else."""
    metric = alert.evidence.get("metric")
    return (alert.source, metric) if alert.threshold_id is None and metric else None


def _kept(metric: str) -> Iterable[str]:
    """Return the metrics that are kept of one: itself, or what it is reckoned from."""
    said = catalogue.metric(metric)
    return [one for one in (said.numerator, said.denominator) if one] or [metric]
