"""How the fake answers for shows and episodes; as Spotify's document says.

What is not in the market that is asked for is not there: 404, or left out of lists.
"""

import html
import re
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from connectors.spotify.web.fake import shown
from connectors.spotify.web.fake.podcasts import Aired, Podcast
from connectors.spotify.web.fake.refusing import RefusedError
from connectors.spotify.web.fake.shown import Thing
from domain.clock import Clock

#: What both calls want. Source: Web API 2026.5.31.
SCOPE = "user-read-playback-position"


class Library:
    """Answers for the shows of one fake; `scoped` refuses whoever was not granted a scope."""

    def __init__(
        self, podcasts: dict[str, Podcast], clock: Clock, scoped: Callable[[str], None]
    ) -> None:
        self._podcasts = podcasts
        self._clock = clock
        self._scoped = scoped

    async def episodes(self, request: Request) -> Response:
        """Return a page of a show's episodes."""
        self._scoped(SCOPE)
        podcast, market = self._podcasts.get(request.path_params["id"]), _market(request)
        if podcast is None or not market:
            raise RefusedError(404, "Resource not found")
        now = self._clock.now()
        found = [_episode(one) for one in podcast.episodes if one.is_in(market, now)]
        return JSONResponse(shown.page(request, found))

    async def episode(self, request: Request) -> Response:
        """Return an episode."""
        self._scoped(SCOPE)
        name, market, now = request.path_params["id"], _market(request), self._clock.now()
        for podcast in self._podcasts.values():
            for one in podcast.episodes:
                if one.id == name and one.is_in(market, now):
                    return JSONResponse({**_episode(one), "show": _show(podcast)})
        raise RefusedError(404, "Resource not found")


def _market(request: Request) -> str:
    return request.query_params.get("market", "")


def _episode(one: Aired) -> Thing:
    told: Thing = {
        "audio_preview_url": None,
        "description": html.unescape(re.sub("<[^>]*>", "", one.about)),
        "html_description": one.about,
        "duration_ms": 1_800_000,
        "is_externally_hosted": False,
        "is_playable": not one.reason,
        "languages": ["en"],
        "name": one.name,
        "release_date": one.day,
        "release_date_precision": one.precision,
        **_common("episode", one.id),
    }
    return told | ({"restrictions": {"reason": one.reason}} if one.reason else {})


def _show(podcast: Podcast) -> Thing:
    return {
        "available_markets": [],
        "copyrights": [],
        "description": podcast.name,
        "html_description": podcast.name,
        "is_externally_hosted": False,
        "languages": ["en"],
        "media_type": "audio",
        "name": podcast.name,
        "publisher": podcast.name,
        "total_episodes": len(podcast.episodes),
        **_common("show", podcast.id),
    }


def _common(kind: str, name: str) -> Thing:
    return {
        "id": name,
        "type": kind,
        "uri": f"spotify:{kind}:{name}",
        "href": f"https://api.spotify.com/v1/{kind}s/{name}",
        "external_urls": {"spotify": f"https://open.spotify.com/{kind}/{name}"},
        "images": [],
        "explicit": False,
    }
