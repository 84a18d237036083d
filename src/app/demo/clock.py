"""The demo's clock: the machine's, ahead by the days that somebody let pass."""

from datetime import datetime, timedelta
from pathlib import Path

from domain.clock import SystemClock

#: What is asked for is for tomorrow at the soonest, and nobody who tries it out waits for that.
DAY = timedelta(days=1)


class DemoClock:
    """Tells the time of the demo; how far it is ahead is kept in a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._machine = SystemClock()
        self._days = int(path.read_text()) if path.exists() else 0

    def now(self) -> datetime:
        """Return the present instant of the demo, in UTC."""
        return self._machine.now() + self._days * DAY

    def let_pass(self) -> None:
        """Let a day pass. The workers look within seconds."""
        self._days += 1
        self._path.write_text(str(self._days))
