"""The table of what the hub itself takes down."""

from collections.abc import Sequence
from datetime import datetime

from domain.database import sql
from domain.database.listing import of_each
from domain.removals import campaign_records
from domain.removals.model import How, Removal, Taken


async def add(value: Removal) -> bool:
    """Write that something is to be taken down; False if the same request asked that before."""
    return (
        await sql.execute(
            "INSERT INTO removals (id, request_id, subject_id, publication_id, target, how,"
            " places, isrc, asked_at, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
            " ON CONFLICT (request_id, publication_id) DO NOTHING",
            *(value.id, value.request_id, value.subject_id, value.publication_id, value.target),
            *(value.how, list(value.places), value.isrc, value.asked_at, []),
        )
        == 1
    )


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Removal]]:
    """Return what requests had taken down, by the request that asked for it."""
    published = await of_each("removals", "request_id", request_ids, _removal)
    campaigns = await campaign_records.of_requests(request_ids)
    return {request_id: published[request_id] + campaigns[request_id] for request_id in published}


async def waiting(publication_id: str) -> list[Removal]:
    """Return what is to be taken down of a publication and was not seen to be gone yet."""
    rows = await sql.fetch(
        "SELECT * FROM removals WHERE publication_id = $1 AND gone_at IS NULL ORDER BY id",
        publication_id,
    )
    return [_removal(row) for row in rows]


async def taken_from(publication_id: str, since: datetime) -> Taken:
    """Return what of a publication must not stand there: asked for from `since` on.

    What was asked for by a request that was withdrawn before it was done does not count.
    """
    rows = await sql.fetch(
        "SELECT m.* FROM removals m JOIN requests r ON r.id = m.request_id"
        " WHERE m.publication_id = $1 AND m.asked_at >= $2"
        " AND (m.gone_at IS NOT NULL OR r.state IN ('approved', 'published', 'live'))",
        *(publication_id, since),
    )
    found = [_removal(row) for row in rows]
    tracks = frozenset(one.isrc for one in found if one.how is How.TRACK)
    wide = [one for one in found if one.how is not How.TRACK]
    return Taken(frozenset(place for one in wide for place in one.places), tracks)


async def seen_gone(
    removal_id: str, how: How, evidence: Sequence[str], at: datetime, said_by: str | None = None
) -> None:
    """Write by what it was seen that something is gone, and how much went in the end.

    `said_by` is the person whose word it is; None where the hub saw it.
    """
    await sql.execute(
        "UPDATE removals SET how = $1, evidence = $2, gone_at = $3, said_by = $4"
        " WHERE id = $5 AND gone_at IS NULL",
        *(how, list(evidence), at, said_by, removal_id),
    )


def _removal(row: sql.Row) -> Removal:
    return Removal(
        id=row["id"],
        request_id=row["request_id"],
        subject_id=row["subject_id"],
        publication_id=row["publication_id"],
        target=row["target"],
        how=How(row["how"]),
        places=tuple(sql.document(row["places"])),
        isrc=row["isrc"],
        asked_at=sql.instant(row["asked_at"]),
        evidence=tuple(sql.document(row["evidence"])),
        gone_at=sql.instant_or_none(row["gone_at"]),
        said_by=row["said_by"],
    )
