"""The table of processes."""

from datetime import datetime, timedelta

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.processes.model import Process


class ProcessRecord(Model):
    """What a process last said of itself."""

    name = fields.CharField(80, primary_key=True)
    parts = fields.JSONField[list[str]]()
    settings = fields.JSONField[dict[str, str]]()
    ahead_seconds = fields.FloatField()
    heard_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "processes"


async def put(process: Process) -> None:
    """Write down what a process says of itself."""
    await sql.execute(
        "INSERT INTO processes (name, parts, settings, ahead_seconds, heard_at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO UPDATE SET"
        " settings = excluded.settings, ahead_seconds = excluded.ahead_seconds,"
        " heard_at = excluded.heard_at",
        process.name,
        list(process.parts),
        dict(process.settings),
        process.ahead.total_seconds(),
        process.heard_at,
    )


async def forget(name: str) -> None:
    """Drop a process: it stopped."""
    await sql.execute("DELETE FROM processes WHERE name = $1", name)


async def forget_before(at: datetime) -> None:
    """Drop processes that were last heard of before `at`."""
    await sql.execute("DELETE FROM processes WHERE heard_at < $1", at)


async def everyone() -> list[Process]:
    """Return every process that is remembered, the one heard of last at first."""
    return [
        Process(
            row["name"],
            tuple(sql.document(row["parts"])),
            sql.document(row["settings"]),
            timedelta(seconds=row["ahead_seconds"]),
            sql.instant(row["heard_at"]),
        )
        for row in await sql.fetch("SELECT * FROM processes ORDER BY heard_at DESC, name")
    ]


async def database_now() -> datetime | None:
    """Return the present instant by the database's clock; None where that is this machine's."""
    if sql.sole():
        return None
    row = await sql.fetch_one("SELECT clock_timestamp() AS now")
    return None if row is None else sql.instant(row["now"])
