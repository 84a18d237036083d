"""A clock that several processes read, and only one moves."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from domain.clock import SteppingClock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(microseconds=1)


class SharedClock(SteppingClock):
    """A clock that stands still until it is moved; its instant is kept in the file `path`.

    The file is replaced as a whole, so nobody ever reads half an instant.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def now(self) -> datetime:
        """Return the instant the clock was last moved to, by any process."""
        return _EPOCH + int(self.path.read_bytes()) * _STEP

    def set(self, to: datetime) -> None:
        """Move the clock to `to`, forward or back."""
        partial = self.path.with_suffix(".partial")
        partial.write_text(str((to - _EPOCH) // _STEP))
        partial.replace(self.path)

    def advance(self, by: timedelta) -> None:
        """Move the clock forward by `by`."""
        self.set(self.now() + by)
