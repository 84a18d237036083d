"""Tables of executors: who judges by which table, and where two differed."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.executors.model import Assignment, Difference, Executor, Said

#: How many differences of one table are kept; the newest. All of them are counted.
DIFFERENCES_MAX = 500

#: The longest word on what went wrong, in characters.
PROBLEM_LENGTH_MAX = 500


class ExecutorRecord(Model):
    """Who judges by a table, where it is not the engine in here alone, and how that went."""

    table_key = fields.CharField(80, primary_key=True)
    executor = fields.CharField(16)
    decision_key = fields.CharField(200)
    by = fields.ForeignKeyField("hub.UserRecord", null=True, on_delete=fields.RESTRICT)
    at = fields.DatetimeField()
    asked = fields.IntField()
    failed = fields.IntField()
    differed = fields.IntField()
    up = fields.BooleanField(null=True)
    since = fields.DatetimeField(null=True)
    problem = fields.TextField(null=True)

    class Meta:
        """Where it is kept."""

        table = "rule_executors"


class DifferenceRecord(Model):
    """Facts by which the service said something else."""

    id = fields.CharField(40, primary_key=True)
    table_key = fields.CharField(80, db_index=True)
    table_version = fields.CharField(64)
    decision_key = fields.CharField(200)
    facts = fields.JSONField[dict[str, Any]]()
    ours = fields.JSONField[dict[str, Any]]()
    theirs = fields.JSONField[dict[str, Any]]()
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "executor_differences"


async def assign(fresh: Assignment) -> None:
    """Give a table to an executor; what was counted before begins anew."""
    # In one statement: of two who give it at once the second waits, and neither fails.
    await sql.execute(
        "INSERT INTO rule_executors (table_key, executor, decision_key, by_id, at, asked, failed,"
        " differed) VALUES ($1, $2, $3, $4, $5, 0, 0, 0) ON CONFLICT (table_key) DO UPDATE SET"
        " executor = excluded.executor, decision_key = excluded.decision_key,"
        " by_id = excluded.by_id, at = excluded.at, asked = 0, failed = 0, differed = 0,"
        " up = NULL, since = NULL, problem = NULL",
        fresh.table_key,
        fresh.executor,
        fresh.decision_key,
        fresh.by_id,
        fresh.at,
    )


async def assigned() -> list[Assignment]:
    """Return every table that was ever given to an executor, in order."""
    rows = await sql.fetch("SELECT * FROM rule_executors ORDER BY table_key")
    return [_assignment(row) for row in rows]


async def of_tables(keys: Iterable[str]) -> dict[str, Assignment]:
    """Return who judges by some tables; those that nobody was given are left out."""
    wanted = sorted(set(keys))
    rows = await sql.fetch(
        f"SELECT * FROM rule_executors WHERE table_key IN ({sql.placeholders(1, len(wanted))})",
        *wanted,
    )
    return {row["table_key"]: _assignment(row) for row in rows}


async def answered(held: Assignment, at: datetime) -> None:
    """Count a question that the service answered."""
    await _count(held, at, None)


async def failed(held: Assignment, at: datetime, problem: str) -> None:
    """Count a question that the service did not answer, and why."""
    await _count(held, at, problem[:PROBLEM_LENGTH_MAX])


async def _count(held: Assignment, at: datetime, problem: str | None) -> None:
    up = problem is None
    # Whoever was given the table while the service was asked has not been asked anything yet.
    await sql.execute(
        "UPDATE rule_executors SET asked = asked + 1, failed = failed + $1, problem = $2,"
        " since = CASE WHEN up = $3 THEN since ELSE $4 END, up = $3"
        " WHERE table_key = $5 AND at = $6",
        0 if up else 1,
        problem,
        up,
        at,
        held.table_key,
        held.at,
    )


async def differ(held: Assignment, found: Difference) -> None:
    """Keep a difference, count it, and forget the oldest; nothing happens if it is there.

    As those of earlier executors of a table, it stays where the table was given anew meanwhile;
    what is counted is of the present one.
    """
    added = await sql.insert_if_new(
        DifferenceRecord,
        {
            "id": found.id,
            "table_key": found.table_key,
            "table_version": found.table_version,
            "decision_key": found.decision_key,
            "facts": dict(found.facts),
            "ours": asdict(found.ours),
            "theirs": asdict(found.theirs),
            "at": found.at,
        },
        ("id",),
    )
    if not added:
        return
    await sql.execute(
        "UPDATE rule_executors SET differed = differed + 1 WHERE table_key = $1 AND at = $2",
        held.table_key,
        held.at,
    )
    await sql.execute(
        "DELETE FROM executor_differences WHERE table_key = $1 AND id NOT IN (SELECT id FROM"
        " executor_differences WHERE table_key = $1 ORDER BY id DESC LIMIT $2)",
        found.table_key,
        DIFFERENCES_MAX,
    )


async def differences(table_key: str, limit: int) -> Sequence[Difference]:
    """Return up to `limit` differences of a table, newest first."""
    rows = await sql.fetch(
        "SELECT * FROM executor_differences WHERE table_key = $1 ORDER BY id DESC LIMIT $2",
        table_key,
        limit,
    )
    return [
        Difference(
            id=row["id"],
            table_key=row["table_key"],
            table_version=row["table_version"],
            decision_key=row["decision_key"],
            facts=sql.document(row["facts"]),
            ours=Said(**sql.document(row["ours"])),
            theirs=Said(**sql.document(row["theirs"])),
            at=sql.instant(row["at"]),
        )
        for row in rows
    ]


def _assignment(row: sql.Row) -> Assignment:
    return Assignment(
        table_key=row["table_key"],
        executor=Executor(row["executor"]),
        decision_key=row["decision_key"],
        by_id=row["by_id"],
        at=sql.instant(row["at"]),
        asked=row["asked"],
        failed=row["failed"],
        differed=row["differed"],
        up=None if row["up"] is None else bool(row["up"]),
        since=sql.instant_or_none(row["since"]),
        problem=row["problem"],
    )
