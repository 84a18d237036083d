"""The table of what happened to alerts while nobody was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.database import sql
from domain.thresholds.model import AlertMove


@dataclass(frozen=True, slots=True)
class Hush:
    """What happened to an alert `at` an instant of a silence, which lasts `until` another."""

    id: str
    alert_id: str
    move: AlertMove
    until: datetime
    at: datetime


async def add(value: Hush) -> None:
    """Keep what happened."""
    await sql.execute(
        "INSERT INTO alert_hushes (id, alert_id, move, until, at) VALUES ($1, $2, $3, $4, $5)",
        *(value.id, value.alert_id, value.move, value.until, value.at),
    )


async def ending(until: datetime) -> list[Hush]:
    """Return what is told at the end of silences, first to last."""
    rows = await sql.fetch("SELECT * FROM alert_hushes WHERE until = $1 ORDER BY at, id", until)
    return [_hush(row) for row in rows]


async def since(at: datetime, most: int) -> Sequence[Hush]:
    """Return what was kept for silences that end after an instant, first to last: the latest."""
    rows = await sql.fetch(
        "SELECT * FROM alert_hushes WHERE until > $1 ORDER BY at DESC, id DESC LIMIT $2", at, most
    )
    return [_hush(row) for row in reversed(rows)]


def _hush(row: sql.Row) -> Hush:
    until, at = sql.instant(row["until"]), sql.instant(row["at"])
    return Hush(row["id"], row["alert_id"], AlertMove(row["move"]), until, at)
