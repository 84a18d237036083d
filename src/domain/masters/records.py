"""Tables of who is right, of what was seen live, and of what goes out of order."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import orjson
from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.masters.model import Master, MasterField, Noticed, Override, Place
from domain.masters.rules import number_of
from domain.requests import records as requests
from domain.requests.model import Request

#: The most releases that are compared at once, the newest first.
COMPARED_MAX = 200


class MasterRecord(Model):
    """Which place is right; `key` makes one for each show and field."""

    key = fields.CharField(80, primary_key=True)
    show = fields.ForeignKeyField("hub.ShowRecord", on_delete=fields.RESTRICT, db_index=True)
    field = fields.CharField(24)
    place = fields.CharField(12)

    class Meta:
        """Where it is kept."""

        table = "show_masters"


class NoticedRecord(Model):
    """What was seen of an episode live, the last time."""

    episode: fields.OneToOneRelation[Model] = fields.OneToOneField(
        "hub.EpisodeRecord", primary_key=True, on_delete=fields.RESTRICT
    )
    said = fields.JSONField[dict[str, Any]]()
    seen_at = fields.DatetimeField()
    seen_by = fields.ForeignKeyField(
        "hub.UserRecord", null=True, on_delete=fields.RESTRICT, related_name=False
    )

    class Meta:
        """Where it is kept."""

        table = "episodes_seen_live"


class OverrideRecord(Model):
    """That a revision of a release may go out before the number before it; why."""

    request: fields.OneToOneRelation[Model] = fields.OneToOneField(
        "hub.RequestRecord", primary_key=True, on_delete=fields.RESTRICT
    )
    revision = fields.IntField()
    reason = fields.CharField(500)
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "sequence_overrides"


async def masters_of(shows: Sequence[str]) -> dict[str, dict[MasterField, Place]]:
    """Return which places were said to be right, by show and field."""
    found: dict[str, dict[MasterField, Place]] = {one: {} for one in shows}
    if not shows:
        return found
    marks = sql.placeholders(1, len(shows))
    for row in await sql.fetch(f"SELECT * FROM show_masters WHERE show_id IN ({marks})", *shows):
        found[row["show_id"]][MasterField(row["field"])] = Place(row["place"])
    return found


async def put_master(value: Master) -> None:
    """Write which place is right."""
    await sql.execute(
        'INSERT INTO show_masters ("key", show_id, "field", place) VALUES ($1, $2, $3, $4)'
        ' ON CONFLICT ("key") DO UPDATE SET place = excluded.place',
        f"{value.show_id}:{value.field}",
        value.show_id,
        value.field,
        value.place,
    )


async def seen_live(episodes: Sequence[str]) -> dict[str, Noticed]:
    """Return what was seen of episodes live, by id."""
    if not episodes:
        return {}
    marks = sql.placeholders(1, len(episodes))
    query = f"SELECT * FROM episodes_seen_live WHERE episode_id IN ({marks})"
    return {
        row["episode_id"]: Noticed(
            row["episode_id"],
            sql.document(row["said"]),
            sql.instant(row["seen_at"]),
            row["seen_by_id"],
        )
        for row in await sql.fetch(query, *episodes)
    }


async def put_seen(value: Noticed) -> None:
    """Write what was seen of an episode, in place of what was seen before."""
    await sql.execute(
        "INSERT INTO episodes_seen_live (episode_id, said, seen_at, seen_by_id)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT (episode_id) DO UPDATE SET said = excluded.said,"
        " seen_at = excluded.seen_at, seen_by_id = excluded.seen_by_id",
        value.episode_id,
        orjson.dumps(value.said).decode(),
        value.seen_at,
        value.seen_by,
    )


async def override_of(request_id: str) -> Override | None:
    """Return how a release was let go out of order, if it was."""
    row = await sql.fetch_one("SELECT * FROM sequence_overrides WHERE request_id = $1", request_id)
    if row is None:
        return None
    return Override(request_id, row["revision"], row["reason"], sql.instant(row["at"]))


async def put_override(value: Override) -> None:
    """Write that a release may go out of order."""
    await sql.execute(
        "INSERT INTO sequence_overrides (request_id, revision, reason, at)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT (request_id) DO UPDATE SET"
        " revision = excluded.revision, reason = excluded.reason, at = excluded.at",
        value.request_id,
        value.revision,
        value.reason,
        value.at,
    )


async def releases(show_id: str | None, title_id: str | None, *states: str) -> list[Request]:
    """Return the releases of a show, or told by a title, in `states`, the newest first."""
    args: list[object] = [*states]
    where = f"kind = 'episode_release' AND state IN ({sql.placeholders(1, len(states))})"
    for name, value in (("show_id", show_id), ("title_id", title_id)):
        if value is not None:
            args.append(value)
            where += f" AND payload->>'{name}' = ${len(args)}"
    rows = await sql.fetch(
        f"SELECT * FROM requests WHERE {where} ORDER BY number DESC LIMIT {COMPARED_MAX}", *args
    )
    return [requests.from_row(row) for row in rows]


async def revisions_of(request_id: str, *states: str) -> list[Request]:
    """Return the requests in `states` that a release be changed."""
    rows = await sql.fetch(
        "SELECT * FROM requests WHERE kind = 'revision' AND payload->>'subject_id' = $1"
        f" AND state IN ({sql.placeholders(2, len(states))}) ORDER BY number",
        request_id,
        *states,
    )
    return [requests.from_row(row) for row in rows]


async def numbers_beside(title_id: str, series: str) -> list[Decimal]:
    """Return the numbers of all titles of the series called `series` that a title belongs to."""
    rows = await sql.fetch(
        "SELECT DISTINCT other.number FROM title_series own"
        " JOIN series s ON s.id = own.series_id AND s.name = $2"
        " JOIN title_series other ON other.series_id = own.series_id"
        " JOIN titles t ON t.id = other.title_id AND t.removed_at IS NULL"
        " WHERE own.title_id = $1",
        title_id,
        series,
    )
    found = (number_of(row["number"]) for row in rows)
    return [one for one in found if one is not None]


async def correct_episode(episode_id: str, title: str, release_on: str | None) -> None:
    """Write what an episode of the hub is called, and when it comes out."""
    await sql.write(
        "UPDATE episodes SET title = $1, release_on = $2 WHERE id = $3",
        title,
        release_on,
        episode_id,
    )
