"""Slack's rate limits: so many calls of a method in a workspace within a sliding minute.

The tiers are lower bounds in Slack's documentation ("50+ per minute"); the fake takes them as
they stand, because a bot that keeps to them is never refused.
"""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` calls within any `seconds`."""

    count: int
    seconds: int


MINUTE = 60
TIER_2 = Limit(20, MINUTE)  # docs.slack.dev/apis/web-api/rate-limits: 20+ per minute.
TIER_3 = Limit(50, MINUTE)  # Same page: 50+ per minute.
TIER_4 = Limit(100, MINUTE)  # Same page: 100+ per minute.
SPECIAL = Limit(300, MINUTE)  # Same page: "several hundred messages per minute" per workspace.
POST_PER_CHANNEL = Limit(3, 3)  # Same page: one a second per channel, "short bursts allowed".


@dataclass(slots=True)
class Rates:
    """Who has called what, and when, as far back as a limit looks."""

    _calls: dict[tuple[str, ...], deque[datetime]] = field(
        default_factory=lambda: defaultdict(deque)
    )

    def take(self, key: tuple[str, ...], limit: Limit, now: datetime) -> int | None:
        """Count a call and return None, or return the seconds to wait and count nothing."""
        calls = self._calls[key]
        span = timedelta(seconds=limit.seconds)
        while calls and now - calls[0] >= span:
            calls.popleft()
        if len(calls) >= limit.count:
            return max(1, math.ceil((calls[0] + span - now).total_seconds()))
        calls.append(now)
        return None
