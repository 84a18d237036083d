"""When a failed job is tried again. Pure."""

from datetime import timedelta

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
