"""Table of comments: those made there, those about to be, and those brought here from there."""

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.database import sql


class WordRecord(Model):
    """A comment that the hub made there, is about to make, or brought here from there."""

    id = fields.CharField(80, primary_key=True)
    subject_id = fields.CharField(40)
    sent_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "workflow_words"


async def intend(word_id: str, subject_id: str) -> bool | None:
    """Write that a comment is about to be made.

    True if that is new, False if it was to be made before, None if it was made.
    """
    fresh = await sql.insert_if_new(WordRecord, {"id": word_id, "subject_id": subject_id}, ("id",))
    if fresh:
        return True
    row = await sql.fetch_one("SELECT sent_at FROM workflow_words WHERE id = $1", word_id)
    return None if row is None or row["sent_at"] is not None else False


async def heard(word_id: str, subject_id: str, at: datetime) -> bool:
    """Write that a comment stands there and here; whether that is new."""
    values = {"id": word_id, "subject_id": subject_id, "sent_at": at}
    return await sql.insert_if_new(WordRecord, values, ("id",))


async def of_subject(subject_id: str) -> set[str]:
    """Return the comments about a subject that were made there, or are about to be."""
    rows = await sql.fetch("SELECT id FROM workflow_words WHERE subject_id = $1", subject_id)
    return {row["id"] for row in rows}


async def sent(subject_id: str) -> set[str]:
    """Return the comments that were made about a subject."""
    rows = await sql.fetch(
        "SELECT id FROM workflow_words WHERE subject_id = $1 AND sent_at IS NOT NULL", subject_id
    )
    return {row["id"] for row in rows}


async def made(word_id: str, at: datetime) -> None:
    """Write that a comment was made."""
    await sql.execute("UPDATE workflow_words SET sent_at = $1 WHERE id = $2", at, word_id)
