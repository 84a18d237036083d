"""Tables of the record. Events are only ever added."""

from collections.abc import Sequence

from tortoise import fields
from tortoise.models import Model

from domain.actor import Door
from domain.audit.model import Anchor, Event
from domain.database import sql, transaction
from domain.database.listing import of_each
from domain.errors import Busy


class EventRecord(Model):
    """One change of one subject."""

    seq = fields.BigIntField(primary_key=True, generated=True)
    id = fields.CharField(40, unique=True)
    subject = fields.CharField(64)
    position = fields.IntField()
    act = fields.CharField(64)
    actor_id = fields.CharField(40, null=True)
    door = fields.CharField(16)
    at = fields.DatetimeField()
    details = fields.JSONField[dict[str, object]]()
    previous = fields.CharField(64)
    digest = fields.CharField(64)

    class Meta:
        """Where it is kept."""

        table = "audit_events"
        unique_together = (("subject", "position"),)


class HeadRecord(Model):
    """Where a subject's chain stands, so that adding needs no look at the chain."""

    subject = fields.CharField(64, primary_key=True)
    position = fields.IntField()
    digest = fields.CharField(64)
    archived = fields.IntField(null=True)
    archived_digest = fields.CharField(64, null=True)

    class Meta:
        """Where it is kept."""

        table = "audit_heads"


class AnchorRecord(Model):
    """A signed statement of where chains stood."""

    number = fields.IntField(primary_key=True)
    id = fields.CharField(40, unique=True)
    at = fields.DatetimeField()
    last_seq = fields.BigIntField()
    subjects = fields.IntField()
    heads = fields.CharField(64)
    previous = fields.CharField(64)
    signature = fields.CharField(64)

    class Meta:
        """Where it is kept."""

        table = "audit_anchors"


async def head(subject: str) -> tuple[int, str] | None:
    """Return position and digest of the last event of `subject`, locked until the commit."""
    row = await sql.fetch_one(
        sql.locking("SELECT position, digest FROM audit_heads WHERE subject = $1"), subject
    )
    return None if row is None else (row["position"], row["digest"])


async def move_head(subject: str, position: int, digest: str) -> None:
    """Move a chain's head to `position`; `Busy` if somebody else moved it in between."""
    await sql.write(
        "INSERT INTO audit_heads (subject, position, digest) VALUES ($1, $2, $3)"
        " ON CONFLICT (subject) DO UPDATE SET position = $2, digest = $3"
        " WHERE audit_heads.position = $2 - 1",
        subject,
        position,
        digest,
        otherwise=Busy(
            "changed_meanwhile", f"`{subject}` is being changed this moment; try again."
        ),
    )


async def events_of(subject: str) -> list[Event]:
    """Return every event of `subject`, first to last."""
    rows = await sql.fetch(
        "SELECT * FROM audit_events WHERE subject = $1 ORDER BY position", subject
    )
    return [event(row) for row in rows]


async def events_of_many(subjects: Sequence[str]) -> dict[str, list[Event]]:
    """Return every event of several subjects, by subject, first to last."""
    return await of_each("audit_events", "subject", subjects, event, "subject, position")


async def events_after(seq: int, limit: int, upto: int = 2**62) -> list[Event]:
    """Return up to `limit` events of all subjects after `seq` and up to `upto`, in order."""
    rows = await sql.fetch(
        "SELECT * FROM audit_events WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3",
        *(seq, upto, limit),
    )
    return [event(row) for row in rows]


async def last_seq() -> int:
    """Return the number of the newest event; 0 if there is none.

    Numbers are given before the commit, so it waits for who is writing: every event up to the
    number is there to be seen, and none with a lower number comes later.
    """
    async with transaction():
        await sql.wait_for_writers(EventRecord)
        row = await sql.fetch_one("SELECT COALESCE(MAX(seq), 0) AS seq FROM audit_events")
    return int(row["seq"]) if row else 0


async def subjects(after: str, limit: int) -> list[str]:
    """Return up to `limit` subjects that have a chain or a head, in order, after `after`."""
    rows = await sql.fetch(
        "SELECT subject FROM (SELECT subject FROM audit_heads UNION"
        " SELECT DISTINCT subject FROM audit_events) s"
        " WHERE subject > $1 ORDER BY subject LIMIT $2",
        after,
        limit,
    )
    return [row["subject"] for row in rows]


async def heads_between(after: int, upto: int) -> list[tuple[str, int, str]]:
    """Return (subject, position, digest) of where chains ended that grew in a stretch of events."""
    rows = await sql.fetch(
        "SELECT e.subject, e.position, e.digest FROM audit_events e JOIN"
        " (SELECT subject, MAX(position) AS position FROM audit_events"
        "  WHERE seq > $1 AND seq <= $2 GROUP BY subject) last"
        " ON last.subject = e.subject AND last.position = e.position",
        after,
        upto,
    )
    return [(row["subject"], row["position"], row["digest"]) for row in rows]


async def anchors() -> list[Anchor]:
    """Return every anchor, first to last."""
    rows = await sql.fetch("SELECT * FROM audit_anchors ORDER BY number")
    return [
        Anchor(
            id=row["id"],
            at=sql.instant(row["at"]),
            last_seq=row["last_seq"],
            subjects=row["subjects"],
            heads=row["heads"],
            previous=row["previous"],
            signature=row["signature"],
        )
        for row in rows
    ]


async def add_anchor(anchor: Anchor, number: int) -> None:
    """Add an anchor as the `number`th."""
    await sql.insert(
        AnchorRecord,
        {
            "number": number,
            "id": anchor.id,
            "at": anchor.at,
            "last_seq": anchor.last_seq,
            "subjects": anchor.subjects,
            "heads": anchor.heads,
            "previous": anchor.previous,
            "signature": anchor.signature,
        },
    )


def event(row: sql.Row) -> Event:
    """Return an event from a row of `audit_events`."""
    return Event(
        seq=row["seq"],
        id=row["id"],
        subject=row["subject"],
        position=row["position"],
        act=row["act"],
        actor_id=row["actor_id"],
        door=Door(row["door"]),
        at=sql.instant(row["at"]),
        details=sql.document(row["details"]),
        previous=row["previous"],
        digest=row["digest"],
    )
