"""How long a case may take, in business time. Pure; instants are UTC in and out."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.calendars import rules as business
from domain.calendars.model import ROUND_THE_CLOCK, Calendar
from domain.cases.model import Case, Clock, Clocks, Priority
from domain.errors import Invalid


def calendar_for(priority: Priority, calendar: Calendar) -> Calendar:
    """Return by which calendar clocks run: the most urgent cases never wait for the morning."""
    return ROUND_THE_CLOCK if priority is Priority.P1 else calendar


def started(
    calendar: Calendar, since: datetime, response_minutes: int, resolution_minutes: int
) -> Clocks:
    """Return both clocks as they begin at `since`."""
    return Clocks(
        since=since,
        response_minutes=response_minutes,
        resolution_minutes=resolution_minutes,
        response_due_at=later(calendar, since, response_minutes),
        resolution_due_at=later(calendar, since, resolution_minutes),
    )


def retargeted(
    clocks: Clocks, calendar: Calendar, response_minutes: int, resolution_minutes: int
) -> Clocks:
    """Return clocks that keep what has passed, with other targets, by another calendar perhaps."""
    fresh = started(calendar, clocks.since, response_minutes, resolution_minutes)
    return replace(
        fresh,
        responded_at=clocks.responded_at,
        resolved_at=clocks.resolved_at,
        waiting_since=clocks.waiting_since,
    )


def paused(clocks: Clocks, now: datetime) -> Clocks:
    """Return clocks that stand still from `now` on."""
    return replace(clocks, waiting_since=now)


def resumed(clocks: Clocks, calendar: Calendar, now: datetime) -> Clocks:
    """Return clocks that run again, with as much time left as when they were stopped."""
    since = clocks.waiting_since
    if since is None:
        return clocks
    return replace(
        clocks,
        since=_moved(calendar, clocks.since, since, now),
        response_due_at=_shifted(calendar, clocks.response_due_at, since, now),
        resolution_due_at=_shifted(calendar, clocks.resolution_due_at, since, now),
        waiting_since=None,
    )


def due_at(clocks: Clocks, clock: Clock) -> datetime:
    """Return when a clock runs out."""
    return clocks.response_due_at if clock is Clock.RESPONSE else clocks.resolution_due_at


def stopped(clocks: Clocks, clock: Clock) -> bool:
    """Whether what a clock asks for was done."""
    done = clocks.responded_at if clock is Clock.RESPONSE else clocks.resolved_at
    return done is not None or clocks.resolved_at is not None


def escalates_at(clocks: Clocks, clock: Clock, level: int, calendar: Calendar) -> datetime:
    """Return when a clock that is not stopped is escalated to `level`, from 1.

    The first time when it runs out, then each time when as much again has passed. A clock that ran
    out before it stood still keeps that instant; its later levels come by the time it ran, which
    `since` was moved on for.
    """
    due = due_at(clocks, clock)
    if level == 1:
        return due
    minutes = clocks.response_minutes if clock is Clock.RESPONSE else clocks.resolution_minutes
    ran_out = max(due, later(calendar, clocks.since, minutes))
    return later(calendar, ran_out, minutes * (level - 1))


def overdue(case: Case, now: datetime) -> tuple[Clock, ...]:
    """Return the clocks of a case that ran out, and are not stopped, and do not stand still."""
    if case.clocks.waiting_since is not None:
        return ()
    return tuple(
        clock
        for clock in Clock
        if not stopped(case.clocks, clock) and due_at(case.clocks, clock) <= now
    )


def later(calendar: Calendar, start: datetime, minutes: int) -> datetime:
    """Return when so many minutes of business time have passed since `start`.

    A calendar that is closed for months on end must not keep a case from being opened: it is
    counted round the clock then.
    """
    worked = timedelta(minutes=minutes)
    try:
        return business.later(calendar, start, worked)
    except Invalid:
        return business.later(ROUND_THE_CLOCK, start, worked)


def _shifted(calendar: Calendar, due: datetime, since: datetime, now: datetime) -> datetime:
    """Return `due`, moved on by the business time that passes from `since` to `now`."""
    if due <= since:
        return due  # It had run out before anybody was asked anything.
    left = business.elapsed(calendar, since, due)
    try:
        return business.later(calendar, now, left)
    except Invalid:
        return now + (due - since)


def _moved(calendar: Calendar, start: datetime, since: datetime, now: datetime) -> datetime:
    """Return from when on clocks count as if they had never stood still."""
    try:
        return business.later(calendar, start, business.elapsed(calendar, since, now))
    except Invalid:
        return start + (now - since)
