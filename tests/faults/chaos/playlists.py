"""Playlists at Spotify, behind a way that fails, and what people do to them in their clients."""

from contextlib import AsyncExitStack
from random import Random
from typing import Any

import httpx2
from starlette.types import ASGIApp

from connectors.spotify.auth import Tokens
from connectors.spotify.web import standing
from connectors.spotify.web.client import WebClient
from connectors.spotify.web.exchange import Exchange
from connectors.spotify.web.fake import Listener, create_fake_web
from connectors.spotify.web.target import PlaylistTarget
from domain.targets.model import Target
from tests.connectors.spotify.conftest import MemoryStore
from tests.connectors.spotify.judge import WEB, Judged
from tests.faults.chaos.outsides import BASE, Outside
from tests.stories.house import House

#: Tracks in the catalogue, and playlists of somebody's own, so that ours is on a further page.
SONGS, OTHERS = 6, 60


class AtSpotify(Outside):
    """One account with playlists of its own."""

    async def open(self, house: House, stack: AsyncExitStack) -> None:
        del house, stack
        self.listener = Listener(seed=self.trouble.seed)
        for number in range(SONGS):
            self.listener.release(f"Song {number}", "The Pickers", "DE AT", f"DEABC26{number:05}")
        for number in range(OTHERS):
            self.listener.make(f"Other {number}")
        self.app = create_fake_web(self.listener, self.clock)

    async def is_connected(self, target: str, place: str) -> bool:
        del target, place
        return True

    def there(self, app: ASGIApp) -> httpx2.AsyncBaseTransport:
        return Judged(super().there(app), WEB)

    def target(self) -> Target:
        http = self.http(self.app, self.listener.access.clear)
        store, clock = MemoryStore(self.listener.refresh_token), self.hub.clock
        tokens = Tokens(
            http, clock, store, token_url=f"{BASE}/api/token", client_id="a", client_secret="b"
        )
        client = WebClient(Exchange(http, tokens, base_url=f"{BASE}/v1", sleep=_at_once))

        async def client_of(_: str) -> WebClient:
            return client

        return PlaylistTarget(client_of, self.hub.files)

    async def standing(self, name: str) -> list[tuple[str, str]]:
        """Return the playlists of that request that anybody sees or hears: name and tracks."""
        mark, listener = standing.mark_of(name), self.listener
        return [
            (one.name, " ".join(one.items))
            for one in listener.playlists.values()
            if mark in one.description and (one.public or one.items or one.id in listener.library)
        ]

    def meddle(self, random: Random) -> str:
        ours = [
            one
            for one in self.listener.playlists.values()
            if one.id in self.listener.library
            and standing.carries_mark({"description": one.description})
        ]
        what = random.choice(("name", "added", "taken out", "private", "unfollowed", "order"))
        for one in ours:
            one.version += 1
            match what:
                case "name":
                    one.name = "Mine now"
                case "added":
                    one.items += [f"spotify:track:{random.choice(list(self.listener.songs))}"]
                case "taken out":
                    one.items = one.items[1:]
                case "private":
                    one.public = False
                case "unfollowed":
                    self.listener.library = [id_ for id_ in self.listener.library if id_ != one.id]
                case _:
                    one.items.reverse()
        return f"{what} of {len(ours)}"


def brief(outside: Outside, house: House, number: int) -> dict[str, Any]:
    """Return what the playlist `number` is to be."""
    chosen = _chosen(outside, number)
    return {
        "name": f"Tea songs {number}",
        "brandId": house.world.brand_id,
        "markets": ["DE"],
        "purpose": "For the mornings.",
        "siteIds": [],
        "tracks": [
            {"title": one.name, "artist": one.artist, "isrc": one.isrc, "explicit": False}
            | {"genre": "Folk", "tempo": 90}
            for one in chosen
        ],
        "liveFrom": house.day(5),
        "liveUntil": house.day(300),
    }


def wanted_of(outside: Outside, number: int) -> tuple[str, str]:
    """Return how the playlist `number` is to stand."""
    uris = [f"spotify:track:{one.id}" for one in _chosen(outside, number)]
    return f"Tea songs {number}", " ".join(uris)


def _chosen(outside: Outside, number: int) -> list[Any]:
    assert isinstance(outside, AtSpotify)
    songs = list(outside.listener.songs.values())
    return songs[number % 3 :][:4]


async def _at_once(_: float) -> None:
    """Wait for nobody: a clock of the tests' own goes on."""
