"""What is wrong with processes that run beside one another. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.processes.model import ALIVE, SKEW_MAX, Process


def alive(processes: Iterable[Process], now: datetime) -> list[Process]:
    """Return those that were heard of lately."""
    return [process for process in processes if process.heard_at > now - ALIVE]


def disagreements(processes: Sequence[Process]) -> list[str]:
    """Return the names of the settings in which processes differ that must not."""
    names = sorted({name for process in processes for name in process.settings})
    return [n for n in names if len({process.settings.get(n) for process in processes}) > 1]


def off(processes: Iterable[Process]) -> list[Process]:
    """Return those whose clock is too far from the database's."""
    return [process for process in processes if abs(process.ahead) > SKEW_MAX]
