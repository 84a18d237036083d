"""Tables of genres: what subject categories titles are sorted by."""

from collections.abc import Sequence

from tortoise import fields
from tortoise.models import Model

from domain.catalog.works.model import Subject
from domain.database import sql


class GenreRecord(Model):
    """A subject category of some title."""

    id = fields.CharField(40, primary_key=True)
    key = fields.CharField(64, unique=True)
    scheme = fields.CharField(3)
    code = fields.CharField(40)
    name = fields.CharField(200)

    class Meta:
        """Where it is kept."""

        table = "genres"


class TitleGenreRecord(Model):
    """That a title is of a genre."""

    id = fields.BigIntField(primary_key=True, generated=True)
    title = fields.ForeignKeyField("hub.TitleRecord", on_delete=fields.RESTRICT)
    genre = fields.ForeignKeyField("hub.GenreRecord", on_delete=fields.RESTRICT, db_index=True)
    place = fields.IntField()

    class Meta:
        """Where it is kept."""

        table = "title_genres"
        unique_together = (("title", "place"),)


async def add(genre_id: str, key: str, one: Subject) -> None:
    """Add a genre; where no heading is told it is called by its code."""
    row = {"id": genre_id, "key": key, "scheme": one.scheme, "code": one.code}
    await sql.insert(GenreRecord, {**row, "name": one.heading or one.code})


async def rename(genre_id: str, heading: str) -> None:
    """Write what a genre is called now, if that is something else."""
    await sql.write("UPDATE genres SET name = $1 WHERE id = $2 AND name <> $1", heading, genre_id)


async def sort(title_id: str, genres: Sequence[str]) -> None:
    """Write of which genres a title is, in place of those before."""
    await sql.write("DELETE FROM title_genres WHERE title_id = $1", title_id)
    for place, genre_id in enumerate(genres, 1):
        row = {"title_id": title_id, "genre_id": genre_id, "place": place}
        await sql.insert(TitleGenreRecord, row)
