"""The table of placements."""

from collections.abc import Sequence
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain import ids
from domain.database import sql
from domain.placements.model import Placement, PlacementState


class PlacementRecord(Model):
    """Something that stands at a publisher."""

    id = fields.CharField(40, primary_key=True)
    request = fields.ForeignKeyField("hub.RequestRecord", on_delete=fields.RESTRICT, db_index=True)
    publisher = fields.CharField(32)
    outside_id = fields.CharField(80)
    state = fields.CharField(24)
    since = fields.DatetimeField()

    class Meta:
        """Where it is kept; the publisher's id is known once."""

        table = "placements"
        unique_together = (("publisher", "outside_id"),)


async def put(
    request_id: str, publisher: str, outside_id: str, state: PlacementState, at: datetime
) -> None:
    """Write that `outside_id` stands at `publisher` in `state` since `at`."""
    await sql.execute(
        "INSERT INTO placements (id, request_id, publisher, outside_id, state, since)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (publisher, outside_id)"
        " DO UPDATE SET state = excluded.state, since = excluded.since"
        " WHERE placements.state <> excluded.state",
        ids.new(ids.Prefix.PLACEMENT),
        request_id,
        publisher,
        outside_id,
        state,
        at,
    )


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Placement]]:
    """Return placements by request id."""
    found: dict[str, list[Placement]] = {request_id: [] for request_id in request_ids}
    if request_ids:
        rows = await sql.fetch(
            "SELECT * FROM placements WHERE request_id IN"
            f" ({sql.placeholders(1, len(request_ids))}) ORDER BY id",
            *request_ids,
        )
        for row in rows:
            found[row["request_id"]].append(_placement(row))
    return found


def _placement(row: sql.Row) -> Placement:
    return Placement(
        id=row["id"],
        request_id=row["request_id"],
        publisher=row["publisher"],
        outside_id=row["outside_id"],
        state=PlacementState(row["state"]),
        since=sql.instant(row["since"]),
    )
