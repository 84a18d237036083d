"""The verbs of the Web API that the hub uses, for one account.

They are those that apps in development mode have since February 2026: `/me/playlists`, `/items`,
`/me/library`, single tracks and pages of ten. Source: Spotify's guide to the change.
"""

import base64
from collections.abc import Sequence

import httpx2

from connectors.spotify.answers import unless_missing
from connectors.spotify.errors import OutcomeUnknown
from connectors.spotify.web.exchange import Exchange, Json

#: The largest page of a search, of lists, and of items that are added or removed at once.
SEARCH_MAX = 10
PAGE_MAX = 50
ITEMS_MAX = 100

#: The most playlists of an account. Source: Web API 2026.5.31, `POST /me/playlists`.
PLAYLISTS_MAX = 11_000

#: The most items of a playlist. Source: Spotify's help on playlists.
PLAYLIST_ITEMS_MAX = 10_000


class WebClient:
    """Speaks for one account; `SpotifyError` and what is below it say what went wrong."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def me(self) -> Json:
        """Return the account: `id` names it as an owner, `account_id` never changes."""
        return _named(await self._exchange.read("/me"))

    # --- the catalogue ---

    async def search_tracks(self, query: str, market: str) -> list[Json]:
        """Return up to `SEARCH_MAX` tracks that can be had in a market."""
        limit = str(SEARCH_MAX)
        found = await self._exchange.read(
            "/search", q=query, type="track", market=market, limit=limit
        )
        return [track for track in _items(found.get("tracks")) if track.get("id")]

    async def get_track(self, track_id: str, market: str) -> Json | None:
        """Return a track as it is in a market; None if there is none."""
        return await self._unless_missing(f"/tracks/{_id(track_id)}", market=market)

    # --- shows ---

    async def show_episodes(self, show_id: str, market: str, offset: int) -> Json | None:
        """Return a page of the episodes that a show has in a market; None if there is no such."""
        where = {"market": market, "limit": str(PAGE_MAX), "offset": str(offset)}
        page = await unless_missing(self._exchange.read(f"/shows/{_id(show_id)}/episodes", **where))
        if page is not None and not isinstance(page.get("items"), list):
            raise OutcomeUnknown("unreadable", ["a page of a list holds no list"])
        return page

    async def get_episode(self, episode_id: str, market: str) -> Json | None:
        """Return an episode as it is in a market; None if it is not shown there."""
        return await self._unless_missing(f"/episodes/{_id(episode_id)}", market=market)

    # --- playlists ---

    async def create_playlist(self, name: str, description: str) -> Json:
        """Make an empty playlist of the account's own, private as yet; nothing makes it once."""
        body = {"name": name, "description": description, "public": False, "collaborative": False}
        return _named(await self._exchange.send("POST", "/me/playlists", json=body))

    async def my_playlists(self) -> list[Json]:
        """Return all playlists in the account's library, those of others included."""
        return await self._all("/me/playlists", PLAYLISTS_MAX)

    async def get_playlist(self, playlist_id: str) -> Json | None:
        """Return what stands of a playlist but its items; None if there is none."""
        return await self._unless_missing(f"/playlists/{_id(playlist_id)}")

    async def change_playlist(self, playlist_id: str, **changed: str | bool) -> None:
        """Set `name`, `description`, `public` or `collaborative`."""
        await self._exchange.send("PUT", f"/playlists/{_id(playlist_id)}", json=changed)

    async def put_cover(self, playlist_id: str, jpeg: bytes) -> None:
        """Replace the cover; Spotify shows it some time later."""
        await self._exchange.send(
            "PUT",
            f"/playlists/{_id(playlist_id)}/images",
            content=base64.b64encode(jpeg),
            headers={"Content-Type": "image/jpeg"},
        )

    # --- items ---

    async def get_items(self, playlist_id: str, market: str = "") -> list[Json | None]:
        """Return all items in order, as they are in a market if one is named.

        None stands for what is not there any more. In a market another release may stand for a
        track: what it is called is to be asked without one.
        """
        where = {"additional_types": "track,episode"} | ({"market": market} if market else {})
        rows = await self._all(f"/playlists/{_id(playlist_id)}/items", PLAYLIST_ITEMS_MAX, **where)
        return [item if isinstance(item := row.get("item"), dict) else None for row in rows]

    async def insert_items(self, playlist_id: str, uris: Sequence[str], position: int) -> str:
        """Insert up to `ITEMS_MAX` items before the one at `position`; return the snapshot."""
        body = {"uris": list(uris), "position": position}
        path = f"/playlists/{_id(playlist_id)}/items"
        return _snapshot(await self._exchange.send("POST", path, json=body))

    async def move_items(
        self, playlist_id: str, snapshot: str, *, start: int, before: int, length: int
    ) -> str:
        """Move some items before the one that is at `before` now; return the snapshot."""
        path = f"/playlists/{_id(playlist_id)}/items"
        where = {"range_start": start, "insert_before": before, "range_length": length}
        body = {**where, "snapshot_id": snapshot}
        return _snapshot(await self._exchange.send("PUT", path, json=body))

    async def remove_items(self, playlist_id: str, uris: Sequence[str], snapshot: str) -> str:
        """Remove every occurrence of up to `ITEMS_MAX` items; return the snapshot."""
        body = {"items": [{"uri": uri} for uri in uris], "snapshot_id": snapshot}
        path = f"/playlists/{_id(playlist_id)}/items"
        return _snapshot(await self._exchange.send("DELETE", path, json=body))

    async def replace_items(self, playlist_id: str, uris: Sequence[str]) -> str:
        """Have up to `ITEMS_MAX` items stand there and no others; return the snapshot."""
        path = f"/playlists/{_id(playlist_id)}/items"
        return _snapshot(await self._exchange.send("PUT", path, json={"uris": list(uris)}))

    # --- the account's library ---

    async def follows(self, playlist_id: str) -> bool:
        """Whether a playlist is in the account's library."""
        found = await self._exchange.read("/me/library/contains", uris=uri_of(playlist_id))
        return found.get("items") == [True]

    async def follow(self, playlist_id: str) -> None:
        """Take a playlist into the account's library; nothing happens if it is there."""
        await self._exchange.send("PUT", "/me/library", params={"uris": uri_of(playlist_id)})

    async def unfollow(self, playlist_id: str) -> None:
        """Take a playlist out of the account's library, which is all the deleting there is."""
        await self._exchange.send("DELETE", "/me/library", params={"uris": uri_of(playlist_id)})

    # --- reading ---

    async def _unless_missing(self, path: str, **query: str) -> Json | None:
        found = await unless_missing(self._exchange.read(path, **query))
        return None if found is None else _named(found)

    async def _all(self, path: str, most: int, **query: str) -> list[Json]:
        """Return every item of a list, page by page; a list beyond `most` is none of Spotify's.

        A page may hold fewer than asked for: the next begins where Spotify says so, and a list
        that ends before as many came as it counts is not taken for whole.
        """
        found: list[Json] = []
        at, seen = 0, 0
        while at < most + PAGE_MAX:
            where = {"limit": str(PAGE_MAX), "offset": str(at)}
            page = await self._exchange.read(path, **query, **where)
            rows = page.get("items")
            if not isinstance(rows, list):
                raise OutcomeUnknown("unreadable", ["a page of a list holds no list"])
            found += _items(page)
            seen += len(rows)
            if page.get("next"):
                at = _further(page["next"], at)
                continue
            if seen < _total(page):
                raise OutcomeUnknown("partial", ["a list ends before all of it came"])
            return found
        raise OutcomeUnknown("endless", [f"a list is longer than {most:,}"])


def uri_of(playlist_id: str) -> str:
    """Return what Spotify calls a playlist."""
    return f"spotify:playlist:{playlist_id}"


def _id(given: str) -> str:
    """Return an id that is to stand in a path; only paths of our own are ever asked for."""
    if not (given.isascii() and given.isalnum()):
        raise OutcomeUnknown("unreadable", [f"`{given[:40]}` is no id of Spotify's"])
    return given


def _named(told: Json) -> Json:
    """Return what names itself; an answer that is good and empty is no word of anything."""
    if not told.get("id"):
        raise OutcomeUnknown("unreadable", ["the answer does not say what it is of"])
    return told


def _items(page: object) -> list[Json]:
    rows = page.get("items") if isinstance(page, dict) else None
    return [row for row in rows or () if isinstance(row, dict)]


def _further(told: object, at: int) -> int:
    """Return where the next page begins; of its address nothing else counts."""
    try:
        offset = httpx2.URL(str(told)).params.get("offset", "")
    except httpx2.InvalidURL:
        offset = ""
    if not (offset.isascii() and offset.isdigit() and int(offset[:9]) > at):
        raise OutcomeUnknown("unreadable", ["a page does not say where the next begins"])
    return int(offset[:9])


def _total(page: Json) -> int:
    """Return how many rows a list has, what is not shown of them included."""
    total = page.get("total")
    return total if isinstance(total, int) else 0


def _snapshot(answer: Json) -> str:
    return str(answer.get("snapshot_id") or "")
