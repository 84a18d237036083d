"""Judging what thresholds look at, and opening, moving and ending alerts accordingly.

Figures are read before the transaction that writes: what people do in between stands, for a row
that was resolved meanwhile is not written again, and of a key one alert is open.
"""

from collections.abc import Collection, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from domain.actor import SCHEDULE
from domain.database import sql, transaction
from domain.database.ahead import ahead
from domain.database.turns import Turn
from domain.hub import Hub
from domain.jobs.model import Job
from domain.metrics.bringing import TOUCHED
from domain.metrics.rules import day_of
from domain.thresholds import (
    announcing,
    lifecycle,
    probing,
    quieting,
    records,
    rules,
    series_records,
    sources,
)
from domain.thresholds.gauges import Gauge, gauge
from domain.thresholds.lifecycle import Change, Seen, Step
from domain.thresholds.model import (
    Alert,
    AlertMove,
    Condition,
    Finding,
    Piece,
    Probe,
    Reason,
    Window,
)
from domain.thresholds.probing import Probes
from domain.thresholds.windows import windows_of

#: Asked for every hour: pace and lateness move with time, not with figures alone.
KIND = "thresholds.judge"

#: How many series are judged at a time.
BATCH = 500

__all__ = ["KIND", "TOUCHED", "judge", "look", "look_at_touched"]


async def look(hub: Hub, _: Job) -> None:
    """Judge everything; the handler of `KIND`."""
    await judge(hub)


async def look_at_touched(hub: Hub, job: Job) -> None:
    """Judge what an import touched; the handler of `TOUCHED`."""
    await judge(hub, job.details["series"])


async def judge(hub: Hub, touched: Collection[int] | None = None) -> int:
    """Judge what `touched` series are about, or everything; return how many alerts changed."""
    open_ones = {one.key: one for one in await records.open_alerts()}
    about = None if touched is None else await series_records.subjects_of(touched)
    thresholds = await (records.listed(active=True) if about is None else records.judging(about))
    found = await probing.probes(hub, thresholds, about, open_ones)
    findings = await findings_of(found.looked_at, open_ones)
    whole, now = touched is None, hub.clock.now()
    trouble = await sources.trouble_of(
        found.looked_at, findings, open_ones, probing.today(hub), whole=whole
    )
    latest = {one.source: one.as_of for one in found.looked_at if sources.usual(one)}
    changes = await sources.changes_of(trouble, latest, open_ones, now)
    opening: list[tuple[Probe, Step, dict[str, Any]]] = []
    still: list[tuple[Alert, dict[str, Any]]] = []
    for probe, some in zip(found.looked_at, findings, strict=True):
        alert = open_ones.get(probe.key)
        step = lifecycle.step(alert, seen_of(probe, alert, some, late=trouble.silences(probe)))
        if alert is None:
            if step is not None:
                said = evidence_of(some, None, now) | {"version": probe.threshold.version}
                opening.append((probe, step, said))
            continue
        known = evidence_of(some, alert, now) | {"version": probe.threshold.version}
        if step is not None:
            changes.append((alert, step, known))
        elif _anew(known, alert):
            still.append((alert, known))
        if wakes(probe, alert, some[0], now):
            woken = Step(AlertMove.WOKEN, alert.condition, alert.severity)
            changes.append((alert, woken, known))
    versions = {one.id: one.version for one in thresholds}
    changes += _no_longer(found, open_ones, versions, whole=whole)
    changes += await _new(opening, now)
    return await _write(hub, changes, still) if changes or still else 0


def asked_days(probe: Probe, alert: Alert | None) -> list[int]:
    """Return the days that have to be judged: the last settled one, those before, the opening.

    By another version than the one that opened an alert these are all since its first.
    """
    days = [probe.as_of]
    if alert is not None:
        more = lifecycle.days_before(alert, probe.threshold.terms.recover_days)
        if alert.version != probe.threshold.version:
            since = min(probe.as_of - alert.opened_day, lifecycle.ANEW_DAYS)
            more = max(more, since)
        days += [probe.as_of - back for back in range(1, more + 1)]
        days.append(alert.opened_day)
    return days


async def findings_of(
    probes: Sequence[Probe], open_ones: Mapping[str, Alert]
) -> list[list[Finding]]:
    """Return for each probe what its days of `asked_days` say; not in a transaction.

    Some at a time: what is at hand for all of them at once is looked through again and again by
    the collector of garbage. While some are judged, the database looks up the next.
    """
    said = {one.threshold.id: one.threshold.terms for one in probes}
    gauges = {key: gauge(terms) for key, terms in said.items()}
    found: list[list[Finding]] = []
    starts = range(0, len(probes), BATCH)
    parts = (_looked_up(probes[start : start + BATCH], open_ones, gauges) for start in starts)
    async with aclosing(ahead(parts)) as answers:
        async for looks, windows in answers:
            found += _judged(looks, windows)
    return found


#: A probe, what it is judged by, and the days that it is judged for, each with its pieces.
_Look = tuple[Probe, Gauge, list[tuple[int, int]]]


async def _looked_up(
    probes: Sequence[Probe], open_ones: Mapping[str, Alert], gauges: Mapping[str, Gauge]
) -> tuple[list[_Look], list[Window]]:
    """Return the days that probes are judged for, and the windows of all of them in order."""
    asked: list[Piece] = []
    looks: list[_Look] = []
    for one in probes:
        by = gauges[one.threshold.id]
        days: list[tuple[int, int]] = []
        alert = open_ones.get(one.key)
        for day in (one.as_of,) if alert is None else asked_days(one, alert):
            wanted = by.pieces(one, day)
            asked += wanted
            days.append((day, len(wanted)))
        looks.append((one, by, days))
    return looks, await windows_of(asked)


def _judged(looks: Sequence[_Look], windows: Sequence[Window]) -> list[list[Finding]]:
    left = iter(windows)
    return [
        [by.judge(probe, day, [*islice(left, count)]) for day, count in days]
        for probe, by, days in looks
    ]


def seen_of(
    probe: Probe, alert: Alert | None, found: Sequence[Finding], *, late: bool = False
) -> Seen:
    """Return what `asked_days` say of an alert, if there is one."""
    now = found[0]
    if alert is None:
        return Seen(now, late=late)
    if alert.version != probe.threshold.version:
        before = lifecycle.days_before(alert, probe.threshold.terms.recover_days)
        return lifecycle.seen_anew(alert, found, before, late=late)
    return Seen(now, found[1:-1], found[-1], late)


def wakes(probe: Probe, alert: Alert, now: Finding, at: datetime) -> bool:
    """Whether a snoozed alert became so much worse that it is to be heard of again."""
    if alert.snoozed_beyond is None or now.value is None:
        return False
    if alert.snoozed_until is not None and alert.snoozed_until <= at:
        return False  # It is heard of again by now.
    sign = rules.sign_of(probe.threshold.terms)
    return now.value * sign < alert.snoozed_beyond * sign


def evidence_of(found: Sequence[Finding], alert: Alert | None, at: datetime) -> dict[str, Any]:
    """Return what was found as plain JSON: now, and for an alert what its first day says by now."""
    now = found[0]
    said: dict[str, Any] = {
        "at": at.isoformat(),
        "day": day_of(now.day).isoformat(),
        "value": None if now.value is None else str(now.value),
        "bound": None if now.bound is None else str(now.bound),
        "why": now.why,
    }
    if alert is None:
        return said | {"first": said["value"], "corrected": None}
    opening = found[-1].value
    corrected = None if opening is None else str(opening)
    first = alert.evidence.get("first")
    return said | {"first": first, "corrected": corrected if corrected != first else None}


def _anew(known: Mapping[str, Any], alert: Alert) -> bool:
    """Whether figures say something else of an alert than they did, though it stands as it did."""
    return dict(known) != {**alert.evidence, "at": known["at"]}


def _no_longer(
    found: Probes, open_ones: Mapping[str, Alert], active: Mapping[str, int], *, whole: bool
) -> list[Change]:
    """Return the ends of alerts about what is no longer looked at; `active` are versions by id."""
    looked_at = {one.key for one in found.looked_at}
    changes: list[Change] = []
    for key, alert in open_ones.items():
        if alert.threshold_id is None or key in looked_at or not (whole or key in found.over):
            continue
        reason = (
            Reason.SUBJECT_ENDED
            if key in found.over
            else Reason.THRESHOLD_CHANGED
            if alert.threshold_id in active
            else Reason.THRESHOLD_RETIRED
        )
        end = Step(AlertMove.RESOLVED, Condition.RESOLVED, alert.severity, reason)
        by = active.get(alert.threshold_id)
        known = dict(alert.evidence) | ({} if by is None else {"version": by})
        changes.append((alert, end, known))
    return changes


async def _new(
    opening: Sequence[tuple[Probe, Step, dict[str, Any]]], now: datetime
) -> list[Change]:
    """Return new alerts; what somebody resolved by hand opens again only by a later day."""
    earlier = await records.episodes(probe.key for probe, _, _ in opening)
    changes: list[Change] = []
    for probe, step, evidence in opening:
        past = earlier.get(probe.key, [])
        if past and past[0].reason is Reason.MANUAL and past[0].evidence["day"] >= evidence["day"]:
            continue
        alert = replace(
            alert_of(probe, step, now),
            unstable=lifecycle.flapping([one.opened_at for one in past], now),
            previous_id=past[0].id if past else None,
        )
        changes.append((alert, step, evidence))
    return changes


def alert_of(probe: Probe, step: Step, now: datetime) -> Alert:
    """Return what opens over a probe."""
    return replace(
        sources.alert_of(probe.key, probe.source, probe.as_of, step, now),
        threshold_id=probe.threshold.id,
        version=probe.threshold.version,
        subject_kind=probe.subject_kind,
        subject_id=probe.subject_id,
        brand_id=probe.brand_id,
        dimension=probe.dimension,
    )


async def _write(
    hub: Hub, changes: Sequence[Change], still: Sequence[tuple[Alert, Mapping[str, Any]]]
) -> int:
    """Write changes down, each in the trail of its alert; return how many came about.

    What is found of alerts that stand `still` is kept and shown, and is no change of theirs.
    """
    done = 0
    async with transaction():
        await sql.take_turns(Turn.ALERTS)
        now = hub.clock.now()
        for alert, evidence in still:
            if await records.see(alert, evidence):
                await announcing.show_anew(hub, alert)
        hushed = await quieting.hushed([one for one, _, _ in changes], now)
        opening = [
            replace(one, hushed_until=hushed.get(one.id))
            for one, step, _ in changes
            if step.move is AlertMove.OPENED
        ]
        opened = {one.id: one for one in await announcing.grouped(hub, await _silenced(opening))}
        for before, step, evidence in changes:
            alert = replace(opened.get(before.id, before), evidence=evidence)
            if step.move is AlertMove.OPENED:
                kept = await records.open_new(alert)
            elif step.move is AlertMove.WOKEN:
                kept = await records.wake(alert)
                alert = replace(alert, snoozed=False, snoozed_until=None, snoozed_beyond=None)
            else:
                kept = await records.move(alert, step, evidence, now)
            if kept:
                done += 1
                said = {**evidence, "severity": step.severity, "reason": step.reason}
                if until := hushed.get(alert.id):
                    said["hushed_until"] = until.isoformat()
                    await quieting.keep(hub, alert, step.move, until)
                await announcing.announce(hub, SCHEDULE, step.move, alert, said)
    return done


async def _silenced(alerts: Sequence[Alert]) -> list[Alert]:
    """Return alerts that open now, with until when nobody wants to hear of them."""
    until = await records.silences(one.key for one in alerts)
    return [replace(one, silenced_until=until.get(one.key)) for one in alerts]
