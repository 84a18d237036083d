"""The tables of what content systems were asked for, and of what they report."""

from dataclasses import asdict
from datetime import datetime

from domain.content_systems.model import Heard, Said, Turn, Verb
from domain.database import sql
from domain.targets.model import Standing


async def turn(request_id: str, *, locked: bool = False) -> Turn | None:
    """Return what a system was asked for last of a request, `locked` until the commit if asked."""
    query = "SELECT * FROM content_turns WHERE request_id = $1"
    row = await sql.fetch_one(sql.locking(query) if locked else query, request_id)
    return _turn(row) if row else None


async def put(value: Turn) -> None:
    """Write what a system is asked for."""
    await sql.execute(
        "INSERT INTO content_turns (request_id, endpoint_id, verb, revision, digest, number,"
        " attempts) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (request_id) DO UPDATE"
        " SET endpoint_id = excluded.endpoint_id, verb = excluded.verb,"
        " revision = excluded.revision, digest = excluded.digest, number = excluded.number,"
        " attempts = excluded.attempts",
        *(value.request_id, value.endpoint_id, value.verb, value.revision, value.digest),
        *(value.number, value.attempts),
    )


async def taken(value: Turn) -> None:
    """Write that a turn was taken: attempts count anew."""
    await sql.execute(
        "UPDATE content_turns SET attempts = 0 WHERE request_id = $1 AND number = $2",
        value.request_id,
        value.number,
    )


async def hear(request_id: str, value: Heard) -> bool:
    """Keep what was reported; False where the same message was heard before."""
    return await _add(request_id, value, "NOTHING")


async def answered(request_id: str, value: Heard) -> None:
    """Keep what was answered, in place of an earlier answer to the same message."""
    newer = "UPDATE SET received_at = excluded.received_at, said = excluded.said"
    await _add(request_id, value, newer)


async def _add(request_id: str, value: Heard, otherwise: str) -> bool:
    said = {**asdict(value.said), "standing": value.said.standing.value}
    added = await sql.execute(
        "INSERT INTO content_reports (request_id, message_id, turn, sent_at, received_at, said)"
        f" VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (request_id, message_id) DO {otherwise}",
        *(request_id, value.message_id, value.turn, value.sent_at, value.received_at, said),
    )
    return added == 1


async def forget(request_id: str, before: datetime, last: Heard) -> None:
    """Remove what was heard earlier than `before`, which nobody can send again, but for `last`."""
    await sql.execute(
        "DELETE FROM content_reports WHERE request_id = $1 AND received_at < $2"
        " AND message_id <> $3",
        *(request_id, before, last.message_id),
    )


async def latest(request_id: str, number: int) -> Heard | None:
    """Return what was reported last in a turn, by the clock of who did; else the last answer."""
    row = await sql.fetch_one(
        "SELECT * FROM content_reports WHERE request_id = $1 AND turn = $2"
        " ORDER BY sent_at IS NULL, sent_at DESC, received_at DESC, message_id DESC LIMIT 1",
        *(request_id, number),
    )
    return _heard(row) if row else None


def _turn(row: sql.Row) -> Turn:
    return Turn(
        request_id=row["request_id"],
        endpoint_id=row["endpoint_id"],
        verb=Verb(row["verb"]),
        revision=row["revision"],
        digest=row["digest"],
        number=row["number"],
        attempts=row["attempts"],
    )


def _heard(row: sql.Row) -> Heard:
    said = sql.document(row["said"])
    return Heard(
        message_id=row["message_id"],
        turn=row["turn"],
        said=Said(
            standing=Standing(said["standing"]),
            id=said["id"],
            address=said["address"],
            problems=tuple(said["problems"]),
            blocked=tuple(said["blocked"]),
            request=said["request"],
            revision=said["revision"],
        ),
        received_at=sql.instant(row["received_at"]),
        sent_at=sql.instant_or_none(row["sent_at"]),
    )
