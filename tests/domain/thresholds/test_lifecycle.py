"""When an alert opens, changes and ends: from findings alone, whatever people do meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.thresholds import lifecycle
from domain.thresholds.lifecycle import Seen, Step
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

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ALERT = Alert(
    id="alr_1",
    key="k",
    threshold_id="thr_1",
    version=1,
    subject_kind=None,
    subject_id=None,
    brand_id=None,
    source="other",
    dimension="",
    severity=AlertSeverity.WARNING,
    condition=Condition.FIRING,
    opened_day=20_000,
    opened_at=NOW,
    evidence={},
)


def found(verdict: Verdict, severity: AlertSeverity = AlertSeverity.WARNING) -> Finding:
    return Finding(verdict, 20_010, severity)


CLEAR, GOOD, BAD, UNKNOWN = map(found, Verdict)
CRITICAL = found(Verdict.BAD, AlertSeverity.CRITICAL)


def end(reason: Reason) -> Step:
    return Step(AlertMove.RESOLVED, Condition.RESOLVED, AlertSeverity.WARNING, reason)


def to(move: AlertMove, condition: Condition) -> Step:
    return Step(move, condition, AlertSeverity.WARNING)


@pytest.mark.parametrize(
    ("alert", "seen", "expected"),
    [
        (None, Seen(BAD), to(AlertMove.OPENED, Condition.FIRING)),
        (None, Seen(BAD, late=True), None),
        (None, Seen(BAD, over=Reason.SUBJECT_ENDED), None),
        (None, Seen(UNKNOWN), None),
        (None, Seen(GOOD), None),
        (ALERT, Seen(BAD), None),
        (ALERT, Seen(BAD, opening=GOOD), None),
        (ALERT, Seen(GOOD, opening=GOOD), end(Reason.RESTATED)),
        (ALERT, Seen(UNKNOWN, opening=UNKNOWN), to(AlertMove.UNKNOWN, Condition.UNKNOWN)),
        (ALERT, Seen(CLEAR, (CLEAR,), BAD), end(Reason.RECOVERED)),
        (ALERT, Seen(CLEAR, (CLEAR,), None), end(Reason.RECOVERED)),
        (ALERT, Seen(CLEAR, (GOOD,), BAD), to(AlertMove.RECOVERING, Condition.RECOVERING)),
        (ALERT, Seen(CLEAR, (UNKNOWN,), BAD), to(AlertMove.RECOVERING, Condition.RECOVERING)),
        (ALERT, Seen(BAD, over=Reason.SUBJECT_ENDED), end(Reason.SUBJECT_ENDED)),
        (replace(ALERT, condition=Condition.UNKNOWN), Seen(UNKNOWN, opening=BAD), None),
        (
            replace(ALERT, condition=Condition.RECOVERING),
            Seen(BAD),
            to(AlertMove.FIRING, Condition.FIRING),
        ),
        (
            ALERT,
            Seen(CRITICAL),
            Step(AlertMove.WORSENED, Condition.FIRING, AlertSeverity.CRITICAL),
        ),
        (
            replace(ALERT, severity=AlertSeverity.CRITICAL),
            Seen(BAD),
            to(AlertMove.EASED, Condition.FIRING),
        ),
    ],
)
def test_what_happens_to_an_alert(alert: Alert | None, seen: Seen, expected: Step | None) -> None:
    assert lifecycle.step(alert, seen) == expected


VERDICTS = st.sampled_from([CLEAR, GOOD, BAD, CRITICAL, UNKNOWN])


@given(now=VERDICTS, before=st.lists(VERDICTS, max_size=6), opening=VERDICTS, late=st.booleans())
def test_what_people_do_changes_nothing_and_the_same_again_does_nothing(
    now: Finding, before: list[Finding], opening: Finding, *, late: bool
) -> None:
    seen = Seen(now, before, opening, late)
    handled = replace(ALERT, acked_at=NOW, snoozed=True, silenced_until=NOW)
    done = lifecycle.step(ALERT, seen)

    assert lifecycle.step(handled, seen) == done
    if done is not None and done.reason is None:
        after = replace(ALERT, condition=done.condition, severity=done.severity)
        assert lifecycle.step(after, seen) is None


def test_what_flaps_takes_a_week_to_end() -> None:
    often = [NOW - timedelta(days=3), NOW - timedelta(days=13)]
    seldom = [NOW - timedelta(days=3), NOW - timedelta(days=15)]

    assert (lifecycle.flapping(often, NOW), lifecycle.flapping(seldom, NOW)) == (True, False)
    assert lifecycle.days_before(ALERT, 2) == 1
    assert lifecycle.days_before(replace(ALERT, unstable=True), 2) == 6


def test_handling_ends_by_itself_and_snoozing_until_resolved_does_not() -> None:
    later = NOW + timedelta(hours=1)
    acked = replace(ALERT, acked_at=NOW)
    until = replace(acked, snoozed=True, snoozed_until=later)
    on = replace(acked, snoozed=True)
    silenced = replace(on, silenced_until=later)

    assert [lifecycle.handling_of(one, NOW) for one in (ALERT, acked, until, on, silenced)] == [
        Handling.NONE,
        Handling.ACKNOWLEDGED,
        Handling.SNOOZED,
        Handling.SNOOZED,
        Handling.SILENCED,
    ]
    assert lifecycle.handling_of(until, later) is Handling.ACKNOWLEDGED
    assert lifecycle.handling_of(silenced, later) is Handling.SNOOZED
