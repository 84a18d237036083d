"""The table of files of figures; beginning and both ways to an early end are compare-and-sets."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from domain.database import sql
from domain.metric_files.model import Counts, FileState, MetricFile, Trouble, Wanted
from domain.metrics.columns import Column, How
from domain.metrics.model import Brought, Problem


async def add(value: MetricFile) -> None:
    """Keep a file that was asked for."""
    await sql.execute(
        "INSERT INTO metric_files (id, asset_id, user_id, name, wanted, dry_run, state, asked_at,"
        " done, added, changed, same, aside, problems, columns)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, 0, 0, $9, $10)",
        *(value.id, value.asset_id, value.user_id, value.name, asdict(value.wanted)),
        *(value.dry_run, value.state, value.asked_at, [], []),
    )


async def get(file_id: str) -> MetricFile | None:
    """Return a file."""
    row = await sql.fetch_one("SELECT * FROM metric_files WHERE id = $1", file_id)
    return _file(row) if row else None


async def begin(file_id: str, at: datetime) -> None:
    """Write that a file is looked at, if nobody cancelled it; what was begun stays so."""
    await sql.execute(
        "UPDATE metric_files SET state = 'running', begun_at = COALESCE(begun_at, $1)"
        " WHERE id = $2 AND state IN ('asked', 'running')",
        *(at, file_id),
    )


async def cancel(file_id: str, at: datetime) -> bool:
    """Write that a file is not to be gone on with; False if it came to its end before.

    One that runs is ended by whoever runs it.
    """
    query = (
        "UPDATE metric_files SET state = 'cancelled', ended_at = $1 WHERE id = $2 AND state = $3"
    )
    return 1 in [
        await sql.execute(query, ended, file_id, state)
        for ended, state in ((at, FileState.ASKED), (None, FileState.RUNNING))
    ]


async def read(file_id: str, columns: Sequence[Column]) -> None:
    """Write what the columns of a file hold."""
    told = [asdict(one) for one in columns]
    await sql.execute("UPDATE metric_files SET columns = $1 WHERE id = $2", told, file_id)


async def number(file_id: str, import_number: int) -> None:
    """Write which import a file is."""
    await sql.execute(
        "UPDATE metric_files SET import_number = $1 WHERE id = $2", import_number, file_id
    )


async def step(
    file_id: str, done: int, points: int, counts: Mapping[str, int], upto: tuple[int, int]
) -> None:
    """Write how far a file is."""
    await sql.execute(
        "UPDATE metric_files SET done = $1, points = $2, added = $3, changed = $4, same = $5,"
        " upto = $6 WHERE id = $7",
        *(done, points, counts["added"], counts["changed"], counts["same"], list(upto), file_id),
    )


async def end(
    file_id: str, state: FileState, done: Brought, problems: Sequence[Problem], at: datetime
) -> None:
    """Write what came of a file, with those `problems` that are kept."""
    told = [[one.line, one.reason, one.cure] for one in problems]
    await sql.execute(
        "UPDATE metric_files SET added = $1, changed = $2, same = $3, aside = $4, problems = $5,"
        " state = $6, ended_at = $7 WHERE id = $8",
        *(done.added, done.changed, done.same, done.aside, told, state, at, file_id),
    )


async def refuse(file_id: str, trouble: Trouble, at: datetime) -> bool:
    """Write why nothing comes of a file; False if it came to its end before."""
    changed = await sql.execute(
        "UPDATE metric_files SET state = 'refused', trouble = $1, ended_at = $2"
        " WHERE id = $3 AND ended_at IS NULL",
        *(asdict(trouble), at, file_id),
    )
    return changed == 1


def _file(row: sql.Row) -> MetricFile:
    problems: Any = sql.document(row["problems"])
    upto: Any = sql.document(row["upto"]) if row["upto"] else None
    return MetricFile(
        id=row["id"],
        asset_id=row["asset_id"],
        user_id=row["user_id"],
        name=row["name"],
        wanted=Wanted(**sql.document(row["wanted"])),
        dry_run=bool(row["dry_run"]),
        state=FileState(row["state"]),
        asked_at=sql.instant(row["asked_at"]),
        begun_at=sql.instant_or_none(row["begun_at"]),
        ended_at=sql.instant_or_none(row["ended_at"]),
        number=row["import_number"],
        points=row["points"],
        done=row["done"],
        upto=tuple(upto) if upto else None,
        counts=Counts(row["added"], row["changed"], row["same"], row["aside"]),
        problems=tuple(Problem(*one) for one in problems),
        columns=tuple(_column(one) for one in sql.document(row["columns"])),
        trouble=Trouble(**sql.document(row["trouble"])) if row["trouble"] else None,
    )


def _column(kept: Any) -> Column:  # noqa: ANN401  JSON is whatever it is.
    return Column(**kept | {"how": How(kept["how"]), "samples": tuple(kept["samples"])})
