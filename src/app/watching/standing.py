"""How the hub stands, for figures: asked of the database every few seconds at most."""

import asyncio
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

import structlog

from app.released import version
from domain.connections import reading as connections
from domain.database import sql
from domain.hub import Hub
from domain.jobs import standing_records as jobs
from domain.people import workspaces
from domain.rights.live import judged_records
from domain.thresholds import records as thresholds

#: For how long what was found counts, and how long the database may take, in seconds.
KEPT_SECONDS, ASKED_SECONDS = 5.0, 3.0

#: A gauge: what its label is called, empty if it has none, and the number of each value.
Gauges = Mapping[str, tuple[str, Mapping[str, float]]]

log = structlog.get_logger()


@dataclass
class Standing:
    """How the hub stood when somebody last asked.

    What the database has to say is missing while it does not answer: an old number would be taken
    for a true one.
    """

    hub: Hub
    _found: Gauges = field(default_factory=dict)
    _at: float = 0.0
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def look(self) -> None:
        """Ask the database, unless that was done a moment ago."""
        async with self._asking:
            if self._at and monotonic() - self._at < KEPT_SECONDS:
                return
            self._found = {}
            try:
                async with asyncio.timeout(ASKED_SECONDS):
                    self._found = await _found(self.hub.clock.now())
            except Exception as error:  # noqa: BLE001  Whatever it is, the other figures are told.
                log.warning("figures_missing", reason=f"{type(error).__name__}: {error}"[:300])
            self._at = monotonic()

    def gauges(self) -> Gauges:
        """Return what was found, with what this process knows of itself."""
        python = platform.python_version()
        return {
            **self._found,
            "database_answers": _one(bool(self._found)),
            "subscriptions_open": _one(self.hub.feed.listening),
            "database_connections": ("state", sql.connections()),
            "build_info": ("version", {f"{version()} on Python {python}": 1}),
        }


async def _found(now: datetime) -> Gauges:
    counts, first = await jobs.standing(now)
    slack = await workspaces.standings()
    ends = [one.ends_at for one in slack if one.ends_at and one.removed_at is None]
    broken = sum(bool(one.trouble) and one.removed_at is None for one in slack)
    accounts = await connections.troubles()
    found: dict[str, tuple[str, Mapping[str, float]]] = {
        "outbox_jobs": ("state", counts),
        "outbox_oldest_due_seconds": _one(_seconds(now - first) if first else 0.0),
        "alerts_open": _one(await thresholds.open_count()),
        "live_not_cleared": _one(await judged_records.at_odds_count()),
        "reconnect_needed": ("service", {"slack": broken, "spotify": len(accounts)}),
    }
    if ends:
        found["token_expiry_seconds"] = ("service", {"slack": _seconds(min(ends) - now)})
    return found


def _one(number: float) -> tuple[str, Mapping[str, float]]:
    return "", {"": float(number)}


def _seconds(length: timedelta) -> float:
    return round(length.total_seconds(), 3)
