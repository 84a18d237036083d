"""The table of the processes that reviews start in the workflow service: one for each."""

from dataclasses import dataclass
from datetime import datetime

from domain.database import sql


@dataclass(frozen=True, slots=True)
class ReviewProcess:
    """A process that a review starts.

    `process_key` is what the service calls it; `intended_at` is written before the call that
    starts it, `instance_id` is what that gave.
    """

    review_id: str
    process_key: str
    intended_at: datetime | None
    instance_id: str | None


async def add(review_id: str, process_key: str) -> None:
    """Keep that a review is to start a process."""
    await sql.execute(
        "INSERT INTO campaign_review_processes (review_id, process_key) VALUES ($1, $2)",
        *(review_id, process_key),
    )


async def get(review_id: str) -> ReviewProcess | None:
    """Return the process of a review, if it is to start one."""
    row = await sql.fetch_one(
        "SELECT * FROM campaign_review_processes WHERE review_id = $1", review_id
    )
    if row is None:
        return None
    intended = sql.instant_or_none(row["intended_at"])
    return ReviewProcess(row["review_id"], row["process_key"], intended, row["instance_id"])


async def intend(review_id: str, now: datetime) -> None:
    """Write that it is about to be started."""
    await sql.execute(
        "UPDATE campaign_review_processes SET intended_at = $1 WHERE review_id = $2",
        *(now, review_id),
    )


async def started(review_id: str, instance_id: str, now: datetime) -> bool:
    """Write which instance it is; say whether that was not known."""
    done = await sql.execute(
        "UPDATE campaign_review_processes SET instance_id = $1, started_at = $2"
        " WHERE review_id = $3 AND instance_id IS NULL",
        *(instance_id, now, review_id),
    )
    return done == 1
