"""The table of what targetings change of campaigns."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.campaigns.targets.model import ByMarket, Change, Reach
from domain.database import sql


class ChangeRecord(Model):
    """What one targeting wants of a campaign, and what of that is set; by market."""

    request = fields.OneToOneField(
        "hub.RequestRecord", primary_key=True, on_delete=fields.RESTRICT, related_name=False
    )
    campaign = fields.ForeignKeyField(
        "hub.RequestRecord", on_delete=fields.RESTRICT, related_name=False, db_index=True
    )
    wanted = fields.JSONField[dict[str, Any]]()
    applied = fields.JSONField[dict[str, Any]]()
    begun = fields.JSONField[dict[str, Any]](null=True)
    asked_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "campaign_targets"


async def want(request_id: str, campaign_id: str, targets: ByMarket, at: datetime) -> None:
    """Write what a targeting wants from now on; it is the latest from when it first did."""
    await sql.execute(
        "INSERT INTO campaign_targets (request_id, campaign_id, wanted, applied, asked_at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (request_id) DO UPDATE SET"
        " wanted = excluded.wanted",
        *(request_id, campaign_id, _written(targets), {}, at),
    )


async def want_no_more(request_id: str) -> str | None:
    """Write that a targeting is over; return its campaign, None if it never wanted anything."""
    change = await of_request(request_id)
    if change is None:
        return None
    await sql.execute(
        "UPDATE campaign_targets SET wanted = $1 WHERE request_id = $2", {}, request_id
    )
    return change.campaign_id


async def set_as_wanted(changes: Sequence[Change]) -> None:
    """Write that what `changes` want is what is set."""
    for one in changes:
        await sql.execute(
            "UPDATE campaign_targets SET applied = $1 WHERE request_id = $2",
            *(_written(one.wanted), one.request_id),
        )


async def begin(request_id: str, targets: ByMarket) -> None:
    """Write which targets of a campaign are about to be drafted, in the job of a targeting."""
    await sql.execute(
        "UPDATE campaign_targets SET begun = $1 WHERE request_id = $2",
        *(_written(targets), request_id),
    )


async def begun_of(campaign_id: str) -> list[ByMarket]:
    """Return which targets of a campaign were drafted by tries that came to no known end."""
    rows = await sql.fetch(
        "SELECT begun FROM campaign_targets WHERE campaign_id = $1 AND begun IS NOT NULL",
        campaign_id,
    )
    return [_read(sql.document(row["begun"])) for row in rows]


async def ended(campaign_id: str) -> None:
    """Write that of the targets of a campaign no draft of the hub's is left."""
    await sql.execute(
        "UPDATE campaign_targets SET begun = NULL WHERE campaign_id = $1 AND begun IS NOT NULL",
        campaign_id,
    )


async def of_request(request_id: str) -> Change | None:
    """Return what a targeting changes of a campaign; None if nothing."""
    row = await sql.fetch_one("SELECT * FROM campaign_targets WHERE request_id = $1", request_id)
    return _change(row) if row else None


async def of_campaign(campaign_id: str) -> list[Change]:
    """Return what targetings change of a campaign, the latest last."""
    rows = await sql.fetch(
        "SELECT * FROM campaign_targets WHERE campaign_id = $1 ORDER BY asked_at, request_id",
        campaign_id,
    )
    return [_change(row) for row in rows]


def _written(targets: ByMarket) -> dict[str, Any]:
    return {market: one.model_dump(mode="json") for market, one in targets.items()}


def _read(held: Mapping[str, Any]) -> ByMarket:
    return {market: Reach.model_validate(one) for market, one in held.items()}


def _change(row: sql.Row) -> Change:
    return Change(
        request_id=row["request_id"],
        campaign_id=row["campaign_id"],
        wanted=_read(sql.document(row["wanted"])),
        applied=_read(sql.document(row["applied"])),
    )
