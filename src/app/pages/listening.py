"""The demo's look-alike of a podcast player, which knows of a show what its feed says.

It is no Spotify and says so. Everything shown is escaped.
"""

import re
from html import escape, unescape
from xml.etree import ElementTree as ET

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from connectors.spotify.fake.page import STYLE
from domain.catalog import records as catalog
from domain.feeds import records, rules, serving
from domain.hub import Hub

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self';"
    " base-uri 'none'"
)

_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


def player_routes(hub: Hub) -> list[BaseRoute]:
    """Return the page `/listen`."""

    async def show(_: Request) -> Response:
        feeds = await records.of_shows([one.id for one in await catalog.shows()])
        shown = [
            _show(rules.address_of(hub.public_url, feed), await serving.written(hub, feed))
            for feed in feeds.values()
            if feed.removed_at is None
        ]
        return HTMLResponse(_page("".join(shown)), headers={"Content-Security-Policy": _POLICY})

    return [Route("/listen", show)]


def _page(shows: str) -> str:
    return f"""<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Look-alike player</title><style>{STYLE}</style>
<header><b>Podcasts</b></header>
<div class="warn">This is a look-alike for trying things out. It is not Spotify. It shows what the
feed says, and the feed is the hub's own.</div>
<main>{shows or "<p>No show has a feed.</p>"}</main></html>"""


def _show(address: str, feed: serving.Written) -> str:
    channel = ET.fromstring(feed.content)[0]  # noqa: S314  The hub itself wrote it.
    items = "".join(_episode(item) for item in channel.findall("item"))
    return f"""<h2>{escape(channel.findtext("title", ""))}</h2>
<p>{escape(channel.findtext("description", ""))} <a href="{escape(address)}">The feed</a></p>
{items or "<p>There is no episode in the feed.</p>"}"""


def _episode(item: ET.Element) -> str:
    audio, picture = item.find("enclosure"), item.find(f"{_ITUNES}image")
    source = "" if audio is None else audio.get("url", "")
    cover = "" if picture is None else picture.get("href", "")
    return f"""<div class="card"><h3>{escape(item.findtext("title", ""))}
<span class="tag">{escape(item.findtext("pubDate", ""))}</span></h3>
<img src="{escape(cover)}" alt="Artwork" width="160">
<p><small>{_lines(item.findtext("description", ""))}</small></p>
<audio controls preload="none" src="{escape(source)}"></audio></div>"""


def _lines(description: str) -> str:
    """Return the words of a description without its tags, line by line."""
    broken = re.sub(r"</(?:p|li|h\d)>|<br\s*/?>", "\n", description)
    text = unescape(re.sub("<[^>]*>", "", broken)).strip()
    return "<br>".join(escape(line) for line in text.split("\n"))
