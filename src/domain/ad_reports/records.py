"""The tables of reports: how far asking is, and back-fills."""

from collections.abc import Sequence
from datetime import date, datetime

from domain.ad_reports.model import Backfill, BackfillState, Odd, Standing
from domain.database import sql
from domain.placements.model import PlacementState

#: The states in which what stands at the platform runs, or has run.
_RAN = (
    PlacementState.LIVE,
    PlacementState.STOPPED,
    PlacementState.ARCHIVED,
    PlacementState.REFUSED,
)


async def due(publisher: str) -> list[str]:
    """Return the requests of what runs, or ran so lately that its figures still move."""
    rows = await sql.fetch(
        "SELECT DISTINCT p.request_id FROM placements p JOIN requests r ON r.id = p.request_id"
        " LEFT JOIN ad_report_standings s ON s.request_id = p.request_id"
        " WHERE p.publisher = $1 AND r.kind = 'campaign'"
        f" AND p.state IN ({sql.placeholders(2, len(_RAN))})"
        # What was settled and runs again is asked for again.
        " AND (s.settled_at IS NULL OR p.since > s.settled_at) ORDER BY p.request_id",
        *(publisher, *_RAN),
    )
    return [row["request_id"] for row in rows]


async def standing(request_id: str) -> Standing:
    """Return how far asking for a campaign's figures is."""
    row = await sql.fetch_one("SELECT * FROM ad_report_standings WHERE request_id = $1", request_id)
    if row is None:
        return Standing(request_id)
    return Standing(
        request_id,
        row["through"],
        sql.instant(row["asked_at"]),
        row["import_number"],
        Odd(row["odd"], row["odd_since"]) if row["odd"] else None,
        sql.instant_or_none(row["settled_at"]),
    )


async def reached(
    request_id: str, through: int, number: int | None, odd: Odd | None, at: datetime
) -> None:
    """Write that figures up to `through` were asked for; two who ask at once go only forward."""
    said, since = (odd.said, odd.since) if odd else (None, None)
    await sql.execute(
        "INSERT INTO ad_report_standings"
        " (request_id, through, asked_at, import_number, odd, odd_since)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (request_id) DO UPDATE SET"
        " through = CASE WHEN ad_report_standings.through > excluded.through"
        " THEN ad_report_standings.through ELSE excluded.through END,"
        " asked_at = excluded.asked_at, odd = excluded.odd, odd_since = excluded.odd_since,"
        " settled_at = NULL,"
        " import_number = COALESCE(excluded.import_number, ad_report_standings.import_number)",
        *(request_id, through, at, number, said, since),
    )


async def settle(request_id: str, at: datetime) -> None:
    """Write that nothing more is expected of a campaign."""
    await sql.execute(
        "UPDATE ad_report_standings SET settled_at = $1 WHERE request_id = $2", at, request_id
    )


async def odd_ones() -> list[str]:
    """Return why spend was not stored, of every campaign of which it was not."""
    rows = await sql.fetch(
        "SELECT r.number, s.odd FROM ad_report_standings s JOIN requests r ON r.id = s.request_id"
        " WHERE s.odd IS NOT NULL AND s.settled_at IS NULL ORDER BY r.number"
    )
    return [f"#{row['number']}: {row['odd']}" for row in rows]


async def add_backfill(value: Backfill, user_id: str | None) -> bool:
    """Keep a back-fill that was asked for; False if one of the same days is under way."""
    added = await sql.execute(
        "INSERT INTO ad_report_backfills"
        " (id, request_id, first_day, last_day, state, asked_at, user_id, tries)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT DO NOTHING",
        *(value.id, value.request_id, value.first.isoformat(), value.last.isoformat()),
        *(value.state, value.asked_at, user_id),
    )
    return added == 1


async def backfill(backfill_id: str) -> Backfill | None:
    """Return a back-fill."""
    row = await sql.fetch_one("SELECT * FROM ad_report_backfills WHERE id = $1", backfill_id)
    return _backfill(row) if row else None


async def backfills_of(request_id: str, most: int) -> Sequence[Backfill]:
    """Return the back-fills of a campaign, the newest first, `most` of them."""
    rows = await sql.fetch(
        "SELECT * FROM ad_report_backfills WHERE request_id = $1 ORDER BY id DESC LIMIT $2",
        *(request_id, most),
    )
    return [_backfill(row) for row in rows]


async def under_way(request_id: str) -> Sequence[Backfill]:
    """Return the back-fills of a campaign that are under way, one for each span of days."""
    rows = await sql.fetch(
        "SELECT * FROM ad_report_backfills WHERE request_id = $1 AND state IN ('asked', 'making')",
        request_id,
    )
    return [_backfill(row) for row in rows]


async def move(before: Backfill, after: Backfill) -> bool:
    """Write what became of a back-fill; False if somebody else moved it meanwhile."""
    changed = await sql.execute(
        "UPDATE ad_report_backfills SET state = $1, report_id = $2, tries = $3,"
        " import_number = $4, problem = $5"
        " WHERE id = $6 AND state = $7 AND tries = $8 AND COALESCE(report_id, '') = $9",
        *(after.state, after.report_id, after.tries, after.import_number, after.problem),
        *(before.id, before.state, before.tries, before.report_id or ""),
    )
    return changed == 1


def _backfill(row: sql.Row) -> Backfill:
    return Backfill(
        id=row["id"],
        request_id=row["request_id"],
        first=date.fromisoformat(row["first_day"]),
        last=date.fromisoformat(row["last_day"]),
        state=BackfillState(row["state"]),
        asked_at=sql.instant(row["asked_at"]),
        report_id=row["report_id"],
        tries=row["tries"],
        import_number=row["import_number"],
        problem=row["problem"],
    )
