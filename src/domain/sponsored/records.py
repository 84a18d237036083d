"""The table of campaigns that sponsorships became where their inventory is bought at Spotify."""

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql


class SponsoredCampaignRecord(Model):
    """The campaign that one revision of a sponsorship became."""

    campaign = fields.OneToOneField(
        "hub.RequestRecord", primary_key=True, on_delete=fields.RESTRICT, related_name=False
    )
    sponsorship = fields.ForeignKeyField(
        "hub.RequestRecord", on_delete=fields.RESTRICT, related_name=False
    )
    revision = fields.IntField()
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept; a revision becomes one campaign."""

        table = "sponsored_campaigns"
        unique_together = (("sponsorship", "revision"),)


async def add(sponsorship_id: str, revision: int, campaign_id: str, at: datetime) -> None:
    """Write which campaign a revision of a sponsorship became."""
    await sql.execute(
        "INSERT INTO sponsored_campaigns (campaign_id, sponsorship_id, revision, at)"
        " VALUES ($1, $2, $3, $4)",
        *(campaign_id, sponsorship_id, revision, at),
    )


async def campaign_of(sponsorship_id: str) -> str | None:
    """Return the latest campaign a sponsorship became; None if it became none."""
    row = await sql.fetch_one(
        "SELECT campaign_id FROM sponsored_campaigns WHERE sponsorship_id = $1"
        " ORDER BY revision DESC LIMIT 1",
        sponsorship_id,
    )
    return str(row["campaign_id"]) if row else None


async def sponsorship_of(campaign_id: str) -> str | None:
    """Return the sponsorship a campaign was asked for by; None if people asked for it."""
    row = await sql.fetch_one(
        "SELECT sponsorship_id FROM sponsored_campaigns WHERE campaign_id = $1", campaign_id
    )
    return str(row["sponsorship_id"]) if row else None
