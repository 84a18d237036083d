"""Table of where the hub and the workflow service are apart."""

from collections.abc import Sequence
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.orchestration.model import Drift, Gap

#: How many ways of being apart are kept; the newest. The others were seen to long ago.
DRIFT_MAX = 2_000


class DriftRecord(Model):
    """One way in which the two are apart."""

    key = fields.CharField(200, primary_key=True)
    gap = fields.CharField(32)
    subject_id = fields.CharField(40, null=True, db_index=True)
    task_id = fields.CharField(80, null=True)
    said = fields.TextField()
    found_at = fields.DatetimeField(db_index=True)
    lasting = fields.BooleanField()
    gone_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "workflow_drift"


async def keep(found: Drift) -> bool:
    """Keep a way in which the two are apart; say whether it is news.

    One that was mended and is there again is news; an event that was seen to is not.
    """
    values = {
        "key": found.key,
        "gap": found.gap,
        "subject_id": found.subject_id,
        "task_id": found.task_id,
        "said": found.said,
        "found_at": found.found_at,
        "lasting": found.lasting,
    }
    if await sql.insert_if_new(DriftRecord, values, ("key",)):
        await sql.execute(
            "DELETE FROM workflow_drift WHERE gone_at IS NOT NULL AND key NOT IN (SELECT key FROM"
            " workflow_drift ORDER BY found_at DESC, key LIMIT $1)",
            DRIFT_MAX,
        )
        return True
    again = await sql.execute(
        "UPDATE workflow_drift SET gone_at = NULL, said = $1, found_at = $2"
        " WHERE key = $3 AND lasting = $4 AND gone_at IS NOT NULL",
        found.said,
        found.found_at,
        found.key,
        True,
    )
    return again == 1


async def mended(keys: Sequence[str], at: datetime) -> None:
    """Write that ways of being apart are no more."""
    if keys:
        await sql.execute(
            "UPDATE workflow_drift SET gone_at = $1 WHERE gone_at IS NULL AND key IN"
            f" ({sql.placeholders(2, len(keys))})",
            at,
            *keys,
        )


async def newest(limit: int) -> list[Drift]:
    """Return up to `limit` ways in which the two are apart now, newest first."""
    rows = await sql.fetch(
        "SELECT * FROM workflow_drift WHERE gone_at IS NULL ORDER BY found_at DESC, key LIMIT $1",
        limit,
    )
    return [_drift(row) for row in rows]


async def of_subject(subject_id: str) -> list[Drift]:
    """Return how a subject is apart now, newest first."""
    rows = await sql.fetch(
        "SELECT * FROM workflow_drift WHERE gone_at IS NULL AND subject_id = $1"
        " ORDER BY found_at DESC, key",
        subject_id,
    )
    return [_drift(row) for row in rows]


def _drift(row: sql.Row) -> Drift:
    return Drift(
        key=row["key"],
        gap=Gap(row["gap"]),
        subject_id=row["subject_id"],
        task_id=row["task_id"],
        said=row["said"],
        found_at=sql.instant(row["found_at"]),
        lasting=bool(row["lasting"]),
        gone_at=sql.instant_or_none(row["gone_at"]),
    )
