"""When is told that something ends: each step once, and never a burst of steps. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

#: The steps, in whole days before the end, the farthest first; the last is the end itself.
STEPS: Sequence[int] = (180, 90, 30, 14, 7, 1, 0)


class Notice(StrEnum):
    """What comes: the end of a grant, or the last moment to leave an agreement."""

    END = "end"
    LEAVE = "leave"


def reached(end: datetime, now: datetime) -> int | None:
    """Return the nearest step that has come at `now`, those missed before it left out.

    None while the first is still to come.
    """
    come = [step for step in STEPS if at(end, step) <= now]
    return min(come, default=None)


def following(end: datetime, now: datetime) -> int | None:
    """Return the next step after `now`; None once the end has come."""
    return max((step for step in STEPS if at(end, step) > now), default=None)


def at(end: datetime, step: int) -> datetime:
    """Return when a step comes."""
    return end - timedelta(days=step)
