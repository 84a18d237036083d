"""How long a hub keeps what it keeps for a time. Pure."""

from dataclasses import dataclass
from datetime import date

#: The least there may be said for each, in months. Points are taken in for so long
#: (docs/decisions/0031-metrics.md), and nothing is taken in twice; three years is for how long
#: somebody may come back to what was decided (such as § 195 of Germany's civil code). A job
#: that is over is only of use to who looks for what went wrong.
POINTS_LEAST, AUDIT_LEAST, JOBS_LEAST = 25, 36, 1

#: For how many months jobs that are over stay, if nothing else is said.
JOBS_USUAL = 6


@dataclass(frozen=True, slots=True)
class Keep:
    """For how many months points stay, events in the database, and jobs that are over.

    None keeps events for good.
    """

    points_months: int = POINTS_LEAST
    audit_months: int | None = None
    jobs_months: int = JOBS_USUAL


def months_before(day: date, months: int) -> date:
    """Return the first day of the month that is so many months before that of `day`."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
