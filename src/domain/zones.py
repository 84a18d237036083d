"""Which time zones there are."""

from functools import lru_cache
from zoneinfo import available_timezones


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """Return the names of every IANA zone; finding them means reading a whole folder, so once."""
    return frozenset(available_timezones())
