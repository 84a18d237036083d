"""The tables of what Spotify shows, and what is read to know what it is to show."""

from collections.abc import Sequence
from datetime import datetime

from domain.database import sql
from domain.requests import records as requests
from domain.requests.kinds import takedown
from domain.requests.model import Request, RequestState
from domain.shown.model import Asked, ShownEpisode, ShownShow


async def shows(show_ids: Sequence[str]) -> dict[str, ShownShow]:
    """Return what was said and seen of shows, by id."""
    if not show_ids:
        return {}
    marks = sql.placeholders(1, len(show_ids))
    rows = await sql.fetch(f"SELECT * FROM shown_shows WHERE show_id IN ({marks})", *show_ids)
    return {row["show_id"]: _show(row) for row in rows}


async def of_brand(brand_id: str) -> list[ShownShow]:
    """Return what was said and seen of the shows of a brand."""
    rows = await sql.fetch(
        "SELECT x.* FROM shown_shows x JOIN shows s ON s.id = x.show_id WHERE s.brand_id = $1"
        " ORDER BY x.show_id",
        brand_id,
    )
    return [_show(row) for row in rows]


async def overdue(at: datetime) -> list[ShownShow]:
    """Return the shows that should have been looked at by `at`."""
    rows = await sql.fetch("SELECT * FROM shown_shows WHERE next_at <= $1 ORDER BY show_id", at)
    return [_show(row) for row in rows]


async def put_place(show_id: str, place: str) -> None:
    """Write which show it is at Spotify, empty where nobody says so."""
    await sql.execute(
        "INSERT INTO shown_shows (show_id, place, trouble) VALUES ($1, $2, '')"
        " ON CONFLICT (show_id) DO UPDATE SET place = excluded.place, trouble = ''",
        *(show_id, place),
    )


async def intend(show_id: str) -> None:
    """Have a place where looks at a show are written down."""
    await sql.execute(
        "INSERT INTO shown_shows (show_id, place, trouble) VALUES ($1, '', '')"
        " ON CONFLICT (show_id) DO NOTHING",
        show_id,
    )


async def plan(show_id: str, next_at: datetime | None) -> None:
    """Write when a show is looked at next; None for never."""
    await sql.execute("UPDATE shown_shows SET next_at = $1 WHERE show_id = $2", next_at, show_id)


async def looked(show_id: str, at: datetime, trouble: str) -> None:
    """Write how a look at a show went."""
    await sql.execute(
        "UPDATE shown_shows SET looked_at = $1, trouble = $2 WHERE show_id = $3",
        *(at, trouble, show_id),
    )


async def trouble(show_id: str, said: str) -> None:
    """Write why nothing can be looked at of a show."""
    await sql.execute("UPDATE shown_shows SET trouble = $1 WHERE show_id = $2", said, show_id)


async def told(episode_id: str, words: Sequence[str]) -> None:
    """Write what people were told of an episode."""
    await sql.execute(
        "UPDATE shown_episodes SET told = $1 WHERE episode_id = $2", list(words), episode_id
    )


async def episodes(episode_ids: Sequence[str]) -> dict[str, ShownEpisode]:
    """Return what is known of episodes at Spotify, by id."""
    if not episode_ids:
        return {}
    marks = sql.placeholders(1, len(episode_ids))
    query = f"SELECT * FROM shown_episodes WHERE episode_id IN ({marks})"
    return {row["episode_id"]: _episode(row) for row in await sql.fetch(query, *episode_ids)}


async def of_show(show_id: str) -> dict[str, ShownEpisode]:
    """Return what is known of all episodes of a show at Spotify, by id."""
    rows = await sql.fetch("SELECT * FROM shown_episodes WHERE show_id = $1", show_id)
    return {row["episode_id"]: _episode(row) for row in rows}


async def put(value: ShownEpisode) -> None:
    """Write what is known of an episode."""
    await sql.execute(
        "INSERT INTO shown_episodes (episode_id, show_id, request_id, outside_id, market,"
        " awaited_since, shown_since, looked_at, gone_since, unplayed, said, seen_at, told,"
        " closed_at, asked)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        " ON CONFLICT (episode_id) DO UPDATE SET request_id = excluded.request_id,"
        " outside_id = excluded.outside_id, market = excluded.market,"
        " awaited_since = excluded.awaited_since, shown_since = excluded.shown_since,"
        " looked_at = excluded.looked_at, gone_since = excluded.gone_since,"
        " unplayed = excluded.unplayed, said = excluded.said, seen_at = excluded.seen_at,"
        " told = excluded.told, closed_at = excluded.closed_at, asked = excluded.asked",
        *(value.episode_id, value.show_id, value.request_id, value.outside_id, value.market),
        *(value.awaited_since, value.shown_since, value.looked_at, value.gone_since),
        *(value.unplayed, dict(value.said), value.seen_at, list(value.told), value.closed_at),
        {code: one and [one.at.isoformat(), one.shown] for code, one in value.asked.items()},
    )


async def forget(show_id: str) -> None:
    """Forget what was seen of a show's episodes."""
    await sql.execute("DELETE FROM shown_episodes WHERE show_id = $1", show_id)


async def lives(request_ids: Sequence[str]) -> dict[str, tuple[datetime, datetime | None]]:
    """Return since when what requests brought about is live, and when the last of it ended.

    By request; those are missing of which nothing was ever known to be live.
    """
    if not request_ids:
        return {}
    marks = sql.placeholders(1, len(request_ids))
    rows = await sql.fetch(
        "SELECT request_id, MIN(live_from) AS since, MAX(live_to) AS ended,"
        " SUM(CASE WHEN live_to IS NULL THEN 1 ELSE 0 END) AS live"
        f" FROM exposures WHERE request_id IN ({marks}) GROUP BY request_id",
        *request_ids,
    )
    return {
        row["request_id"]: (
            sql.instant(row["since"]),
            None if row["live"] else sql.instant_or_none(row["ended"]),
        )
        for row in rows
    }


async def takedowns_of(request_ids: Sequence[str]) -> list[Request]:
    """Return the takedowns of what requests brought about that were acknowledged."""
    if not request_ids:
        return []
    marks = sql.placeholders(3, len(request_ids))
    rows = await sql.fetch(
        "SELECT * FROM requests WHERE kind = $1 AND state = $2"
        f" AND payload->>'subject_id' IN ({marks}) ORDER BY id",
        *(takedown.KIND.name, RequestState.LIVE, *request_ids),
    )
    return [requests.from_row(row) for row in rows]


def _show(row: sql.Row) -> ShownShow:
    return ShownShow(
        show_id=row["show_id"],
        place=row["place"],
        said=bool(row["place"]),
        next_at=sql.instant_or_none(row["next_at"]),
        looked_at=sql.instant_or_none(row["looked_at"]),
        trouble=row["trouble"],
    )


def _episode(row: sql.Row) -> ShownEpisode:
    return ShownEpisode(
        episode_id=row["episode_id"],
        show_id=row["show_id"],
        request_id=row["request_id"],
        market=row["market"],
        awaited_since=sql.instant(row["awaited_since"]),
        looked_at=sql.instant(row["looked_at"]),
        outside_id=row["outside_id"],
        shown_since=sql.instant_or_none(row["shown_since"]),
        gone_since=sql.instant_or_none(row["gone_since"]),
        unplayed=row["unplayed"],
        said=sql.document(row["said"]),
        seen_at=sql.instant_or_none(row["seen_at"]),
        told=tuple(sql.document(row["told"])),
        closed_at=sql.instant_or_none(row["closed_at"]),
        asked={code: _asked(one) for code, one in sql.document(row["asked"]).items()},
    )


def _asked(kept: tuple[str, bool] | None) -> Asked | None:
    return Asked(datetime.fromisoformat(kept[0]), kept[1]) if kept else None
