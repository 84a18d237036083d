"""Quiet hours in the reader's own zone, over midnight, over weekends, over summer time."""

from datetime import datetime, time

import pytest

from domain.people.resting import QuietHours, quiet_until

USUAL = QuietHours(time(20), time(8), "Europe/Berlin")


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-23T12:00+00:00", None),
        ("2026-11-23T06:59+00:00", "2026-11-23T07:00+00:00"),  # 7:59 in Berlin.
        ("2026-11-23T07:00+00:00", None),
        ("2026-11-23T19:00+00:00", "2026-11-24T07:00+00:00"),  # 20:00, until the next day.
        ("2026-11-20T19:30+00:00", "2026-11-23T07:00+00:00"),  # Friday night, until Monday.
        ("2026-11-21T12:00+00:00", "2026-11-23T07:00+00:00"),  # Saturday noon.
        ("2026-03-27T20:00+00:00", "2026-03-30T06:00+00:00"),  # Summer time begins on Sunday.
    ],
)
def test_what_is_told_waits_for_the_end(at: str, until: str | None) -> None:
    expected = None if until is None else datetime.fromisoformat(until)

    assert quiet_until(USUAL, datetime.fromisoformat(at)) == expected


def test_who_never_rests_is_told_at_once() -> None:
    never = QuietHours(time(0), time(0), "UTC", weekends=False)

    assert quiet_until(never, datetime.fromisoformat("2026-11-21T03:00+00:00")) is None
