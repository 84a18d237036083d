"""Which series a threshold looks at, and as of which day."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.hub import Hub
from domain.metrics import catalogue, subjects
from domain.metrics.model import Subject, SubjectKind
from domain.metrics.rules import day_number
from domain.requests.model import RequestState
from domain.thresholds import rules, series_records
from domain.thresholds.model import Alert, Plan, Probe, Terms, Threshold, ThresholdKind
from domain.thresholds.series_records import Line

_OVER = frozenset({RequestState.REJECTED, RequestState.WITHDRAWN})


@dataclass
class Probes:
    """What is to be looked at, and the keys of what is over: a campaign after its last day."""

    looked_at: list[Probe] = field(default_factory=list)
    over: set[str] = field(default_factory=set)


def today(hub: Hub) -> int:
    """Return the day it is in UTC, as it is kept."""
    return day_number(hub.clock.now().astimezone(UTC).date())


async def probes(
    hub: Hub,
    thresholds: Collection[Threshold],
    about: Collection[str] | None = None,
    anchors: Mapping[str, Alert] | None = None,
) -> Probes:
    """Return what these thresholds look at, only of the things `about` which it is if given.

    `anchors` are open alerts by key, from whose days nothing is learnt.
    """
    found: list[tuple[Threshold, Line]] = []
    for metric in sorted({one.terms.metric for one in thresholds}):
        these = [one for one in thresholds if one.terms.metric == metric]
        said = catalogue.metric(metric)
        wanted = about
        if about is None and all(one.terms.subject_id for one in these):
            wanted = {one.terms.subject_id or "" for one in these}
        lines = await series_records.lines(said.numerator or metric, said.denominator, wanted)
        if said.derived:
            lines = [one for one in lines if one.under is not None]
        found += _matching(these, lines)
    known = await subjects.found({line.subject_id for _, line in found})
    running = [one.id for one in known.values() if one.kind is SubjectKind.CAMPAIGN]
    briefs = await series_records.campaigns(running)
    done = Probes()
    for threshold, line in found:
        if (subject := known.get(line.subject_id)) and _within(threshold.terms, subject):
            _place(done, today(hub), threshold, line, subject, briefs, anchors or {})
    return done


def _matching(
    thresholds: Iterable[Threshold], lines: Iterable[Line]
) -> list[tuple[Threshold, Line]]:
    by_subject: dict[str, list[Line]] = {}
    every = list(lines)
    for line in every:
        by_subject.setdefault(line.subject_id, []).append(line)
    found = []
    for one in thresholds:
        terms = one.terms
        some = by_subject.get(terms.subject_id, []) if terms.subject_id else every
        found += [
            (one, line)
            for line in some
            if terms.dimension == line.dimension
            and terms.source in (None, line.source)
            and terms.subject_kind in (None, line.subject_kind)
        ]
    return found


def _within(terms: Terms, subject: Subject) -> bool:
    return terms.brand_id in (None, subject.brand_id)


def _place(
    done: Probes,
    now: int,
    threshold: Threshold,
    line: Line,
    subject: Subject,
    briefs: Mapping[str, tuple[str, Mapping[str, Any]]],
    anchors: Mapping[str, Alert],
) -> None:
    terms = threshold.terms
    under = line.under if catalogue.metric(terms.metric).derived else None
    settle = terms.settle_days
    usual = catalogue.settle_days(terms.metric, line.source)
    # A day that is not over has no figures, whatever was said before that was refused.
    as_of = now - (usual if settle is None else max(1, settle))
    key = rules.key_of(threshold.id, subject.id, line.source, line.dimension, terms.side)
    state, brief = briefs.get(subject.id, ("", {}))
    plan = plan_of(brief) if brief else None
    if state in _OVER or (plan and as_of > plan.last):
        done.over.add(key)
        return
    if plan and as_of < plan.first:
        return
    if plan and terms.kind is ThresholdKind.PACING and plan.currency != line.currency:
        plan = None  # Amounts of two currencies are never held against one another.
    open_one = anchors.get(key)
    found = Probe(
        threshold,
        line.id,
        under,
        line.subject_kind,
        subject.id,
        subject.brand_id,
        line.source,
        line.dimension,
        as_of,
        key,
        plan,
    )
    done.looked_at.append(anchored(found, open_one.opened_day if open_one else None))


def anchored(probe: Probe, opened_day: int | None) -> Probe:
    """Return a probe that learns nothing from the days of what opened on a day."""
    if opened_day is None:
        return probe
    return replace(probe, before=opened_day - probe.threshold.terms.days + 1)


def plan_of(brief: Mapping[str, Any]) -> Plan | None:
    """Return what a campaign may spend and when, by whole days in UTC; None if nobody said."""
    budget, begins, ends = brief.get("budget"), brief.get("starts_at"), brief.get("ends_at")
    if not (budget and begins and ends):
        return None
    first, after = (datetime.fromisoformat(one).astimezone(UTC) for one in (begins, ends))
    # What ends at midnight ran until the day before.
    last = max(first, after - timedelta(microseconds=1))
    amount = int(Decimal(budget["amount"]) * rules.PARTS)
    return Plan(day_number(first.date()), day_number(last.date()), amount, budget["currency"])
