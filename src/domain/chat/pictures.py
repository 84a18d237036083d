"""Pictures that a chat workspace was sent, so that the same one is not sent twice."""

from dataclasses import dataclass

from tortoise import fields
from tortoise.models import Model

from domain.database import sql


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a workspace calls it, what it says in words, and what tells it from others."""

    file_id: str
    alt: str
    drawn: str


class PictureRecord(Model):
    """The latest picture beside what a message is about, in a workspace and a language."""

    id = fields.IntField(primary_key=True)
    subject_id = fields.CharField(40)
    workspace_id = fields.CharField(32)
    locale = fields.CharField(35)
    file_id = fields.CharField(40)
    alt = fields.CharField(2000)
    drawn = fields.CharField(64)

    class Meta:
        """Where it is kept."""

        table = "chat_pictures"
        unique_together = (("subject_id", "workspace_id", "locale"),)


async def get(subject_id: str, workspace_id: str, locale: str) -> Picture | None:
    """Return the picture of something in a workspace; None if it has none."""
    row = await sql.fetch_one(
        "SELECT file_id, alt, drawn FROM chat_pictures"
        " WHERE subject_id = $1 AND workspace_id = $2 AND locale = $3",
        subject_id,
        workspace_id,
        locale,
    )
    return None if row is None else Picture(row["file_id"], row["alt"], row["drawn"])


async def put(subject_id: str, workspace_id: str, locale: str, picture: Picture) -> None:
    """Keep a picture in place of the one before."""
    await sql.execute(
        "INSERT INTO chat_pictures (subject_id, workspace_id, locale, file_id, alt, drawn)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (subject_id, workspace_id, locale)"
        " DO UPDATE SET file_id = excluded.file_id, alt = excluded.alt, drawn = excluded.drawn",
        *(subject_id, workspace_id, locale, picture.file_id, picture.alt, picture.drawn),
    )
