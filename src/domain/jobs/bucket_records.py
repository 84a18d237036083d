"""The table of rate buckets, and of places in the lines before them."""

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql


class BucketRecord(Model):
    """A rate bucket: what is left of an allowance, shared by every process."""

    key = fields.CharField(120, primary_key=True)
    tokens = fields.FloatField()
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "rate_buckets"


async def bucket(key: str, full: float, now: datetime) -> tuple[float, datetime]:
    """Return what is left in a bucket and when that was true, locked until the commit.

    A bucket that is new is `full`.
    """
    values = {"key": key, "tokens": full, "at": now}
    await sql.insert_once(BucketRecord, values, ("key",))
    row = await sql.fetch_one(
        sql.locking("SELECT tokens, at FROM rate_buckets WHERE key = $1"), key
    )
    return (full, now) if row is None else (row["tokens"], sql.instant(row["at"]))


async def set_bucket(key: str, tokens: float, at: datetime) -> None:
    """Write what is left in a bucket."""
    await sql.write("UPDATE rate_buckets SET tokens = $1, at = $2 WHERE key = $3", tokens, at, key)


async def place_in_line(place: str) -> datetime | None:
    """Return when a place in a line has its turn; None if nobody stands there."""
    row = await sql.fetch_one("SELECT at FROM rate_buckets WHERE key = $1", place)
    return None if row is None else sql.instant(row["at"])


async def stand_in_line(place: str, at: datetime) -> None:
    """Take a place in a line."""
    await sql.insert(BucketRecord, {"key": place, "tokens": 0.0, "at": at})


async def leave_line(place: str) -> None:
    """Give up a place in a line."""
    await sql.execute("DELETE FROM rate_buckets WHERE key = $1", place)


async def forget_places(before: datetime) -> None:
    """Drop places in lines whose turn came `before` and that nobody used."""
    await sql.execute("DELETE FROM rate_buckets WHERE key LIKE 'line:%' AND at < $1", before)


async def forget_buckets(prefix: str, before: datetime) -> None:
    """Drop buckets that were last used `before`: those that are full again by now."""
    await sql.execute(
        "DELETE FROM rate_buckets WHERE key LIKE $1 AND at < $2", f"{prefix}%", before
    )
