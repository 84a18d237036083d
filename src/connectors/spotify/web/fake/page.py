"""The look-alike of a brand's account as a page: its playlists, and what others can do to them.

It is no Spotify and says so. Everything shown is escaped.
"""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from connectors.spotify.fake.page import STYLE
from connectors.spotify.web.fake.podcasts import Podcast
from connectors.spotify.web.fake.state import Listener, Playlist

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; img-src 'self'"


def playlist_routes(account: Listener) -> list[BaseRoute]:
    """Return the page `/playlists`, its covers, and what its buttons do."""

    async def show(_: Request) -> Response:
        return HTMLResponse(_page(account), headers={"Content-Security-Policy": _POLICY})

    async def cover(request: Request) -> Response:
        found = account.covers.get(request.path_params["id"])
        return Response(found or b"", 200 if found else 404, media_type="image/jpeg")

    async def act(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return HTMLResponse("Only this page may do that.", 403)
        async with request.form() as form:
            playlist = account.playlists.get(str(form.get("playlist")))
            episode = str(form.get("episode"))
        for podcast in account.podcasts.values():
            podcast.rename(episode)
        if playlist is not None and playlist.items:
            playlist.items.pop()
            playlist.version += 1
        return RedirectResponse("/playlists", 303)

    return [
        Route("/playlists", show),
        Route("/playlists", act, methods=["POST"]),
        Route("/playlists/{id}.jpg", cover),
    ]


def _page(account: Listener) -> str:
    shown = "".join(_playlist(account, one) for one in account.playlists.values())
    shows = "".join(_podcast(one) for one in account.podcasts.values())
    songs = "".join(
        f"<tr><td>{escape(one.name)}<td>{escape(one.artist)}<td>{escape(one.isrc)}"
        f"<td>{escape(' '.join(sorted(one.markets)))}<td>{'explicit' if one.explicit else ''}</tr>"
        for one in account.songs.values()
    )
    head = "<tr><th>Title<th>Artist<th>ISRC<th>Played in<th></tr>"
    return f"""<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">
<title>Look-alike account</title><style>{STYLE}</style>
<header><b>Playlists</b> <small style="color:#bbf7d0">{escape(account.id)}</small></header>
<div class="warn">This is a look-alike for trying things out. It is not Spotify.</div>
<main><h2>Playlists of the account</h2>{shown or "<p>There is no playlist.</p>"}
<h2>Shows that this look-alike has</h2>{shows or "<p>There is no show.</p>"}
<h2>Songs that this look-alike knows</h2><table>{head}{songs}</table></main></html>"""


def _podcast(podcast: Podcast) -> str:
    rows = "".join(
        f"<tr><td>{escape(one.name)}<td>{escape(one.day)}"
        f"<td>{escape(' '.join(sorted(one.markets)))}"
        f'<td><form method="post"><input type="hidden" name="episode" value="{escape(one.id)}">'
        "<button>Call it something else, as somebody at the host</button></form></tr>"
        for one in podcast.episodes
    )
    head = "<tr><th>Episode<th>Day<th>Shown in<th></tr>"
    return f"""<div class="card"><h3>{escape(podcast.name)}</h3>
<small>What is new is shown an hour after it came out.</small><table>{head}{rows}</table></div>"""


def _playlist(account: Listener, playlist: Playlist) -> str:
    rows = []
    for place, uri in enumerate(playlist.items, 1):
        song = account.songs.get(uri.rpartition(":")[2])
        told = (song.name, song.artist) if song else (uri, "")
        rows.append(f"<tr><td>{place}<td>{escape(told[0])}<td>{escape(told[1])}</tr>")
    name = escape(playlist.id)
    cover = f'<img src="/playlists/{name}.jpg" alt="Cover" width="160">' if playlist.cover else ""
    return f"""<div class="card"><h3>{escape(playlist.name)}
<span class="tag">{"public" if playlist.public else "private"}</span></h3>
<small>{escape(playlist.description)}</small><p>{cover}</p>
<table>{"".join(rows)}</table>
<form method="post"><input type="hidden" name="playlist" value="{name}">
<button>Take the last track out, as somebody in Spotify</button></form></div>"""
