"""Tables of orchestration: who leads which kind, what is mirrored, how far was read."""

from collections.abc import Sequence
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.orchestration.model import Assignment, Mirror, Orchestrator

#: The longest word on what went wrong, in characters.
TROUBLE_LENGTH_MAX = 500


class OrchestrationRecord(Model):
    """Who leads a kind, where it was ever given to anybody."""

    kind = fields.CharField(40, primary_key=True)
    orchestrator = fields.CharField(16)
    process_key = fields.CharField(200)
    by = fields.ForeignKeyField("hub.UserRecord", null=True, on_delete=fields.RESTRICT)
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "orchestrations"


class MirrorRecord(Model):
    """A subject that a process instance mirrors."""

    subject_id = fields.CharField(40, primary_key=True)
    subject_kind = fields.CharField(16)
    kind = fields.CharField(40)
    process_key = fields.CharField(200)
    generation = fields.IntField()
    instance_id = fields.CharField(80, null=True, db_index=True)
    intended_at = fields.DatetimeField(null=True)
    revision = fields.IntField()
    revised_at = fields.DatetimeField(null=True)
    pushed = fields.CharField(32)
    restarted_for = fields.CharField(32)
    ended_at = fields.DatetimeField(null=True, db_index=True)
    failures = fields.IntField()
    trouble = fields.TextField(null=True)
    since = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "workflow_mirrors"


class TaskRecord(Model):
    """A task of the service that the hub knows of."""

    id = fields.CharField(80, primary_key=True)
    subject_id = fields.CharField(40, db_index=True)
    generation = fields.IntField()
    step = fields.CharField(40, null=True)
    name = fields.CharField(200)
    created_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)
    intent = fields.CharField(60, null=True)
    verdict = fields.CharField(24, null=True)
    outcome = fields.CharField(24, null=True)
    round = fields.IntField()
    quorum = fields.IntField()
    approvals = fields.IntField()
    by_id = fields.CharField(40, null=True)
    by_name = fields.CharField(200, null=True)
    listened_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "workflow_tasks"


class CursorRecord(Model):
    """Up to when a list of the service was read."""

    name = fields.CharField(240, primary_key=True)
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "workflow_cursors"


# --- who leads which kind ---


async def assign(fresh: Assignment) -> None:
    """Give a kind to an orchestrator."""
    await sql.execute("DELETE FROM orchestrations WHERE kind = $1", fresh.kind)
    await sql.insert(
        OrchestrationRecord,
        {
            "kind": fresh.kind,
            "orchestrator": fresh.orchestrator,
            "process_key": fresh.process_key,
            "by_id": fresh.by_id,
            "at": fresh.at,
        },
    )


async def assignments() -> list[Assignment]:
    """Return every kind that was ever given to an orchestrator, in order."""
    rows = await sql.fetch("SELECT * FROM orchestrations ORDER BY kind")
    return [_assignment(row) for row in rows]


async def assignment(kind: str) -> Assignment | None:
    """Return who leads a kind, if it was ever given to anybody."""
    row = await sql.fetch_one("SELECT * FROM orchestrations WHERE kind = $1", kind)
    return None if row is None else _assignment(row)


# --- what is mirrored ---


async def add_mirror(mirror: Mirror) -> None:
    """Begin to mirror a subject."""
    await sql.insert(
        MirrorRecord,
        {
            "subject_id": mirror.subject_id,
            "subject_kind": mirror.subject_kind,
            "kind": mirror.kind,
            "process_key": mirror.process_key,
            "generation": mirror.generation,
            "revision": mirror.revision,
            "pushed": mirror.pushed,
            "restarted_for": mirror.restarted_for,
            "failures": 0,
        },
    )


#: Whether `{subject}` is mirrored.
MIRRORED = "SELECT subject_id FROM workflow_mirrors WHERE subject_id = {subject}"


async def mirror(subject_id: str, *, locked: bool = False) -> Mirror | None:
    """Return the mirror of a subject, locked until the commit if so asked for."""
    question = "SELECT * FROM workflow_mirrors WHERE subject_id = $1"
    row = await sql.fetch_one(sql.locking(question) if locked else question, subject_id)
    return None if row is None else _mirror(row)


async def mirrors_of(subject_ids: Sequence[str]) -> dict[str, Mirror]:
    """Return the mirrors of subjects, by subject; those that are not mirrored are left out."""
    rows = await sql.fetch(
        "SELECT * FROM workflow_mirrors WHERE subject_id IN"
        f" ({sql.placeholders(1, len(subject_ids))})",
        *subject_ids,
    )
    return {row["subject_id"]: _mirror(row) for row in rows}


async def mirror_of_instance(instance_id: str) -> Mirror | None:
    """Return the mirror that an instance is of, if it is the present one."""
    row = await sql.fetch_one("SELECT * FROM workflow_mirrors WHERE instance_id = $1", instance_id)
    return None if row is None else _mirror(row)


async def mirrors(after: str, limit: int) -> list[Mirror]:
    """Return up to `limit` mirrors that go on, by subject, after `after`."""
    rows = await sql.fetch(
        "SELECT * FROM workflow_mirrors WHERE ended_at IS NULL AND subject_id > $1"
        " ORDER BY subject_id LIMIT $2",
        after,
        limit,
    )
    return [_mirror(row) for row in rows]


async def process_keys() -> list[str]:
    """Return the processes that are mirrored, in order."""
    rows = await sql.fetch(
        "SELECT process_key FROM workflow_mirrors WHERE ended_at IS NULL UNION"
        " SELECT process_key FROM orchestrations WHERE orchestrator = $1 ORDER BY process_key",
        Orchestrator.OPENTEXT,
    )
    return [row["process_key"] for row in rows]


async def counts() -> tuple[int, int]:
    """Return how many subjects are mirrored, and how many of them with trouble."""
    row = await sql.fetch_one(
        "SELECT COUNT(*) AS n, COUNT(trouble) AS bad FROM workflow_mirrors WHERE ended_at IS NULL"
    )
    return (int(row["n"]), int(row["bad"])) if row else (0, 0)


async def change_mirror(changed: Mirror) -> None:
    """Write what is known of an instance."""
    await sql.execute(
        "UPDATE workflow_mirrors SET generation = $1, instance_id = $2, intended_at = $3,"
        " revision = $4, revised_at = $5, pushed = $6, restarted_for = $7, ended_at = $8"
        " WHERE subject_id = $9",
        changed.generation,
        changed.instance_id,
        changed.intended_at,
        changed.revision,
        changed.revised_at,
        changed.pushed,
        changed.restarted_for,
        changed.ended_at,
        changed.subject_id,
    )


async def well(subject_id: str) -> None:
    """Write that the service did its part."""
    await sql.execute(
        "UPDATE workflow_mirrors SET failures = 0, trouble = NULL, since = NULL"
        " WHERE subject_id = $1 AND failures > 0",
        subject_id,
    )


async def failed(subject_id: str, trouble: str, at: datetime) -> int:
    """Write that the service did not do its part; return how often in a row by now."""
    row = await sql.fetch_one(
        "UPDATE workflow_mirrors SET failures = failures + 1, trouble = $1,"
        " since = CASE WHEN failures = 0 THEN $2 ELSE since END WHERE subject_id = $3"
        " RETURNING failures",
        trouble[:TROUBLE_LENGTH_MAX],
        at,
        subject_id,
    )
    return int(row["failures"]) if row else 1


# --- how far was read ---


async def cursor(name: str) -> datetime | None:
    """Return up to when a list was read; None if never."""
    row = await sql.fetch_one("SELECT at FROM workflow_cursors WHERE name = $1", name)
    return None if row is None else sql.instant(row["at"])


async def read_up_to(name: str, at: datetime) -> None:
    """Write up to when a list was read; that does not go back."""
    await sql.execute(
        "INSERT INTO workflow_cursors (name, at) VALUES ($1, $2)"
        " ON CONFLICT (name) DO UPDATE SET at = $2 WHERE workflow_cursors.at < $2",
        name,
        at,
    )


def _assignment(row: sql.Row) -> Assignment:
    return Assignment(
        kind=row["kind"],
        orchestrator=Orchestrator(row["orchestrator"]),
        process_key=row["process_key"],
        by_id=row["by_id"],
        at=sql.instant(row["at"]),
    )


def _mirror(row: sql.Row) -> Mirror:
    return Mirror(
        subject_id=row["subject_id"],
        subject_kind=row["subject_kind"],
        kind=row["kind"],
        process_key=row["process_key"],
        generation=row["generation"],
        instance_id=row["instance_id"],
        intended_at=sql.instant_or_none(row["intended_at"]),
        revision=row["revision"],
        revised_at=sql.instant_or_none(row["revised_at"]),
        pushed=row["pushed"],
        restarted_for=row["restarted_for"],
        ended_at=sql.instant_or_none(row["ended_at"]),
        failures=row["failures"],
        trouble=row["trouble"],
        since=sql.instant_or_none(row["since"]),
    )
