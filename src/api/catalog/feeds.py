"""The feeds that the hub makes of shows, in the schema: what was set, and what they say."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from domain import feed_writing as model
from domain.feed_writing import EpisodeType, ShowType
from domain.feeds import kept, rules, serving
from domain.feeds.serving import inspected
from domain.hub import Hub
from domain.pages import PAGE_MAX


@strawberry.type(description="One of Apple's categories of podcasts.")
class FeedCategory:
    """See `domain.feed_writing.Category`."""

    name: str = strawberry.field(description="The category.")
    below: str = strawberry.field(description="One of those below it; empty if none.")


@strawberry.type(description="Something that is wrong with a feed.")
class FeedFinding:
    """See `domain.feed_writing.Finding`."""

    where: str = strawberry.field(description="`channel`, or an item's GUID.")
    code: str = strawberry.field(description="What kind of thing it is; stable.")
    message: str = strawberry.field(description="What is wrong.")
    cure: str = strawberry.field(description="What to do about it.")
    stops: bool = strawberry.field(description="Whether directories would not take it in.")

    @classmethod
    def of(cls, one: model.Finding) -> "FeedFinding":
        """Show it."""
        return cls(
            where=one.where, code=one.code, message=one.message, cure=one.cure, stops=one.stops
        )


@strawberry.type(description="An episode as a feed tells it now.")
class ShowFeedItem:
    """See `domain.feed_writing.Item`."""

    guid: str = strawberry.field(description="What it is called there for good.")
    title: str = strawberry.field(description="Its title.")
    description: str = strawberry.field(description="What it is about, as HTML of a few tags.")
    kind: EpisodeType = strawberry.field(description="What it is to its show.")
    number: int | None = strawberry.field(description="Its place in the show.")
    published_at: datetime = strawberry.field(description="When it came out.")
    explicit: bool = strawberry.field(description="Whether it is for adults.")
    address: str = strawberry.field(description="Where its audio is.")
    allowed: list[str] = strawberry.field(
        description="ISO 3166 codes of where it may be played; everywhere if empty."
    )
    digest: str = strawberry.field(description="Changes whenever anything of it changes.")

    @classmethod
    def of(cls, one: model.Item) -> "ShowFeedItem":
        """Show it."""
        return cls(
            guid=one.guid,
            title=one.title,
            description=one.description,
            kind=one.kind,
            number=one.number,
            published_at=one.published_at,
            explicit=one.explicit,
            address=one.enclosure.address,
            allowed=list(one.allowed),
            digest=one.digest,
        )


@strawberry.type(description="What people say of a show's feed.")
class ShowFeedSettings:
    """See `domain.feeds.kept.FeedSettings`."""

    link: str = strawberry.field(description="The show's own page.")
    description: str = strawberry.field(description="What the show is about.")
    author: str = strawberry.field(description="Whose it is, as listeners read it.")
    owner_name: str = strawberry.field(description="Who owns the feed.")
    owner_email: str = strawberry.field(description="Where directories write to them.")
    artwork_asset_id: strawberry.ID = strawberry.field(description="The show's picture.")
    categories: list[FeedCategory] = strawberry.field(description="Apple's, the first one first.")
    explicit: bool = strawberry.field(description="Whether its episodes are for adults.")
    kind: ShowType = strawberry.field(description="In which order it is heard.")
    copyright: str = strawberry.field(description="Its copyright; empty if nothing is said.")
    language: str = strawberry.field(description="BCP 47; the show's if empty.")
    origins: list[str] = strawberry.field(description="ISO 3166 codes of where it is from.")
    recent: int | None = strawberry.field(description="How many of the newest Spotify shows.")
    locked: bool = strawberry.field(description="Whether other hosts are told not to take it.")
    complete: bool = strawberry.field(description="Whether nothing follows any more.")
    hidden: bool = strawberry.field(description="Whether directories are told not to list it.")
    moved_to: str = strawberry.field(description="Where it moved to; empty if it did not.")

    @classmethod
    def of(cls, one: kept.FeedSettings) -> "ShowFeedSettings":
        """Show them."""
        return cls(
            link=one.link,
            description=one.description,
            author=one.author,
            owner_name=one.owner_name,
            owner_email=one.owner_email,
            artwork_asset_id=identified(one.artwork_asset_id),
            categories=[FeedCategory(name=each.name, below=each.below) for each in one.categories],
            explicit=one.explicit,
            kind=one.kind,
            copyright=one.copyright,
            language=one.language,
            origins=list(one.origins),
            recent=one.recent,
            locked=one.locked,
            complete=one.complete,
            hidden=one.hidden,
            moved_to=one.moved_to,
        )


@strawberry.type(description="The feed that the hub makes of a show.")
class ShowFeed:
    """See `domain.feeds.kept.ShowFeed`."""

    held: strawberry.Private[kept.ShowFeed]
    address: str = strawberry.field(description="Where it is; the same for good.")
    podcast_guid: str = strawberry.field(
        description="What directories know the show by; the same for good, wherever the feed is."
    )
    version: int = strawberry.field(description="Counts every change of what it says.")
    removed_at: datetime | None = strawberry.field(
        description="Since when it is served no more; null while it is."
    )
    settings: ShowFeedSettings = strawberry.field(description="What people say of it.")

    @classmethod
    def of(cls, hub: Hub, one: kept.ShowFeed) -> "ShowFeed":
        """Show it."""
        return cls(
            held=one,
            address=rules.address_of(hub.public_url, one),
            podcast_guid=rules.guid_of(hub.public_url, one),
            version=one.version,
            removed_at=one.removed_at,
            settings=ShowFeedSettings.of(one.settings),
        )

    @strawberry.field(description="Since when it says what it says now.")
    async def last_modified(self, info: Info) -> datetime:
        """Return the instant."""
        return await serving.modified(info.context.hub, self.held)

    @strawberry.field(description="What is shown in it now, newest first.")
    async def items(self, info: Info, first: int = 25) -> list[ShowFeedItem]:
        """List items."""
        found = await serving.shown(info.context.hub, self.held)
        return [ShowFeedItem.of(one) for one in found[: max(0, min(first, PAGE_MAX))]]

    @strawberry.field(description="What is wrong with it as it is shown now.")
    async def findings(self, info: Info) -> list[FeedFinding]:
        """Inspect it."""
        found = await inspected(info.context.hub, self.held, [])
        return [FeedFinding.of(one) for one in found]
