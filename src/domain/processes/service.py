"""Saying that a process lives, and asking whether clocks agree."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import structlog

from domain.clock import Clock, SystemClock
from domain.errors import Conflict
from domain.processes import records
from domain.processes.model import BEAT, KEPT, SKEW_MAX, Process

log = structlog.get_logger()


class Pulse:
    """When a process last said that it lives, by a clock that nobody sets."""

    def __init__(self) -> None:
        self._at = monotonic()

    def beat(self) -> None:
        """Say that it lives."""
        self._at = monotonic()

    def silent(self) -> float:
        """Return for how many seconds it has not said so."""
        return monotonic() - self._at


async def ahead(machine: Clock) -> timedelta:
    """Return how far `machine` is before the database's clock; zero where they are the same."""
    before = machine.now()
    there = await records.database_now()
    if there is None:
        return timedelta(0)
    return before + (machine.now() - before) / 2 - there


async def require_same_time(machine: Clock) -> None:
    """Raise `Conflict` if this machine's clock is too far from the database's."""
    found = await ahead(machine)
    if abs(found) > SKEW_MAX:
        raise Conflict(
            "clock_skew",
            f"This machine's clock is {_said(found)} the database's; leases and due times need"
            f" less than {SKEW_MAX.total_seconds():.0f} s. Set it (NTP), and start again.",
        )


async def live(
    clock: Clock,
    name: str,
    parts: frozenset[str],
    settings: Mapping[str, str],
    pulse: Pulse | None = None,
) -> None:
    """Say again and again that a process lives, until cancelled; it is forgotten then.

    Each time that it was written down, `pulse` beats.
    """
    process = Process(name, tuple(sorted(parts)), settings, timedelta(0), clock.now())
    try:
        while True:
            if await _beat(clock, process) and pulse is not None:
                pulse.beat()
            await asyncio.sleep(BEAT.total_seconds())
    finally:
        await _end(name)


async def _beat(clock: Clock, process: Process) -> bool:
    now = clock.now()
    try:
        found = await ahead(SystemClock())
        await records.put(replace(process, ahead=found, heard_at=now))
        await records.forget_before(now - KEPT)
    except Exception as error:  # noqa: BLE001  A database that is out is told of by who needs it.
        log.warning("beat_failed", reason=f"{type(error).__name__}: {error}")
        return False
    if abs(found) > SKEW_MAX:
        log.error("clock_skew", said=f"{_said(found)} the database's", remedy="set it (NTP)")
    return True


async def _end(name: str) -> None:
    try:
        async with asyncio.timeout(1):
            await records.forget(name)
    except Exception as error:  # noqa: BLE001  It is stopping; what is left is forgotten in a day.
        log.warning("beat_failed", reason=f"{type(error).__name__}: {error}")


def _said(found: timedelta) -> str:
    seconds = abs(found).total_seconds()
    return f"{seconds:.1f} s {'before' if found > timedelta(0) else 'behind'}"
