"""The table of conditions."""

from collections.abc import Sequence

from tortoise import fields
from tortoise.models import Model

from domain.conditions.model import Condition, ConditionState
from domain.database import sql
from domain.database.listing import of_each
from domain.errors import Busy


class ConditionRecord(Model):
    """A condition on a yes."""

    id = fields.CharField(40, primary_key=True)
    request = fields.ForeignKeyField("hub.RequestRecord", on_delete=fields.RESTRICT, db_index=True)
    vote = fields.ForeignKeyField("hub.VoteRecord", on_delete=fields.RESTRICT)
    text = fields.TextField()
    state = fields.CharField(12)
    word = fields.TextField(null=True)
    met_by = fields.CharField(40, null=True)
    met_at = fields.DatetimeField(null=True)
    doubt = fields.TextField(null=True)
    confirmed_by = fields.CharField(40, null=True)
    confirmed_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "conditions"


#: The conditions of `{request}`, oldest first.
CONDITIONS_OF = "SELECT * FROM conditions WHERE request_id = {request} ORDER BY id"


async def add(value: Condition) -> None:
    """Add a condition."""
    await sql.insert(
        ConditionRecord,
        {
            "id": value.id,
            "request_id": value.request_id,
            "vote_id": value.vote_id,
            "text": value.text,
            "state": value.state,
        },
    )


async def change(before: Condition, after: Condition) -> None:
    """Write `after` where `before` still stands; `Busy` if somebody else was quicker."""
    await sql.write(
        "UPDATE conditions SET state = $1, word = $2, met_by = $3, met_at = $4, doubt = $5,"
        " confirmed_by = $6, confirmed_at = $7 WHERE id = $8 AND state = $9",
        after.state,
        after.word,
        after.met_by,
        after.met_at,
        after.doubt,
        after.confirmed_by,
        after.confirmed_at,
        before.id,
        before.state,
        otherwise=Busy("changed_meanwhile", "This condition was changed this moment; look again."),
    )


async def owner(condition_id: str) -> str | None:
    """Return the request that a condition belongs to."""
    row = await sql.fetch_one("SELECT request_id FROM conditions WHERE id = $1", condition_id)
    return None if row is None else str(row["request_id"])


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Condition]]:
    """Return the conditions of requests by request id, oldest first."""
    return await of_each("conditions", "request_id", request_ids, condition)


def condition(row: sql.Row) -> Condition:
    """Return a condition from a row of `conditions`."""
    return Condition(
        id=row["id"],
        request_id=row["request_id"],
        vote_id=row["vote_id"],
        text=row["text"],
        state=ConditionState(row["state"]),
        word=row["word"],
        met_by=row["met_by"],
        met_at=sql.instant_or_none(row["met_at"]),
        doubt=row["doubt"],
        confirmed_by=row["confirmed_by"],
        confirmed_at=sql.instant_or_none(row["confirmed_at"]),
    )
