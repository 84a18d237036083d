"""The tables of public feeds, and of what they carry."""

from collections.abc import Sequence
from datetime import datetime

from domain import ids
from domain.database import sql
from domain.database.listing import Values
from domain.podcasts.model import Kept
from domain.public_feeds import Feed, Item

_ITEMS = "SELECT i.*, f.show_id FROM feed_items i JOIN feeds f ON f.id = i.feed_id"


async def add(value: Feed) -> bool:
    """Keep a new feed; False where its address is registered already."""
    added = await sql.execute(
        "INSERT INTO feeds (id, show_id, address, made_at, next_at, etag, modified, failures,"
        " trouble) VALUES ($1, $2, $3, $4, $5, '', '', 0, '') ON CONFLICT (address) DO NOTHING",
        *(value.id, value.show_id, value.address, value.made_at, value.next_at),
    )
    return added == 1


async def get(feed_id: str) -> Feed | None:
    """Return a feed."""
    row = await sql.fetch_one("SELECT * FROM feeds WHERE id = $1", feed_id)
    return _feed(row) if row else None


async def every() -> list[Feed]:
    """Return all feeds, oldest first."""
    return [_feed(row) for row in await sql.fetch("SELECT * FROM feeds ORDER BY id")]


async def overdue(at: datetime) -> list[Feed]:
    """Return the feeds that should have been looked at by `at`."""
    rows = await sql.fetch("SELECT * FROM feeds WHERE next_at <= $1 ORDER BY id", at)
    return [_feed(row) for row in rows]


async def remove(feed_id: str) -> None:
    """Forget a feed and what it carried."""
    await sql.execute("DELETE FROM feed_items WHERE feed_id = $1", feed_id)
    await sql.execute("DELETE FROM feeds WHERE id = $1", feed_id)


async def looked(value: Feed) -> None:
    """Write how a look went."""
    await sql.execute(
        "UPDATE feeds SET etag = $1, modified = $2, looked_at = $3, failures = $4, trouble = $5,"
        " next_at = $6 WHERE id = $7",
        *(value.etag, value.modified, value.looked_at, value.failures, value.trouble),
        *(value.next_at, value.id),
    )


async def keep_items(feed_id: str, items: Sequence[Item], now: datetime) -> None:
    """Write that a feed carries these items and no others."""
    there = {one.item.guid: one for one in await items_of(feed_id)}
    for item in items:
        before = there.pop(item.guid, None)
        if before is None:
            await sql.execute(
                "INSERT INTO feed_items (id, feed_id, guid, title, address, published_at,"
                " allowed, denied, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                *(ids.new(ids.Prefix.FEED_ITEM), feed_id, item.guid, item.title, item.address),
                *(item.published_at, list(item.only), list(item.never), now),
            )
        elif before.item != item:
            await sql.execute(
                "UPDATE feed_items SET title = $1, address = $2, published_at = $3, allowed = $4,"
                " denied = $5 WHERE id = $6",
                *(item.title, item.address, item.published_at, list(item.only)),
                *(list(item.never), before.id),
            )
    for gone in there.values():
        await sql.execute("DELETE FROM feed_items WHERE id = $1", gone.id)


async def items_of(feed_id: str) -> list[Kept]:
    """Return what a feed carried when it was looked at last, in the order it was seen first."""
    rows = await sql.fetch(f"{_ITEMS} WHERE i.feed_id = $1 ORDER BY i.id", feed_id)
    return [_kept(row) for row in rows]


async def item(item_id: str) -> Kept | None:
    """Return an item that a feed carries."""
    row = await sql.fetch_one(f"{_ITEMS} WHERE i.id = $1", item_id)
    return _kept(row) if row else None


async def unknown(brand_ids: Sequence[str] | None, limit: int) -> list[Kept]:
    """Return items that nobody knows, the newest first; `brand_ids` None means of every brand."""
    values = Values()
    within = values.among("s.brand_id", brand_ids)
    rows = await sql.fetch(
        f"{_ITEMS} JOIN shows s ON s.id = f.show_id WHERE i.episode_id IS NULL AND {within}"
        f" ORDER BY i.id DESC LIMIT {limit}",
        *values.given,
    )
    return [_kept(row) for row in rows]


async def know(item_id: str, episode_id: str) -> None:
    """Write which episode an item is."""
    await sql.execute("UPDATE feed_items SET episode_id = $1 WHERE id = $2", episode_id, item_id)


def _feed(row: sql.Row) -> Feed:
    return Feed(
        id=row["id"],
        show_id=row["show_id"],
        address=row["address"],
        made_at=sql.instant(row["made_at"]),
        next_at=sql.instant(row["next_at"]),
        etag=row["etag"],
        modified=row["modified"],
        looked_at=sql.instant_or_none(row["looked_at"]),
        failures=row["failures"],
        trouble=row["trouble"],
    )


def _kept(row: sql.Row) -> Kept:
    return Kept(
        id=row["id"],
        feed_id=row["feed_id"],
        show_id=row["show_id"],
        item=Item(
            guid=row["guid"],
            title=row["title"],
            address=row["address"],
            published_at=sql.instant_or_none(row["published_at"]),
            only=tuple(sql.document(row["allowed"])),
            never=tuple(sql.document(row["denied"])),
        ),
        seen_at=sql.instant(row["seen_at"]),
        episode_id=row["episode_id"],
    )
