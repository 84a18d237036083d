"""What the bot has asked of the fake: counts that never reset, and the latest calls in full."""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

CALLS_KEPT_MAX = 10_000  # Ours: enough for any test, small enough for a demo that runs for weeks.


@dataclass(frozen=True, slots=True)
class Called:
    """One call: what was asked, by which team's bot, and the outcome (`ok` or Slack's code)."""

    at: datetime
    method: str
    team: str
    args: Mapping[str, object]
    outcome: str


@dataclass(slots=True)
class Calls:
    """The log of calls."""

    counts: Counter[str] = field(default_factory=Counter)
    latest: deque[Called] = field(default_factory=lambda: deque(maxlen=CALLS_KEPT_MAX))

    def note(self, called: Called) -> None:
        """Write a call down."""
        self.counts[called.method] += 1
        self.latest.append(called)

    def of(self, method: str) -> list[Called]:
        """Return the latest calls to one method, oldest first."""
        return [called for called in self.latest if called.method == method]
