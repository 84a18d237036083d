"""The tasks that the hub knows of, in the database."""

from collections.abc import Sequence
from datetime import datetime

from domain.database import sql
from domain.orchestration.model import Heard, Mirrored, Outcome, Verdict
from domain.orchestration.records import TaskRecord
from domain.workflow_service import Task

#: How much of a task's name and of a person's is kept, in characters.
NAME_LENGTH_MAX = 200


async def seen(subject_id: str, generation: int, step: str | None, task: Task) -> None:
    """Keep a task; nothing happens if it is known, but that its stage may be known by now."""
    await sql.insert_if_new(
        TaskRecord,
        {
            "id": task.id,
            "subject_id": subject_id,
            "generation": generation,
            "step": step,
            "name": task.name[:NAME_LENGTH_MAX],
            "created_at": task.created_at,
            "round": 0,
            "quorum": 0,
            "approvals": 0,
        },
        ("id",),
    )
    await sql.execute(
        "UPDATE workflow_tasks SET step = $1 WHERE id = $2 AND verdict IS NULL"
        " AND (step IS NULL OR step <> $1)",
        step,
        task.id,
    )


async def known(task_id: str, *, locked: bool = False) -> Mirrored | None:
    """Return a task, locked until the commit if so asked for; None if it was never seen."""
    question = "SELECT * FROM workflow_tasks WHERE id = $1"
    row = await sql.fetch_one(sql.locking(question) if locked else question, task_id)
    return None if row is None else _mirrored(row)


async def of_subject(subject_id: str) -> list[Mirrored]:
    """Return every task of a subject, oldest first."""
    rows = await sql.fetch(
        "SELECT * FROM workflow_tasks WHERE subject_id = $1 ORDER BY created_at, id", subject_id
    )
    return [_mirrored(row) for row in rows]


async def counted_of(subject_ids: Sequence[str]) -> dict[str, list[Mirrored]]:
    """Return by subject the tasks whose decision counted here, oldest first."""
    found: dict[str, list[Mirrored]] = {subject_id: [] for subject_id in subject_ids}
    if found:
        rows = await sql.fetch(
            "SELECT * FROM workflow_tasks WHERE verdict = $1 AND subject_id IN"
            f" ({sql.placeholders(2, len(found))}) ORDER BY closed_at, id",
            Verdict.COUNTED,
            *found,
        )
        for row in rows:
            found[row["subject_id"]].append(_mirrored(row))
    return found


async def to_listen_to(limit: int) -> list[Mirrored]:
    """Return up to `limit` open tasks, those first whose comments were not read for longest."""
    rows = await sql.fetch(
        "SELECT t.* FROM workflow_tasks t JOIN workflow_mirrors m ON m.subject_id = t.subject_id"
        " AND m.generation = t.generation WHERE t.closed_at IS NULL AND t.step IS NOT NULL"
        " AND m.ended_at IS NULL"
        " ORDER BY CASE WHEN t.listened_at IS NULL THEN 0 ELSE 1 END, t.listened_at, t.id LIMIT $1",
        limit,
    )
    return [_mirrored(row) for row in rows]


async def listened(task_id: str, at: datetime) -> None:
    """Write that the comments on a task were read."""
    await sql.execute("UPDATE workflow_tasks SET listened_at = $1 WHERE id = $2", at, task_id)


async def intend(task_id: str, mark: str) -> None:
    """Write that the hub is about to complete a task."""
    await sql.execute(
        "UPDATE workflow_tasks SET intent = $1 WHERE id = $2 AND verdict IS NULL", mark, task_id
    )


async def closed(
    task_id: str,
    at: datetime,
    verdict: Verdict,
    outcome: Outcome | None = None,
    heard: Heard | None = None,
    *,
    by_id: str | None = None,
    by_name: str | None = None,
) -> None:
    """Write what became of a task that was completed; only the first word counts."""
    await sql.execute(
        "UPDATE workflow_tasks SET closed_at = $1, verdict = $2, outcome = $3, round = $4,"
        " quorum = $5, approvals = $6, by_id = $7, by_name = $8"
        " WHERE id = $9 AND verdict IS NULL",
        at,
        verdict,
        outcome,
        heard.round if heard else 0,
        heard.quorum if heard else 0,
        heard.approvals if heard else 0,
        by_id,
        by_name[:NAME_LENGTH_MAX] if by_name else None,
        task_id,
    )


def _mirrored(row: sql.Row) -> Mirrored:
    return Mirrored(
        id=row["id"],
        subject_id=row["subject_id"],
        generation=row["generation"],
        step=row["step"],
        name=row["name"],
        created_at=sql.instant(row["created_at"]),
        closed_at=sql.instant_or_none(row["closed_at"]),
        intent=row["intent"],
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        round=row["round"],
        quorum=row["quorum"],
        approvals=row["approvals"],
        by_id=row["by_id"],
        by_name=row["by_name"],
    )
