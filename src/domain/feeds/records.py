"""The tables of the feeds that the hub makes: feeds, what was put into them, and imported GUIDs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.feeds.kept import KeptItem, ShowFeed, Stand
from domain.feeds.rules import ITEM, NAME, SETTINGS
from domain.requests.kinds import episode_release
from domain.requests.model import Request, RequestState
from domain.requests.records import from_row


class ShowFeedRecord(Model):
    """The feed of a show."""

    id = fields.CharField(40, primary_key=True)
    show = fields.OneToOneField("hub.ShowRecord", on_delete=fields.RESTRICT, related_name=False)
    token = fields.CharField(40, unique=True)
    slug = fields.CharField(80)
    settings = fields.JSONField[dict[str, Any]]()
    version = fields.IntField()
    made_at = fields.DatetimeField()
    changed_at = fields.DatetimeField()
    removed_at = fields.DatetimeField(null=True)
    guid = fields.CharField(36, default="", db_default="")

    class Meta:
        """Where it is kept."""

        table = "show_feeds"


class ShowFeedItemRecord(Model):
    """An episode in the feed of a show."""

    id = fields.CharField(40, primary_key=True)
    feed = fields.ForeignKeyField(
        "hub.ShowFeedRecord", on_delete=fields.RESTRICT, related_name=False
    )
    episode = fields.ForeignKeyField(
        "hub.EpisodeRecord", on_delete=fields.RESTRICT, related_name=False
    )
    guid = fields.CharField(500)
    request = fields.ForeignKeyField(
        "hub.RequestRecord", on_delete=fields.RESTRICT, related_name=False
    )
    revision = fields.IntField()
    item = fields.JSONField[dict[str, Any]]()
    digest = fields.CharField(64)
    opens_at = fields.DatetimeField()
    ends_at = fields.DatetimeField(null=True)
    put_at = fields.DatetimeField()
    removed_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept; a GUID is one episode's for good, and an episode has one."""

        table = "show_feed_items"
        unique_together = (("feed", "guid"), ("feed", "episode"))


class EpisodeGuidRecord(Model):
    """What an episode was called in the feed that its show had before."""

    episode = fields.OneToOneField(
        "hub.EpisodeRecord", primary_key=True, on_delete=fields.RESTRICT, related_name=False
    )
    show = fields.ForeignKeyField("hub.ShowRecord", on_delete=fields.RESTRICT, related_name=False)
    guid = fields.CharField(500)
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "episode_guids"
        unique_together = (("show", "guid"),)


async def of_show(show_id: str) -> ShowFeed | None:
    """Return the feed of a show, removed or not."""
    return (await of_shows([show_id])).get(show_id)


async def of_shows(show_ids: Sequence[str]) -> dict[str, ShowFeed]:
    """Return feeds, removed or not, by their shows."""
    if not show_ids:
        return {}
    wanted = sql.placeholders(1, len(show_ids))
    rows = await sql.fetch(f"SELECT * FROM show_feeds WHERE show_id IN ({wanted})", *show_ids)
    return {row["show_id"]: _feed(row) for row in rows}


async def by_token(token: str) -> ShowFeed | None:
    """Return the feed at an address, removed or not."""
    row = await sql.fetch_one("SELECT * FROM show_feeds WHERE token = $1", token)
    return _feed(row) if row else None


async def add(value: ShowFeed) -> None:
    """Add a feed; its show has none yet."""
    row = {
        "id": value.id,
        "show_id": value.show_id,
        "token": value.token,
        "slug": value.slug,
        "settings": SETTINGS.dump_python(value.settings, mode="json"),
        "version": value.version,
        "made_at": value.made_at,
        "changed_at": value.changed_at,
        "removed_at": None,
        "guid": value.guid,
    }
    await sql.insert(ShowFeedRecord, row)


async def change(value: ShowFeed) -> None:
    """Write what is said of a feed by now, in a new version."""
    await sql.write(
        "UPDATE show_feeds SET settings = $1, removed_at = $2, changed_at = $3, version = $4,"
        " guid = $5 WHERE id = $6",
        SETTINGS.dump_python(value.settings, mode="json"),
        *(value.removed_at, value.changed_at, value.version, value.guid, value.id),
    )


async def stands(feed_id: str, item_id: str | None = None) -> list[Stand]:
    """Return how all that is in a feed stands, newest first, or one item of it alone.

    Of what was taken out nothing is returned.
    """
    one = "" if item_id is None else " AND i.id = $3"
    rows = await sql.fetch(
        "SELECT i.id, i.opens_at, i.ends_at, i.put_at, r.state, r.updated_at,"
        " (SELECT COUNT(*) FROM exposures e WHERE e.request_id = i.request_id"
        "  AND e.publisher = $1 AND e.live_to IS NULL) AS live,"
        " (SELECT MAX(e.live_from) FROM exposures e WHERE e.request_id = i.request_id"
        "  AND e.publisher = $1) AS began_at,"
        " (SELECT MAX(e.live_to) FROM exposures e WHERE e.request_id = i.request_id"
        "  AND e.publisher = $1) AS ended_at"
        " FROM show_feed_items i JOIN requests r ON r.id = i.request_id"
        f" WHERE i.feed_id = $2 AND i.removed_at IS NULL{one}"
        " ORDER BY i.opens_at DESC, i.id DESC",
        *(NAME, feed_id, *([item_id] if item_id else ())),
    )
    return [_stand(row) for row in rows]


async def mark(feed_id: str) -> tuple[int, ...]:
    """Return numbers that are others once anything happened to what a feed's items depend on.

    Each only grows: changes of requests, what was live, and what of that has ended.
    """
    within = (
        "FROM show_feed_items i JOIN {} x ON {} = i.request_id"
        " WHERE i.feed_id = $1 AND i.removed_at IS NULL"
    )
    live = f"{within.format('exposures', 'x.request_id')} AND x.publisher = $2"
    row = await sql.fetch_one(
        f"SELECT (SELECT COALESCE(SUM(x.version), 0) {within.format('requests', 'x.id')}) AS moves,"
        f" (SELECT COUNT(*) {live}) AS live, (SELECT COUNT(x.live_to) {live}) AS ended",
        feed_id,
        NAME,
    )
    return (int(row["moves"]), int(row["live"]), int(row["ended"])) if row else ()


async def items(feed_id: str) -> dict[str, KeptItem]:
    """Return everything that is in a feed by its id; nothing that was taken out."""
    rows = await sql.fetch(
        "SELECT * FROM show_feed_items WHERE feed_id = $1 AND removed_at IS NULL", feed_id
    )
    return {row["id"]: _item(row) for row in rows}


async def of_episode(feed_id: str, episode_id: str) -> KeptItem | None:
    """Return an episode in a feed, also one that was taken out."""
    row = await sql.fetch_one(
        "SELECT * FROM show_feed_items WHERE feed_id = $1 AND episode_id = $2", feed_id, episode_id
    )
    return _item(row) if row else None


async def called(feed_id: str, guid: str) -> KeptItem | None:
    """Return what has a GUID in a feed, also what was taken out."""
    row = await sql.fetch_one(
        "SELECT * FROM show_feed_items WHERE feed_id = $1 AND guid = $2", feed_id, guid
    )
    return _item(row) if row else None


async def put(value: KeptItem) -> None:
    """Put an episode into a feed, or in place of what it was there."""
    row = (value.id, value.feed_id, value.episode_id, value.item.guid, value.request_id)
    content = ITEM.dump_python(value.item, mode="json")
    await sql.write(
        "INSERT INTO show_feed_items (id, feed_id, episode_id, guid, request_id, revision, item,"
        " digest, opens_at, ends_at, put_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        " ON CONFLICT (feed_id, episode_id) DO UPDATE SET request_id = excluded.request_id,"
        " revision = excluded.revision, item = excluded.item, digest = excluded.digest,"
        " opens_at = excluded.opens_at, ends_at = excluded.ends_at, put_at = excluded.put_at,"
        " removed_at = NULL",
        *(*row, value.revision, content, value.item.digest),
        *(value.opens_at, value.ends_at, value.put_at),
    )


async def take_out(item_id: str, at: datetime) -> None:
    """Write that something is in its feed no more."""
    await sql.write("UPDATE show_feed_items SET removed_at = $1 WHERE id = $2", at, item_id)


async def guids_of(episode_ids: Sequence[str]) -> dict[str, str]:
    """Return the GUIDs that episodes bring from an earlier feed, by episode."""
    if not episode_ids:
        return {}
    wanted = sql.placeholders(1, len(episode_ids))
    rows = await sql.fetch(
        f"SELECT episode_id, guid FROM episode_guids WHERE episode_id IN ({wanted})", *episode_ids
    )
    return {row["episode_id"]: row["guid"] for row in rows}


async def bearer_of(show_id: str, guid: str) -> str | None:
    """Return the episode that brings a GUID from an earlier feed of a show."""
    row = await sql.fetch_one(
        "SELECT episode_id FROM episode_guids WHERE show_id = $1 AND guid = $2", show_id, guid
    )
    return str(row["episode_id"]) if row else None


async def bring_guid(episode_id: str, show_id: str, guid: str, at: datetime) -> None:
    """Write which GUID an episode brings from an earlier feed."""
    await sql.write(
        "INSERT INTO episode_guids (episode_id, show_id, guid, at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (episode_id) DO UPDATE SET guid = excluded.guid, at = excluded.at",
        *(episode_id, show_id, guid, at),
    )


async def put_into_any(episode_id: str) -> bool:
    """Whether an episode was ever put into a feed."""
    row = await sql.fetch_one(
        "SELECT 1 FROM show_feed_items WHERE episode_id = $1 LIMIT 1", episode_id
    )
    return row is not None


async def ever_held(feed_id: str) -> bool:
    """Whether anything was ever put into a feed."""
    found = "SELECT 1 FROM show_feed_items WHERE feed_id = $1 LIMIT 1"
    return await sql.fetch_one(found, feed_id) is not None


async def waiting(show_id: str, feed_id: str, limit: int) -> list[Request]:
    """Return approved releases of a show by its feed that are not in it yet, oldest first."""
    rows = await sql.fetch(
        "SELECT * FROM requests r WHERE kind = $1 AND state IN ('approved', 'published')"
        " AND payload->>'show_id' = $2 AND payload->>'target' = $3 AND NOT EXISTS"
        " (SELECT 1 FROM show_feed_items i WHERE i.feed_id = $4 AND i.request_id = r.id"
        " AND i.revision = r.revision AND i.removed_at IS NULL) ORDER BY number LIMIT $5",
        *(episode_release.KIND.name, show_id, NAME, feed_id, limit),
    )
    return [from_row(row) for row in rows]


def _feed(row: sql.Row) -> ShowFeed:
    return ShowFeed(
        id=row["id"],
        show_id=row["show_id"],
        token=row["token"],
        slug=row["slug"],
        settings=SETTINGS.validate_python(sql.document(row["settings"])),
        version=row["version"],
        made_at=sql.instant(row["made_at"]),
        changed_at=sql.instant(row["changed_at"]),
        removed_at=sql.instant_or_none(row["removed_at"]),
        guid=row["guid"],
    )


def _item(row: sql.Row) -> KeptItem:
    return KeptItem(
        id=row["id"],
        feed_id=row["feed_id"],
        episode_id=row["episode_id"],
        request_id=row["request_id"],
        revision=row["revision"],
        item=ITEM.validate_python(sql.document(row["item"])),
        opens_at=sql.instant(row["opens_at"]),
        ends_at=sql.instant_or_none(row["ends_at"]),
        put_at=sql.instant(row["put_at"]),
        removed_at=sql.instant_or_none(row["removed_at"]),
    )


def _stand(row: sql.Row) -> Stand:
    return Stand(
        item_id=row["id"],
        opens_at=sql.instant(row["opens_at"]),
        ends_at=sql.instant_or_none(row["ends_at"]),
        put_at=sql.instant(row["put_at"]),
        state=RequestState(row["state"]),
        moved_at=sql.instant(row["updated_at"]),
        live=row["live"] > 0,
        began_at=sql.instant_or_none(row["began_at"]),
        ended_at=sql.instant_or_none(row["ended_at"]),
    )
