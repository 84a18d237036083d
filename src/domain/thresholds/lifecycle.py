"""When an alert opens, changes and ends. Pure, and counted from figures alone.

Nothing is counted up: how long something lasts is read from the days before, so judging twice,
late, or in another order comes to the same. People's handling is another matter and never read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.thresholds.model import (
    Alert,
    AlertMove,
    AlertSeverity,
    Condition,
    Finding,
    Handling,
    Reason,
    Verdict,
)

#: So many openings of one thing in so long are flapping; it is then over after so many clear days.
FLAPS, FLAPPING, CALM_DAYS = 3, timedelta(days=14), 7


#: So many days of an alert are judged again by a version that did not open it, and its first.
ANEW_DAYS = 90


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found: as of the last settled day, and, for an open alert, on days before.

    `before` is day by day, the latest first; `opening` is how its first day looks by now.
    `late` says that its source lags. `over`, if given, is why it is no longer looked at, and
    `early` says that no day since it opened is settled by the version that judges it.
    """

    now: Finding
    before: Sequence[Finding] = ()
    opening: Finding | None = None
    late: bool = False
    over: Reason | None = None
    early: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to an alert: where it stands then, and why it ended, if it did."""

    move: AlertMove
    condition: Condition
    severity: AlertSeverity
    reason: Reason | None = None


#: What is to be done: the alert, perhaps a new one; the step; what was found.
Change = tuple[Alert, Step, dict[str, Any]]


def days_before(alert: Alert, recover_days: int) -> int:
    """Return how many days before the last settled one have to be looked at to end an alert."""
    return max(recover_days, CALM_DAYS if alert.unstable else 1) - 1


def seen_anew(alert: Alert, found: Sequence[Finding], before: int, *, late: bool) -> Seen:
    """Return what another version than the one that opened an alert says of it.

    `found` are the last settled day, all those before it since the alert's first, and that first
    day; `before` is how many of them it takes to end an alert. A version that finds nothing bad of
    all of them, the first being known, would not have opened it; else it ends by that version's
    own rule.
    """
    since = [one for one in found if one.day >= alert.opened_day]
    bad = any(one.verdict is Verdict.BAD for one in since)
    never = not bad and found[-1].verdict in (Verdict.GOOD, Verdict.CLEAR)
    early = found[0].day < alert.opened_day
    over = Reason.THRESHOLD_CHANGED if never and not early else None
    return Seen(found[0], found[1 : before + 1], late=late, over=over, early=early)


def step(alert: Alert | None, seen: Seen) -> Step | None:
    """Return what happens now, None if nothing does; `alert` is the open one, if there is one."""
    if alert is None:
        quiet = seen.over or seen.late or seen.now.verdict is not Verdict.BAD
        return None if quiet else Step(AlertMove.OPENED, Condition.FIRING, seen.now.severity)
    if seen.over is not None:
        return _resolved(alert, seen.over)
    if seen.early:
        return None
    if seen.now.verdict is Verdict.BAD:
        return _worse_or_better(alert, seen.now.severity)
    return _not_bad(alert, seen)


def handling_of(alert: Alert, now: datetime) -> Handling:
    """Return what people do about an alert as of `now`; what is silenced was asked for longest."""
    if alert.silenced_until is not None and now < alert.silenced_until:
        return Handling.SILENCED
    if alert.snoozed and (alert.snoozed_until is None or now < alert.snoozed_until):
        return Handling.SNOOZED
    return Handling.ACKNOWLEDGED if alert.acked_at is not None else Handling.NONE


def flapping(openings: Sequence[datetime], now: datetime) -> bool:
    """Whether something that opens now, after these openings, opens too often."""
    return sum(now - one < FLAPPING for one in openings) + 1 >= FLAPS


def _not_bad(alert: Alert, seen: Seen) -> Step | None:
    if seen.opening is not None and seen.opening.verdict in (Verdict.GOOD, Verdict.CLEAR):
        return _resolved(alert, Reason.RESTATED)
    if seen.now.verdict is Verdict.UNKNOWN:
        return _moved(alert, AlertMove.UNKNOWN, Condition.UNKNOWN)
    if all(one.verdict is Verdict.CLEAR for one in (seen.now, *seen.before)):
        return _resolved(alert, Reason.RECOVERED)
    return _moved(alert, AlertMove.RECOVERING, Condition.RECOVERING)


def _worse_or_better(alert: Alert, severity: AlertSeverity) -> Step | None:
    if severity is not alert.severity:
        worse = severity is AlertSeverity.CRITICAL
        return Step(AlertMove.WORSENED if worse else AlertMove.EASED, Condition.FIRING, severity)
    return _moved(alert, AlertMove.FIRING, Condition.FIRING)


def _moved(alert: Alert, move: AlertMove, condition: Condition) -> Step | None:
    return None if alert.condition is condition else Step(move, condition, alert.severity)


def _resolved(alert: Alert, reason: Reason) -> Step:
    return Step(AlertMove.RESOLVED, Condition.RESOLVED, alert.severity, reason)
