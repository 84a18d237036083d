"""The table of brands' standards for music."""

from collections.abc import Sequence
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.playlists.model import Standard


class StandardRecord(Model):
    """What music a brand wants."""

    brand = fields.OneToOneField("hub.BrandRecord", primary_key=True, on_delete=fields.RESTRICT)
    explicit = fields.BooleanField(null=True)
    banned_artists = fields.JSONField[list[str]]()
    banned_genres = fields.JSONField[list[str]]()
    tempo_from = fields.IntField(null=True)
    tempo_to = fields.IntField(null=True)
    yes_stands = fields.BooleanField(default=False, db_default=False)

    class Meta:
        """Where it is kept."""

        table = "brand_music_standards"


async def of_brands(brand_ids: Sequence[str]) -> dict[str, Standard]:
    """Return what music brands want, by brand; who said nothing is missing."""
    if not brand_ids:
        return {}
    marks = sql.placeholders(1, len(brand_ids))
    question = f"SELECT * FROM brand_music_standards WHERE brand_id IN ({marks})"
    return {row["brand_id"]: _standard(row) for row in await sql.fetch(question, *brand_ids)}


async def put(value: Standard) -> None:
    """Write what music a brand wants, all of it."""
    await sql.execute("DELETE FROM brand_music_standards WHERE brand_id = $1", value.brand_id)
    await sql.insert(StandardRecord, {"brand_id": value.brand_id, **written(value)})


def written(value: Standard) -> dict[str, Any]:
    """Return a standard as it is kept, and recorded."""
    return {
        "explicit": value.explicit,
        "banned_artists": list(value.banned_artists),
        "banned_genres": list(value.banned_genres),
        "tempo_from": value.tempo_from,
        "tempo_to": value.tempo_to,
        "yes_stands": value.yes_stands,
    }


def _standard(row: sql.Row) -> Standard:
    return Standard(
        brand_id=row["brand_id"],
        explicit=None if row["explicit"] is None else bool(row["explicit"]),
        banned_artists=tuple(sql.document(row["banned_artists"])),
        banned_genres=tuple(sql.document(row["banned_genres"])),
        tempo_from=row["tempo_from"],
        tempo_to=row["tempo_to"],
        yes_stands=bool(row["yes_stands"]),
    )
