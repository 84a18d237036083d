"""The demo's look-alike of Spotify shows what the demo published, an hour after it came out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from hashlib import sha256
from html import escape

from app.running.supervising import end, supervise
from connectors.spotify.web.fake import Listener
from connectors.spotify.web.fake.podcasts import Aired, Podcast
from domain.actor import Actor
from domain.catalog import records as catalog
from domain.hub import Hub
from domain.looks import expecting, setting
from domain.shown.model import Due

#: How long the look-alike takes to show what came out.
LAG = timedelta(hours=1)

#: How often the look-alike looks what came out, in seconds.
EVERY_SECONDS = 2.0


@asynccontextmanager
async def airing(hub: Hub, actor: Actor, listener: Listener) -> AsyncIterator[None]:
    """Have the look-alike show what comes out, and the hub look there, while the block runs."""
    await known(hub, actor, listener)

    async def now_and_then() -> None:
        while True:
            await mirror(hub, listener)
            await asyncio.sleep(EVERY_SECONDS)

    task = asyncio.create_task(supervise(now_and_then))
    try:
        yield
    finally:
        await end([task])


async def known(hub: Hub, actor: Actor, listener: Listener) -> None:
    """Have the look-alike know every show, and the hub which of them it is there."""
    there = await setting.of_shows([one.id for one in await catalog.shows()])
    for show in await catalog.shows():
        name = _id(show.title)
        listener.podcasts[name] = Podcast(name, show.title)
        if show.id not in there:
            await setting.set_show(hub, actor, show.id, name)


async def mirror(hub: Hub, listener: Listener) -> None:
    """Have the look-alike show what is out now, and nothing that was taken down."""
    for show in await catalog.shows():
        podcast = listener.podcasts[_id(show.title)]
        out = {
            _id(one.episode_id): one for one in await expecting.due(show.id, {}, hub.clock.now())
        }
        podcast.episodes = [one for one in podcast.episodes if one.id in out]
        aired = {one.id for one in podcast.episodes}
        for name, one in out.items():
            if name not in aired:
                podcast.episodes.insert(0, _aired(name, one))


def _aired(name: str, due: Due) -> Aired:
    about = f"<p>{escape(due.description)}</p>" if due.description else ""
    shows_at = due.since + LAG
    return Aired(name, due.title, about, due.day.isoformat(), frozenset(due.markets), shows_at)


def _id(ours: str) -> str:
    """Return what the look-alike calls something of ours, the same in every run."""
    return sha256(ours.encode()).hexdigest()[:22]
