"""A show with a feed, a writer that says little, and releases as a target is told of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from xml.sax.saxutils import escape

from domain import ids
from domain.actor import Actor
from domain.catalog import service as catalog
from domain.catalog.model import AssetKind
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.feed_writing import Category, Channel, Finding, Item
from domain.feeds import setting
from domain.feeds.kept import FeedSettings, ShowFeed
from domain.feeds.serving import Shelf, Written
from domain.feeds.target import FeedTarget
from domain.hub import Hub
from domain.requests import records as requests
from domain.requests.model import Request, RequestState
from domain.targets.model import File, Publication
from tests.world import ROOT, World, square, upload

PUBLIC = "https://hub.example.com"


@dataclass
class Writer:
    """Writes a line for the channel and for each item; finds fault with titles that say so.

    `meanwhile` is called while it looks, in its thread."""

    writes: int = 0
    meanwhile: Callable[[], object] = lambda: None

    def write(self, channel: Channel, items: Sequence[Item], built_at: datetime) -> bytes:
        self.writes += 1
        told = [f"{channel.title} {channel.moved_to} {built_at.isoformat()}"]
        told += [f"{one.guid} {one.title} {one.enclosure.address}" for one in items]
        return escape("\n".join(told)).encode()

    def inspect(self, channel: Channel, items: Sequence[Item]) -> list[Finding]:
        del channel
        self.meanwhile()
        return [
            Finding(one.guid, "bad_title", "Its title is bad.", "Write another.", stops=True)
            for one in items
            if "bad" in one.title
        ]


@dataclass
class Scene:
    """What the tests of feeds act with."""

    world: World
    manager: Actor
    writer: Writer
    show_id: str
    episode_ids: list[str]
    artwork_id: str
    shelf: Shelf = field(default_factory=Shelf)

    @property
    def hub(self) -> Hub:
        return self.world.hub

    @property
    def now(self) -> datetime:
        return self.hub.clock.now()

    @property
    def target(self) -> FeedTarget:
        return FeedTarget(self.hub)

    def settings(self, **changes: Any) -> FeedSettings:
        usual = FeedSettings(
            link="https://beans.example.com/show",
            description="All about beans.",
            author="Sample Roasters",
            owner_name="Pat",
            owner_email="pat@beans.example.com",
            artwork_asset_id=self.artwork_id,
            categories=(Category("Arts", "Food"),),
        )
        return replace(usual, **changes)

    async def set_feed(self, **changes: Any) -> ShowFeed:
        return await setting.set_feed(
            self.hub, self.manager, self.show_id, self.settings(**changes)
        )

    async def request(
        self, at: int = 0, state: RequestState = RequestState.PUBLISHED, **changes: Any
    ) -> Request:
        """Keep a release of an episode as it stands after its last yes."""
        asset_id = self.world.assets["audio"]
        payload = {
            "name": f"Episode {at + 1}",
            "brand_id": self.world.brand_id,
            "markets": ["DE", "AT"],
            "show_id": self.show_id,
            "episode_id": self.episode_ids[at],
            "target": "feed",
            "releases_on": self.now.date().isoformat(),
            "script": "Hello.",
            "audio_asset_id": asset_id,
            "artwork_asset_id": self.artwork_id,
        } | changes
        made = Request(
            id=ids.new(ids.Prefix.REQUEST),
            number=await requests.next_number(),
            kind="episode_release",
            title=payload["name"],
            requester_id=self.world.people["requester"],
            brand_id=self.world.brand_id,
            agency_id=None,
            markets=("AT", "DE"),
            state=state,
            revision=1,
            version=1,
            payload=payload,
            note=None,
            trouble=None,
            created_at=self.now,
            updated_at=self.now,
        )
        async with transaction():
            await requests.add(made)
        return made

    def publication(self, request: Request, **changes: Any) -> Publication:
        """Return a release as the feed is told of it, with an address for its audio."""
        audio = File("a", f"{PUBLIC}/media/one.mp3", "audio/mpeg", 1_000, "f" * 64, 600_000)
        what = Publication(
            request_id=request.id,
            revision=request.revision,
            name=request.payload["episode_id"],
            kind=request.kind,
            title=request.title,
            place="",
            content={"metadata": request.payload},
            files={"audio_asset_id": audio},
            opens_at=self.now,
            ends_at=None,
            markets=request.markets,
        )
        return replace(what, **changes)

    async def published(self, at: int = 0, **changes: Any) -> Publication:
        """Put an episode into the feed as its target does."""
        what = self.publication(await self.request(at, **changes))
        await self.target.publish(what, {}, tried=False)
        return what

    async def served(self, feed: ShowFeed) -> Written:
        return await self.shelf.feed(self.hub, feed.token, feed.slug)

    async def text(self, feed: ShowFeed) -> str:
        return (await self.served(feed)).content.decode()

    async def moved(self, request_id: str, state: RequestState) -> None:
        """Write where a request stands, as what moves it does."""
        await sql.execute(
            "UPDATE requests SET state = $1, updated_at = $2, version = version + 1 WHERE id = $3",
            *(state, self.now, request_id),
        )

    def later(self, **span: float) -> None:
        clock = self.hub.clock
        assert isinstance(clock, SteppingClock)
        clock.advance(timedelta(**span))


async def set_up(world: World) -> Scene:
    """Return a show of two episodes in a hub that writes feeds and is reached from outside."""
    writer = Writer()
    hub = replace(world.hub, feed_writer=writer, public_url=PUBLIC)
    here = replace(world, hub=hub)
    show = await catalog.add_show(hub, ROOT, "Good Beans", world.brand_id, "de")
    episodes = [
        (await catalog.add_episode(hub, ROOT, show.id, f"Kept title {at}", at, None)).id
        for at in (1, 2)
    ]
    manager = await here.actor("manager")
    artwork = await upload(hub, manager, world.brand_id, AssetKind.IMAGE, square(1_400))
    return Scene(here, manager, writer, show.id, episodes, artwork.id)
