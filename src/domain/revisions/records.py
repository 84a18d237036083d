"""The table of drafts that follow from approved revisions."""

from collections.abc import Sequence
from datetime import datetime

from domain.database import sql
from domain.revisions.model import Draft


async def add(value: Draft) -> bool:
    """Keep a draft, one for each revision; say whether it was kept."""
    done = await sql.execute(
        "INSERT INTO revision_drafts (request_id, subject_id, owner_id, opened_at)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT (request_id) DO NOTHING",
        *(value.request_id, value.subject_id, value.owner_id, value.opened_at),
    )
    return done == 1


async def drop(request_id: str, now: datetime) -> bool:
    """Write that a draft is dropped with its revision; say whether it was waiting still."""
    done = await sql.execute(
        "UPDATE revision_drafts SET dropped_at = $1"
        " WHERE request_id = $2 AND dropped_at IS NULL AND next_id IS NULL",
        *(now, request_id),
    )
    return done == 1


async def lead_to(request_id: str, next_id: str) -> bool:
    """Write what was asked for in place of what is out; say whether the draft was waiting."""
    done = await sql.execute(
        "UPDATE revision_drafts SET next_id = $1"
        " WHERE request_id = $2 AND dropped_at IS NULL AND next_id IS NULL",
        *(next_id, request_id),
    )
    return done == 1


async def get(request_id: str) -> Draft | None:
    """Return the draft of a revision."""
    row = await sql.fetch_one("SELECT * FROM revision_drafts WHERE request_id = $1", request_id)
    return _draft(row) if row else None


async def of_requests(request_ids: Sequence[str]) -> dict[str, Draft]:
    """Return the drafts that follow from revisions, or that requests were asked for from."""
    marks = sql.placeholders(1, len(request_ids))
    rows = await sql.fetch(
        f"SELECT * FROM revision_drafts WHERE request_id IN ({marks}) OR next_id IN ({marks})",
        *request_ids,
    )
    found = [_draft(row) for row in rows]
    return {one.request_id: one for one in found} | {
        one.next_id: one for one in found if one.next_id is not None
    }


async def waiting_for(owner_id: str) -> list[Draft]:
    """Return the drafts that wait for somebody, the oldest first."""
    rows = await sql.fetch(
        "SELECT * FROM revision_drafts WHERE owner_id = $1 AND dropped_at IS NULL"
        " AND next_id IS NULL ORDER BY request_id LIMIT 100",
        owner_id,
    )
    return [_draft(row) for row in rows]


def _draft(row: sql.Row) -> Draft:
    return Draft(
        request_id=row["request_id"],
        subject_id=row["subject_id"],
        owner_id=row["owner_id"],
        opened_at=sql.instant(row["opened_at"]),
        dropped_at=sql.instant_or_none(row["dropped_at"]),
        next_id=row["next_id"],
    )
