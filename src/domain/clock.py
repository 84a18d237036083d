"""The only door to the machine's time.

Rules never read a clock: `now` is an argument. Use cases ask the hub's clock, tests and the
demo put another one in its place.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from domain.errors import Invalid

#: Nothing is planned further ahead than ten years. A year such as 9999 is a slip of the hand, and
#: no zone can be reckoned at the end of the calendar.
HORIZON = timedelta(days=3_653)


class Clock(Protocol):
    """Something that knows the present instant."""

    def now(self) -> datetime:
        """Return the present instant, timezone-aware, in UTC."""
        ...


def too_far(now: datetime, at: datetime, path: Sequence[str] = ()) -> Invalid | None:
    """Return what is wrong with an instant that lies beyond the horizon; None if it does not."""
    if at - now <= HORIZON:
        return None
    return Invalid(
        "too_far_ahead",
        f"The year {at.year} is too far ahead; give a time before {(now + HORIZON).year}.",
        path,
    )


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's present instant in UTC."""
        return datetime.now(UTC)  # noqa: TID251  The one place that may ask the machine.


class SteppingClock:
    """A clock that stands still until it is moved; for tests and rehearsals."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the instant the clock was last moved to."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move the clock forward by `by`."""
        self._now += by
