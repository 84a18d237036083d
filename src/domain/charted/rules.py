"""What is reckoned from figures for a chart. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.charts.model import Point, Presence
from domain.charts.rules import known

#: Over how many settled days it is looked how fast money is spent, and how many it takes.
RATE_DAYS, RATE_MIN = 7, 3


def summed(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the sums of what is known since the first day; a day without a number has none."""
    total, found = 0.0, []
    for one in points:
        total += one.value or 0.0
        found.append(Point(one.day, None if one.value is None else total, one.presence))
    return tuple(found)


def projected(daily: Sequence[Point], settled: date | None, ends: date) -> float | None:
    """Return what will be spent by the end if it goes on as in the last settled week.

    None where it cannot be known: a day lacks, too few are settled, or it is over.
    """
    days = known(daily)
    if settled is None or not days or len(days) < len(daily) or days[-1][0] >= ends:
        return None
    recent = [value for day, value in days if day <= settled][-RATE_DAYS:]
    if len(recent) < RATE_MIN:
        return None
    left = (ends - days[-1][0]) // timedelta(days=1)
    return sum(value for _, value in days) + sum(recent) / len(recent) * left


def alike(steps: Sequence[Sequence[Point]]) -> list[tuple[float | None, Presence]]:
    """Return the sum of each step over the days on which all that say anything are known.

    A step of which nothing is known at all is missing, or withheld, and keeps no other back.
    """
    days = [dict(known(one)) for one in steps]
    said = [one for one in days if one]
    common = set(said[0]).intersection(*said[1:]) if said else set()
    found: list[tuple[float | None, Presence]] = []
    for points, values in zip(steps, days, strict=True):
        if values and common:
            found.append((sum(values[day] for day in common), Presence.KNOWN))
            continue
        hidden = any(one.presence is Presence.SUPPRESSED for one in points)
        found.append((None, Presence.SUPPRESSED if hidden else Presence.MISSING))
    return found
