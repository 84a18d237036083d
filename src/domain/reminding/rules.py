"""When reviewers are reminded, and when a stage is carried up. Pure; all in business time."""

from datetime import datetime, timedelta

from domain.approvals.model import Stage
from domain.calendars.model import Calendar
from domain.calendars.rules import elapsed, later
from domain.errors import Invalid
from domain.reminding.model import Beat

#: The shortest time between two reminders of one stage.
GAP = timedelta(hours=4)

#: How long before a stage is due its reviewers are reminded.
AHEAD = timedelta(hours=4)

#: How long after it was due a stage is carried up a second time.
PATIENCE = timedelta(hours=8)


def following(stage: Stage, beat: Beat, calendar: Calendar) -> tuple[Beat, datetime] | None:
    """Return what comes after `beat` of an open stage, and when; None if nothing does.

    A stage that is due soon after it opens is reminded of when it is due only.
    """
    if stage.opened_at is None or stage.due_at is None:
        return None
    whole = timedelta(hours=stage.due_hours)
    if beat is Beat.OPENED and whole >= GAP + AHEAD:
        return Beat.BEFORE_DUE, _later(calendar, stage.opened_at, whole - AHEAD)
    if beat in {Beat.OPENED, Beat.BEFORE_DUE}:
        return Beat.DUE, stage.due_at
    if beat is Beat.DUE:
        return Beat.LATE, _later(calendar, stage.due_at, PATIENCE)
    return None


def may_remind(stage: Stage, now: datetime, calendar: Calendar) -> bool:
    """Whether the last reminder of a stage is long enough ago for another."""
    return stage.reminded_at is None or elapsed(calendar, stage.reminded_at, now) >= GAP


def _later(calendar: Calendar, start: datetime, worked: timedelta) -> datetime:
    """Return what `later` does; by the clock where the calendar stays closed for too long."""
    try:
        return later(calendar, start, worked)
    except Invalid:
        return start + worked
