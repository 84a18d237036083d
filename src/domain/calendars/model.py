"""A business calendar: the hours of a week, and the days that are off."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Span:
    """Open from `start` until before `end` of one local day; an `end` of 00:00 is midnight."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Calendar:
    """When people of a market are at work.

    `market` is an ISO 3166 code, or empty for the calendar of everybody who has none of their own.
    `week` holds the spans of each day from Monday on, in order and apart from each other; all of
    it is local time in `time_zone`, an IANA name. On `days_off` nobody works.
    """

    market: str
    time_zone: str
    week: Sequence[Sequence[Span]]
    days_off: Collection[date]


_WHOLE_DAY = (Span(time(0), time(0)),)

#: Every hour of every day: what counts where nobody set a calendar.
ROUND_THE_CLOCK = Calendar("", "UTC", (_WHOLE_DAY,) * 7, frozenset())
