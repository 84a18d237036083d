"""Which open stages nobody looks after."""

from domain.database import sql
from domain.requests.ledger import WATCH


async def unwatched(request_id: str | None = None) -> dict[str, set[str]]:
    """Return the open stages that no watch was ever asked for in their round, by request id.

    Of one request only, where it is named. The hub's own stages wait for nobody: they are none.
    """
    rows = await sql.fetch(
        "SELECT s.id, s.request_id FROM stages s JOIN requests r ON r.id = s.request_id"
        " WHERE s.state = 'open' AND s.team_id IS NOT NULL AND r.state = 'in_review'"
        " AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.lane = 'watch:' || s.id AND j.kind = $1"
        "  AND j.key LIKE 'watch:' || s.id || ':' || CAST(s.round AS TEXT) || ':%')"
        " AND (r.id = $2 OR $2 = '') ORDER BY s.id",
        WATCH,
        request_id or "",
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["request_id"], set()).add(row["id"])
    return found
