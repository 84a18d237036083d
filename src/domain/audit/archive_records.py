"""The tables of archives: what is in which file, and which chains stand there alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.audit.model import Archive
from domain.database import sql

#: How many subjects are asked for at once.
_ASKED = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a chain ends, and from where on it is in the database: behind `archived`."""

    position: int
    digest: str
    archived: int
    archived_digest: str


async def standing(subject: str) -> Standing | None:
    """Return how the chain of `subject` stands, locked until the commit."""
    row = await sql.fetch_one(
        sql.locking(
            "SELECT position, digest, archived, archived_digest FROM audit_heads WHERE subject = $1"
        ),
        subject,
    )
    return None if row is None else _standing(row)


async def standing_of(subjects: Sequence[str]) -> dict[str, Standing]:
    """Return how the chains of `subjects` stand, of those that there are."""
    found: dict[str, Standing] = {}
    for start in range(0, len(subjects), _ASKED):
        some = subjects[start : start + _ASKED]
        rows = await sql.fetch(
            f"SELECT * FROM audit_heads WHERE subject IN ({sql.placeholders(1, len(some))})", *some
        )
        found |= {row["subject"]: _standing(row) for row in rows}
    return found


async def digests(first: int, last: int) -> dict[int, str]:
    """Return the digests of the events in the database from a number to another, by number."""
    rows = await sql.fetch(
        "SELECT seq, digest FROM audit_events WHERE seq BETWEEN $1 AND $2", first, last
    )
    return {row["seq"]: row["digest"] for row in rows}


async def archived_count() -> int:
    """Return of how many chains events are in archives alone."""
    (row,) = await sql.fetch("SELECT COUNT(*) AS n FROM audit_heads WHERE archived > 0")
    return int(row["n"])


async def archives() -> list[Archive]:
    """Return every archive, first to last."""
    rows = await sql.fetch("SELECT * FROM audit_archives ORDER BY number")
    return [_archive(row) for row in rows]


async def count(after: int, upto: int) -> int:
    """Return how many events there are in the database after a number, and up to another."""
    (row,) = await sql.fetch(
        "SELECT COUNT(*) AS n FROM audit_events WHERE seq > $1 AND seq <= $2", after, upto
    )
    return int(row["n"])


async def begin(archive: Archive) -> None:
    """Write down that an archive is made, and of what, before its file is."""
    await sql.execute(
        "INSERT INTO audit_archives (number, id, first_anchor, last_anchor, after_seq, last_seq,"
        " begun_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        *(archive.number, archive.id, archive.first_anchor, archive.last_anchor),
        *(archive.after_seq, archive.last_seq, archive.begun_at),
    )


async def end(number: int, events: int, size: int, sha256: str) -> bool:
    """Write down which file came of an archive; False if that was done already."""
    changed = await sql.execute(
        "UPDATE audit_archives SET events = $1, size = $2, sha256 = $3"
        " WHERE number = $4 AND sha256 IS NULL",
        *(events, size, sha256, number),
    )
    return changed == 1


async def retired(number: int, at: datetime) -> None:
    """Write down that whatever is over left the database."""
    await sql.execute("UPDATE audit_archives SET retired_at = $1 WHERE number = $2", at, number)


async def ending_in(archive: Archive) -> list[str]:
    """Return the subjects whose last event is in an archive and in the database still, in order."""
    rows = await sql.fetch(
        "SELECT e.subject FROM audit_events e JOIN audit_heads h"
        " ON h.subject = e.subject AND h.position = e.position"
        " WHERE e.seq > $1 AND e.seq <= $2 ORDER BY e.subject",
        *(archive.after_seq, archive.last_seq),
    )
    return [row["subject"] for row in rows]


async def retire(subject: str, upto: int) -> int:
    """Take a chain out of the database unless it has grown past event `upto`; return how much.

    In the running transaction. The head stays, so the chain goes on where it is.
    """
    found = await standing(subject)
    row = await sql.fetch_one(
        "SELECT position, seq FROM audit_events WHERE subject = $1 ORDER BY position DESC LIMIT 1",
        subject,
    )
    if found is None or row is None or row["seq"] > upto:
        return 0
    await sql.execute(
        "UPDATE audit_heads SET archived = $1, archived_digest = $2 WHERE subject = $3",
        *(found.position, found.digest, subject),
    )
    return await sql.execute("DELETE FROM audit_events WHERE subject = $1", subject)


def _standing(row: sql.Row) -> Standing:
    begun = row["archived_digest"] or ""
    return Standing(row["position"], row["digest"], row["archived"] or 0, begun)


def _archive(row: sql.Row) -> Archive:
    return Archive(
        number=row["number"],
        id=row["id"],
        first_anchor=row["first_anchor"],
        last_anchor=row["last_anchor"],
        after_seq=row["after_seq"],
        last_seq=row["last_seq"],
        begun_at=sql.instant(row["begun_at"]),
        events=row["events"],
        size=row["size"],
        sha256=row["sha256"],
        retired_at=sql.instant_or_none(row["retired_at"]),
    )
