"""The table of campaigns that do not run, or wait, because of the ad account they are for."""

from collections.abc import Collection
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.requests.kinds.campaign import NAME
from domain.requests.model import RequestState

#: A campaign that left while it was halted is looked at no more, so nobody says that it runs.
_STANDS = "r.state IN ('published', 'live')"


class HaltRecord(Model):
    """Why a campaign does not run, or waits, for as long as that is so.

    `case_id` is the case by which its brand's managers hear of it.
    """

    request = fields.OneToOneField(
        "hub.RequestRecord", primary_key=True, on_delete=fields.RESTRICT, related_name=False
    )
    why = fields.TextField()
    since = fields.DatetimeField()
    case_id = fields.CharField(40, null=True)

    class Meta:
        """Where it is kept."""

        table = "campaign_halts"


async def why(request_id: str) -> str | None:
    """Return why a campaign does not run; None where nothing was noticed."""
    row = await sql.fetch_one("SELECT why FROM campaign_halts WHERE request_id = $1", request_id)
    return str(row["why"]) if row else None


async def told_of_brand(brand_id: str) -> tuple[bool, str | None]:
    """Return whether a brand's managers heard of anything of theirs, and by which case.

    What was noticed before cases were kept names none.
    """
    row = await sql.fetch_one(
        "SELECT h.case_id FROM campaign_halts h JOIN requests r ON r.id = h.request_id"
        " WHERE r.brand_id = $1 ORDER BY h.case_id IS NULL, h.case_id LIMIT 1",
        brand_id,
    )
    return row is not None, row["case_id"] if row else None


async def put(request_id: str, why: str, at: datetime, case_id: str | None = None) -> None:
    """Write that a campaign does not run, or waits; since when stays as it was first noticed."""
    await sql.execute(
        "INSERT INTO campaign_halts (request_id, why, since, case_id) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (request_id) DO UPDATE SET why = excluded.why, case_id = excluded.case_id",
        *(request_id, why, at, case_id),
    )


async def forget(request_id: str) -> bool:
    """Write that nothing halts a campaign any more; False where nothing did."""
    done = await sql.execute("DELETE FROM campaign_halts WHERE request_id = $1", request_id)
    return done == 1


async def unaware(states: Collection[RequestState]) -> list[str]:
    """Return the campaigns in `states` of which nobody said that the ad account holds them."""
    marks = sql.placeholders(2, len(states))
    rows = await sql.fetch(
        "SELECT r.id FROM requests r LEFT JOIN campaign_halts h ON h.request_id = r.id"
        f" WHERE r.kind = $1 AND r.state IN ({marks}) AND h.request_id IS NULL ORDER BY r.id",
        *(NAME, *sorted(states)),
    )
    return [str(row["id"]) for row in rows]


async def aware() -> list[str]:
    """Return the requests of which it was said that the ad account holds them."""
    rows = await sql.fetch("SELECT request_id FROM campaign_halts ORDER BY request_id")
    return [str(row["request_id"]) for row in rows]


async def count() -> int:
    """Return how many campaigns do not run because of their ad account."""
    row = await sql.fetch_one(
        "SELECT COUNT(*) AS found FROM campaign_halts h JOIN requests r ON r.id = h.request_id"
        f" WHERE {_STANDS}"
    )
    return int(row["found"]) if row else 0
