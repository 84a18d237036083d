"""How the fake writes what it holds, in the form of Spotify's document for development mode."""

import html
from typing import Any

from starlette.requests import Request

from connectors.spotify.fake.asked import BadInputError
from connectors.spotify.web.fake.state import Listener, Playlist, Song

Thing = dict[str, Any]

_API = "https://api.spotify.com/v1"


def page(request: Request, rows: list[Thing], usual: int = 20, most: int = 50) -> Thing:
    """Return the page of `rows` that was asked for."""
    limit = number(request, "limit", usual, 1, most)
    offset = number(request, "offset", 0, 0, 100_000)
    here = f"{_API}{request.url.path.removeprefix('/v1')}"
    more = offset + limit < len(rows)
    return {
        "href": f"{here}?offset={offset}&limit={limit}",
        "limit": limit,
        "offset": offset,
        "total": len(rows),
        "next": f"{here}?offset={offset + limit}&limit={limit}" if more else None,
        "previous": f"{here}?offset={max(offset - limit, 0)}&limit={limit}" if offset else None,
        "items": rows[offset : offset + limit],
    }


def number(request: Request, name: str, usual: int, least: int, most: int) -> int:
    """Return a number of a query, within its bounds."""
    given = request.query_params.get(name, str(usual))
    if not given.isdigit() or not least <= int(given) <= most:
        raise BadInputError(f"Invalid {name}")
    return int(given)


def track(song: Song, market: str = "") -> Thing:
    """Return a track; where it can be played only if a market was named."""
    told: Thing = {
        "id": song.id,
        "uri": f"spotify:track:{song.id}",
        "type": "track",
        "name": song.name,
        "artists": [{"name": song.artist, "type": "artist"}],
        "explicit": song.explicit,
        "is_local": False,
        "duration_ms": 180_000,
        "external_ids": {"isrc": song.isrc},
    }
    if market:
        reason = song.reason(market)
        told["is_playable"] = not reason
        if reason:
            told["restrictions"] = {"reason": reason}
    return told


def rows(account: Listener, playlist: Playlist, market: str = "") -> list[Thing]:
    """Return the items of a playlist; what left the catalogue has none any more."""
    return [
        {"added_at": "2026-11-21T10:00:00Z", "is_local": _is_local(uri)}
        | _item(account, uri, market)
        for uri in playlist.items
    ]


def _is_local(uri: str) -> bool:
    """Whether it is somebody's own file."""
    return uri.startswith("spotify:local:")


def _item(account: Listener, uri: str, market: str) -> Thing:
    if _is_local(uri):
        return {"item": {"uri": uri, "type": "track", "name": "A file", "is_local": True}}
    song = account.songs.get(uri.rpartition(":")[2])
    return {"item": track(song, market)} if song else {}


def simple(playlist: Playlist) -> Thing:
    """Return a playlist as lists have it; its description is escaped, as Spotify's are."""
    owner = {"id": playlist.owner, "type": "user", "uri": f"spotify:user:{playlist.owner}"}
    address = f"https://open.spotify.com/playlist/{playlist.id}"
    images = [{"url": playlist.image, "height": None, "width": None}] if playlist.image else []
    return {
        "id": playlist.id,
        "uri": f"spotify:playlist:{playlist.id}",
        "type": "playlist",
        "name": playlist.name,
        "description": html.escape(playlist.description),
        "public": playlist.public,
        "collaborative": playlist.collaborative,
        "owner": owner,
        "images": images,
        "external_urls": {"spotify": address},
        "snapshot_id": playlist.snapshot,
        "items": {"href": f"{_API}/playlists/{playlist.id}/items", "total": len(playlist.items)},
    }


def whole(account: Listener, playlist: Playlist) -> Thing:
    """Return a playlist; its contents only to its owner."""
    told = simple(playlist)
    del told["items"]
    if playlist.owner == account.id:
        first = rows(account, playlist)[:100]
        told["items"] = {
            "href": f"{_API}/playlists/{playlist.id}/items",
            "limit": 100,
            "offset": 0,
            "total": len(playlist.items),
            "next": None,
            "previous": None,
            "items": first,
        }
    return told
