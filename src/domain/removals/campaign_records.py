"""The table of what the hub itself takes down of campaigns; no publication of its own is there."""

from collections.abc import Sequence
from datetime import datetime

from domain.database import sql
from domain.database.listing import of_each
from domain.removals.model import How, Removal


async def add(value: Removal) -> bool:
    """Write that a campaign is to go; False if the same request asked that before."""
    return (
        await sql.execute(
            "INSERT INTO campaign_removals (id, request_id, subject_id, target, how, places,"
            " asked_at, evidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
            " ON CONFLICT (request_id, subject_id) DO NOTHING",
            *(value.id, value.request_id, value.subject_id, value.target, value.how),
            *(list(value.places), value.asked_at, []),
        )
        == 1
    )


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Removal]]:
    """Return what requests had taken down of campaigns, by the request that asked for it."""
    return await of_each("campaign_removals", "request_id", request_ids, _removal)


async def of_campaign(campaign_id: str) -> list[Removal]:
    """Return what was to be taken down of a campaign, gone or not, the oldest first."""
    return (await of_each("campaign_removals", "subject_id", [campaign_id], _removal))[campaign_id]


async def gone_from(campaign_ids: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return by campaign in which places it was seen to run no more."""
    found = await of_each("campaign_removals", "subject_id", campaign_ids, _removal)
    return {
        campaign: frozenset(place for one in several if one.gone_at for place in one.places)
        for campaign, several in found.items()
    }


async def stuck(removal_id: str, at: datetime) -> bool:
    """Write that people have to take a campaign down; False where that is known, or it is gone."""
    return (
        await sql.execute(
            "UPDATE campaign_removals SET stuck_since = $1"
            " WHERE id = $2 AND stuck_since IS NULL AND gone_at IS NULL",
            *(at, removal_id),
        )
        == 1
    )


async def seen_gone(
    removal_id: str, how: How, evidence: Sequence[str], at: datetime, said_by: str | None = None
) -> None:
    """Write by what it was seen that a campaign is gone, and how much of it went in the end.

    `said_by` is the person whose word it is; None where the hub saw it.
    """
    await sql.execute(
        "UPDATE campaign_removals SET how = $1, evidence = $2, gone_at = $3, said_by = $4"
        " WHERE id = $5 AND gone_at IS NULL",
        *(how, list(evidence), at, said_by, removal_id),
    )


def _removal(row: sql.Row) -> Removal:
    return Removal(
        id=row["id"],
        request_id=row["request_id"],
        subject_id=row["subject_id"],
        publication_id=None,
        target=row["target"],
        how=How(row["how"]),
        places=tuple(sql.document(row["places"])),
        isrc="",
        asked_at=sql.instant(row["asked_at"]),
        evidence=tuple(sql.document(row["evidence"])),
        gone_at=sql.instant_or_none(row["gone_at"]),
        said_by=row["said_by"],
        stuck_since=sql.instant_or_none(row["stuck_since"]),
    )
