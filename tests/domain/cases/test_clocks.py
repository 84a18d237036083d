"""Clocks of cases: in business time, standing still, moved on, round the clock for the urgent."""

from datetime import UTC, datetime, time, timedelta

import pytest

from domain.calendars.model import ROUND_THE_CLOCK, Calendar, Span
from domain.cases import clocks
from domain.cases.model import Clock, Priority

NINE_TO_FIVE = (Span(time(9), time(17)),)
OFFICE = Calendar("", "UTC", (*([NINE_TO_FIVE] * 5), (), ()), frozenset())
#: A Friday, two hours before the office closes.
FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_the_most_urgent_do_not_wait_for_the_morning() -> None:
    assert clocks.calendar_for(Priority.P1, OFFICE) is ROUND_THE_CLOCK
    assert clocks.calendar_for(Priority.P2, OFFICE) is OFFICE


def test_both_clocks_run_in_business_time() -> None:
    found = clocks.started(OFFICE, FRIDAY, 60, 240)

    assert found.response_due_at == FRIDAY + HOUR
    assert found.resolution_due_at == MONDAY + 2 * HOUR


def test_what_stands_still_has_as_much_left_as_before() -> None:
    begun = clocks.started(OFFICE, FRIDAY, 60, 240)
    still = clocks.paused(begun, FRIDAY + HOUR / 2)
    again = clocks.resumed(still, OFFICE, MONDAY + 3 * HOUR)

    assert again.response_due_at == MONDAY + 3 * HOUR + HOUR / 2
    assert again.resolution_due_at == MONDAY + 3 * HOUR + 3.5 * HOUR
    assert again.waiting_since is None


def test_waiting_over_a_weekend_takes_no_business_time() -> None:
    begun = clocks.started(OFFICE, FRIDAY, 60, 240)
    still = clocks.paused(begun, FRIDAY + 2 * HOUR)
    again = clocks.resumed(still, OFFICE, MONDAY)

    assert again.resolution_due_at == begun.resolution_due_at


def test_what_ran_out_before_the_question_stays_late() -> None:
    begun = clocks.started(OFFICE, FRIDAY, 15, 240)
    still = clocks.paused(begun, FRIDAY + HOUR)
    again = clocks.resumed(still, OFFICE, MONDAY + HOUR)

    assert again.response_due_at == begun.response_due_at


def test_what_ran_out_before_the_question_has_as_much_left_to_the_next_level() -> None:
    begun = clocks.started(OFFICE, FRIDAY, 15, 60)
    still = clocks.paused(begun, FRIDAY + 1.5 * HOUR)
    again = clocks.resumed(still, OFFICE, MONDAY + 3 * HOUR)
    levels = [clocks.escalates_at(again, Clock.RESOLUTION, level, OFFICE) for level in (1, 2, 3)]

    assert levels == [FRIDAY + HOUR, MONDAY + 3.5 * HOUR, MONDAY + 4.5 * HOUR]


def test_clocks_that_run_are_not_moved_by_resuming_them() -> None:
    begun = clocks.started(OFFICE, FRIDAY, 60, 240)

    assert clocks.resumed(begun, OFFICE, MONDAY) == begun


def test_other_targets_keep_what_has_passed() -> None:
    begun = clocks.started(OFFICE, FRIDAY, 60, 240)
    moved = clocks.retargeted(begun, ROUND_THE_CLOCK, 15, 240)

    assert moved.since == FRIDAY
    assert moved.response_due_at == FRIDAY + HOUR / 4
    assert moved.resolution_due_at == FRIDAY + 4 * HOUR


def test_the_next_level_comes_when_as_much_again_has_passed() -> None:
    begun = clocks.started(OFFICE, FRIDAY, 60, 240)
    levels = [clocks.escalates_at(begun, Clock.RESPONSE, level, OFFICE) for level in (1, 2, 3)]

    assert levels == [FRIDAY + HOUR, FRIDAY + 2 * HOUR, MONDAY + HOUR]


@pytest.mark.parametrize("minutes", [1, 60, 1_440])
def test_a_calendar_that_never_opens_keeps_no_case_from_being_opened(minutes: int) -> None:
    days = frozenset((FRIDAY + timedelta(days=n)).date() for n in range(400))
    closed = Calendar("", "UTC", OFFICE.week, days)
    found = clocks.started(closed, FRIDAY, minutes, minutes)

    assert found.response_due_at == FRIDAY + timedelta(minutes=minutes)
