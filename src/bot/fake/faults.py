"""Trouble on order, for tests: the next call to a method fails in a way that real ones do."""

from collections import defaultdict, deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens instead of, or besides, the answer to one call."""

    error: str = ""
    """Answer `ok: false` with this code."""
    status: int = 200
    """Answer with this HTTP status."""
    retry_after_seconds: int | None = None
    delay_seconds: float = 0.0
    """Wait this long, then go on."""
    is_lost: bool = False
    """Cut the connection in the middle of the answer."""
    is_applied: bool = False
    """Do first what was asked for."""

    @classmethod
    def refused(cls, error: str) -> "Fault":
        """Refuse with Slack's word for it; nothing is applied."""
        return cls(error=error)

    @classmethod
    def rate_limited(cls, retry_after_seconds: int) -> "Fault":
        """Answer 429 with Retry-After; nothing is applied."""
        return cls("ratelimited", status=429, retry_after_seconds=retry_after_seconds)

    @classmethod
    def broken(cls, status: int = 500) -> "Fault":
        """Answer with a server error; nothing is applied."""
        return cls("internal_error", status=status)

    @classmethod
    def slow(cls, delay_seconds: float) -> "Fault":
        """Answer rightly, but late."""
        return cls(delay_seconds=delay_seconds, is_applied=True)

    @classmethod
    def lost_before(cls) -> "Fault":
        """Lose the connection; nothing is applied."""
        return cls(is_lost=True)

    @classmethod
    def lost_after(cls) -> "Fault":
        """Apply what was asked for, then lose the connection: the caller cannot know."""
        return cls(is_lost=True, is_applied=True)


RESPONSE_URL = "response_url"
"""The name under which faults and calls of response_urls are kept."""


@dataclass(slots=True)
class Faults:
    """The trouble still to come, by method, first come first served."""

    _queues: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    def add(self, method: str, *faults: Fault) -> None:
        """Put faults before the next calls to `method`, e.g. `chat.update`; one call each."""
        self._queues[method].extend(faults)

    def take(self, method: str) -> Fault | None:
        """Return the fault for this call, if there is one, and forget it."""
        queue = self._queues.get(method)
        return queue.popleft() if queue else None
