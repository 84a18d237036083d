"""The tables of insights: what a campaign came to by part at a day's end, and what is never told.

Countries were looked at before all others, and have a table of their own.
"""

from datetime import datetime

from domain.ad_reports.model import Snapshot
from domain.database import sql
from domain.insights import Insight


async def snapshot(request_id: str, insight: Insight, day: int) -> Snapshot | None:
    """Return what a campaign had come to by part at the end of a day; None if nobody looked."""
    if insight is Insight.COUNTRY:
        row = await sql.fetch_one(
            "SELECT day, countries AS parts FROM ad_report_snapshots"
            " WHERE request_id = $1 AND day = $2",
            *(request_id, day),
        )
    else:
        row = await sql.fetch_one(
            "SELECT day, parts FROM ad_report_insights"
            " WHERE request_id = $1 AND insight = $2 AND day = $3",
            *(request_id, insight, day),
        )
    return _snapshot(row) if row else None


async def keep_snapshot(request_id: str, insight: Insight, taken: Snapshot, at: datetime) -> None:
    """Keep what a campaign came to by part; the first look of a day stands.

    A day is told from the one before it, and from none that is older: those are let go.
    """
    parts = {"of": taken.parts, "gone": taken.gone}
    if insight is Insight.COUNTRY:
        await sql.execute(
            "INSERT INTO ad_report_snapshots (request_id, day, countries, taken_at)"
            " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            *(request_id, taken.day, parts, at),
        )
        await sql.execute(
            "DELETE FROM ad_report_snapshots WHERE request_id = $1 AND day < $2",
            *(request_id, taken.day - 1),
        )
        return
    await sql.execute(
        "INSERT INTO ad_report_insights (request_id, insight, day, parts, taken_at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        *(request_id, insight, taken.day, parts, at),
    )
    await sql.execute(
        "DELETE FROM ad_report_insights WHERE request_id = $1 AND insight = $2 AND day < $3",
        *(request_id, insight, taken.day - 1),
    )


async def last_looks(request_id: str) -> dict[Insight, Snapshot]:
    """Return the last look at a campaign by each insight that was asked for."""
    rows = await sql.fetch(
        "SELECT * FROM (SELECT 'country' AS insight, day, countries AS parts"
        " FROM ad_report_snapshots WHERE request_id = $1 ORDER BY day DESC LIMIT 1) last"
        " UNION ALL SELECT insight, day, parts FROM ad_report_insights WHERE request_id = $1"
        " ORDER BY day",
        request_id,
    )
    return {Insight(row["insight"]): _snapshot(row) for row in rows}


async def never_told(request_id: str) -> set[Insight]:
    """Return what the platform tells of a campaign by none of."""
    rows = await sql.fetch(
        "SELECT insight FROM ad_report_never_told WHERE request_id = $1", request_id
    )
    return {Insight(row["insight"]) for row in rows}


async def keep_never(request_id: str, insight: Insight, at: datetime) -> None:
    """Keep that the platform will never tell a campaign's figures by something."""
    await sql.execute(
        "INSERT INTO ad_report_never_told (request_id, insight, at) VALUES ($1, $2, $3)"
        " ON CONFLICT DO NOTHING",
        *(request_id, insight, at),
    )


def _snapshot(row: sql.Row) -> Snapshot:
    kept = sql.document(row["parts"])
    return Snapshot(row["day"], kept["of"], kept.get("gone", {}))
