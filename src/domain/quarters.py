"""Quarters of a year as days since 1970, and the parts of a table that hold one each. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """The days of a quarter, since 1970: from `first`, and before `stop`."""

    first: int
    stop: int

    @property
    def name(self) -> str:
        """What it is called in names, such as `2026_q4`."""
        on = date.fromordinal(self.first + _EPOCH)
        return f"{on.year}_q{on.month // 3 + 1}"


def quarter_of(day: int, later: int = 0) -> Quarter:
    """Return the quarter of a day since 1970, or one so many `later`."""
    on = date.fromordinal(day + _EPOCH)
    number = on.year * 4 + (on.month - 1) // 3 + later
    return Quarter(_first(number), _first(number + 1))


def quarters_of(days: Iterable[int]) -> list[Quarter]:
    """Return the quarters that some days are in, first to last."""
    found: list[Quarter] = []
    for day in sorted(set(days)):
        if not found or day >= found[-1].stop:
            found.append(quarter_of(day))
    return found


def made(table: str, one: Quarter) -> tuple[str, str]:
    """Return the statements that make a part of a table beside it, and attach it."""
    part, days = part_name(table, one), f"FROM ({one.first}) TO ({one.stop})"
    return (
        f"CREATE TABLE {part} (LIKE {table} INCLUDING DEFAULTS)",
        f"ALTER TABLE {table} ATTACH PARTITION {part} FOR VALUES {days}",
    )


def part_name(table: str, one: Quarter) -> str:
    """Return what the part of a table is called that holds a quarter."""
    return f"{table}_{one.name}"


def _first(number: int) -> int:
    return date(number // 4, number % 4 * 3 + 1, 1).toordinal() - _EPOCH
