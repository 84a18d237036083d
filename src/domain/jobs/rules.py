"""When a failed job is tried again, and what a job is about. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from domain.jobs.model import ATTEMPTS_MAX

#: First wait after a failure, and the longest one, in seconds.
WAIT_SECONDS_MIN = 1.0
WAIT_SECONDS_MAX = 900.0


def wait_after(attempt: int) -> timedelta | None:
    """Return how long to wait after the failed try number `attempt`; None to give up.

    The waits double: 1 s, 2 s, 4 s, ... up to a quarter of an hour.
    """
    if attempt >= ATTEMPTS_MAX:
        return None
    return timedelta(seconds=min(WAIT_SECONDS_MIN * 2 ** (attempt - 1), WAIT_SECONDS_MAX))


#: Where the details of a job name what it is about, in the order in which they count.
_ABOUT = ("request_id", "case_id", "subject_id", "alert_id", "id")


def subject(details: Mapping[str, Any]) -> str:
    """Return the id of what a job is about, such as `req_...`; empty if it is about nothing."""
    named = (details.get(name) for name in _ABOUT)
    return next((one for one in named if isinstance(one, str) and "_" in one[:6]), "")
