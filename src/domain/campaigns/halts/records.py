"""The table of campaigns that do not run because of the ad account they are in."""

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql

#: A campaign that left while it was halted is looked at no more, so nobody says that it runs.
_STANDS = "r.state IN ('published', 'live')"


class HaltRecord(Model):
    """Why a campaign does not run, for as long as it does not."""

    request = fields.OneToOneField(
        "hub.RequestRecord", primary_key=True, on_delete=fields.RESTRICT, related_name=False
    )
    why = fields.TextField()
    since = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "campaign_halts"


async def why(request_id: str) -> str | None:
    """Return why a campaign does not run; None where nothing was noticed."""
    row = await sql.fetch_one("SELECT why FROM campaign_halts WHERE request_id = $1", request_id)
    return str(row["why"]) if row else None


async def any_of_brand(brand_id: str) -> bool:
    """Whether anything of a brand is halted."""
    row = await sql.fetch_one(
        "SELECT 1 AS found FROM campaign_halts h JOIN requests r ON r.id = h.request_id"
        f" WHERE r.brand_id = $1 AND {_STANDS} LIMIT 1",
        brand_id,
    )
    return row is not None


async def put(request_id: str, why: str, at: datetime) -> None:
    """Write that a campaign does not run; since when stays as it was first noticed."""
    await sql.execute(
        "INSERT INTO campaign_halts (request_id, why, since) VALUES ($1, $2, $3)"
        " ON CONFLICT (request_id) DO UPDATE SET why = excluded.why",
        *(request_id, why, at),
    )


async def forget(request_id: str) -> bool:
    """Write that nothing halts a campaign any more; False where nothing did."""
    done = await sql.execute("DELETE FROM campaign_halts WHERE request_id = $1", request_id)
    return done == 1


async def count() -> int:
    """Return how many campaigns do not run because of their ad account."""
    row = await sql.fetch_one(
        "SELECT COUNT(*) AS found FROM campaign_halts h JOIN requests r ON r.id = h.request_id"
        f" WHERE {_STANDS}"
    )
    return int(row["found"]) if row else 0
