"""The table of teams that hear of no alerts for some time, and what that moves of their alerts."""

from collections.abc import Collection
from datetime import datetime

from domain.database import sql
from domain.thresholds.model import TeamSilence
from domain.thresholds.records import some_of


async def in_force(now: datetime) -> list[TeamSilence]:
    """Return what lasts at an instant, by when it ends."""
    rows = await sql.fetch(
        "SELECT * FROM alert_team_silences WHERE until > $1 ORDER BY until, team_id", now
    )
    return [_silence(row) for row in rows]


async def put(value: TeamSilence) -> None:
    """Keep until when a team hears of nothing, in place of what was."""
    await sql.execute(
        "INSERT INTO alert_team_silences (team_id, until, note, user_id, at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (team_id) DO UPDATE SET"
        " until = excluded.until, note = excluded.note, user_id = excluded.user_id,"
        " at = excluded.at",
        *(value.team_id, value.until, value.note, value.user_id, value.at),
    )


async def end(team_id: str, now: datetime) -> bool:
    """End a team's silence; say whether there was one."""
    query = "UPDATE alert_team_silences SET until = $1 WHERE team_id = $2 AND until > $1"
    return await sql.execute(query, now, team_id) == 1


async def kept(now: datetime) -> list[str]:
    """Return the alerts of which something is kept for a digest that is not due yet."""
    rows = await sql.fetch(
        "SELECT DISTINCT alert_id FROM alert_hushes WHERE until > $1 ORDER BY alert_id", now
    )
    return [row["alert_id"] for row in rows]


async def move(alert_ids: Collection[str], until: datetime, now: datetime) -> None:
    """Have what is kept of some alerts be told at another instant, if it was not told yet."""
    for some in some_of(alert_ids):
        ids = sql.placeholders(3, len(some))
        await sql.execute(
            f"UPDATE alert_hushes SET until = $1 WHERE until > $2 AND alert_id IN ({ids})",
            *(until, now, *some),
        )
        await sql.execute(
            f"UPDATE alerts SET hushed_until = $1 WHERE hushed_until > $2 AND id IN ({ids})",
            *(until, now, *some),
        )


def _silence(row: sql.Row) -> TeamSilence:
    until, at = sql.instant(row["until"]), sql.instant(row["at"])
    return TeamSilence(row["team_id"], until, row["note"], row["user_id"], at)
