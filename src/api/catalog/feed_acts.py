"""Acting on the feeds of shows: setting and removing them, GUIDs of earlier ones, what to mend."""

import strawberry

from api.catalog.entries import Episode
from api.catalog.feeds import FeedCategory, FeedFinding, ShowFeed
from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.catalog import records as catalog
from domain.feed_writing import Category, ShowType
from domain.feeds import guids, kept, records, reporting, setting
from domain.feeds.categories import CATEGORIES
from domain.people.model import Act
from domain.people.rules import require


@strawberry.input(description="One of Apple's categories, spelt as `feedCategories` does.")
class FeedCategoryInput:
    """For `setShowFeed`."""

    name: str = strawberry.field(description="The category.")
    below: str = strawberry.field(default="", description="One of those below it, or none.")


@strawberry.input(description="How a show's feed is to be; what is left out is as said here.")
class SetShowFeedInput:
    """For `setShowFeed`."""

    show_id: strawberry.ID = strawberry.field(description="The show.")
    link: str = strawberry.field(description="The show's own page, an https address.")
    description: str = strawberry.field(description="What the show is about; up to 4,000.")
    author: str = strawberry.field(description="Whose it is, as listeners read it.")
    owner_name: str = strawberry.field(description="Who owns the feed.")
    owner_email: str = strawberry.field(
        description="Where directories write to them; everybody who has the feed can read it."
    )
    artwork_asset_id: strawberry.ID = strawberry.field(
        description="A square picture of the show's brand, 1,400 to 3,000 pixels a side."
    )
    categories: list[FeedCategoryInput] = strawberry.field(description="1 to 3 of Apple's.")
    explicit: bool = strawberry.field(default=False, description="Whether it is for adults.")
    kind: ShowType = strawberry.field(
        default=ShowType.EPISODIC, description="In which order it is heard."
    )
    copyright: str = strawberry.field(default="", description="Its copyright.")
    language: str = strawberry.field(default="", description="BCP 47; the show's if empty.")
    origins: list[str] = strawberry.field(
        default_factory=list, description="ISO 3166 codes of where it is from, up to 20."
    )
    recent: int | None = strawberry.field(
        default=None, description="How many of the newest Spotify shows; all if left out."
    )
    locked: bool = strawberry.field(
        default=True, description="Whether to tell other hosts not to take it."
    )
    complete: bool = strawberry.field(default=False, description="Whether nothing follows.")
    hidden: bool = strawberry.field(
        default=False, description="Whether to tell directories not to list it."
    )
    moved_to: str = strawberry.field(
        default="", description="Where it is to be read from now on, an https address."
    )
    podcast_guid: str = strawberry.field(
        default="",
        description="`podcast:guid` of the feed the show had before, a UUID; taken until anything"
        " is in the hub's. Left out, it stays as it is.",
    )
    idempotency_key: str | None = repeatable()

    def settings(self) -> kept.FeedSettings:
        """Return it as the core takes it."""
        return kept.FeedSettings(
            link=self.link,
            description=self.description,
            author=self.author,
            owner_name=self.owner_name,
            owner_email=self.owner_email,
            artwork_asset_id=self.artwork_asset_id,
            categories=tuple(Category(one.name, one.below) for one in self.categories),
            explicit=self.explicit,
            kind=self.kind,
            copyright=self.copyright,
            language=self.language,
            origins=tuple(self.origins),
            recent=self.recent,
            locked=self.locked,
            complete=self.complete,
            hidden=self.hidden,
            moved_to=self.moved_to,
        )


@strawberry.input(description="A show's feed to serve no more.")
class RemoveShowFeedInput:
    """For `removeShowFeed`."""

    show_id: strawberry.ID = strawberry.field(description="The show.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="What an episode was called in the feed its show had before.")
class SetEpisodeGuidInput:
    """For `setEpisodeGuid`."""

    episode_id: strawberry.ID = strawberry.field(description="The episode.")
    guid: str = strawberry.field(description="Its GUID there; 1 to 500 characters.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on a show's feed did.")
class ShowFeedPayload:
    """Answer of `setShowFeed` and `removeShowFeed`."""

    feed: ShowFeed | None = strawberry.field(description="The feed, if it happened.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What saying an episode's GUID did.")
class EpisodeGuidPayload:
    """Answer of `setEpisodeGuid`."""

    episode: Episode | None = strawberry.field(description="The episode, if it happened.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class FeedQuery:
    """Reading about feeds."""

    @strawberry.field(
        description="What directories would find wrong with a show's feed, with the approved"
        " releases in it that wait to be published by it, up to 50. For managers and admins of its"
        " brand."
    )
    async def feed_report(self, info: Info, show_id: strawberry.ID) -> list[FeedFinding]:
        """Inspect a feed."""
        found = await reporting.report(info.context.hub, info.context.actor, show_id)
        return [FeedFinding.of(one) for one in found]

    @strawberry.field(description="Apple's categories of podcasts, with those below each.")
    async def feed_categories(self, info: Info) -> list[FeedCategory]:
        """List categories."""
        require(info.context.actor, Act.SEE_CATALOG)
        return [
            FeedCategory(name=name, below=one)
            for name, below in CATEGORIES.items()
            for one in ("", *below)
        ]


@strawberry.type
class FeedMutation:
    """Acting on feeds; for managers and admins of a show's brand."""

    @strawberry.mutation(
        description="Say how a show's feed is, all of it. The first time it gets its address, which"
        " stays; what approved releases bring is in it from then on. A feed that was removed is"
        " served again, with what was in it and may still be heard. For managers and admins of its"
        " brand."
    )
    async def set_show_feed(self, info: Info, input: SetShowFeedInput) -> ShowFeedPayload:  # noqa: A002  The convention's name.
        """Set a feed."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            said, brought = input.settings(), input.podcast_guid
            return (await setting.set_feed(hub, actor, input.show_id, said, brought)).show_id

        return await _payload(info, *await perform(info, "setShowFeed", input, act))

    @strawberry.mutation(
        description="Serve a show's feed no more: who asks for it hears that it is gone. For"
        " managers and admins of its brand."
    )
    async def remove_show_feed(self, info: Info, input: RemoveShowFeedInput) -> ShowFeedPayload:  # noqa: A002  The convention's name.
        """Remove a feed."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await setting.remove_feed(hub, actor, input.show_id)).show_id

        return await _payload(info, *await perform(info, "removeShowFeed", input, act))

    @strawberry.mutation(
        description="Say what an episode was called in the feed its show had before, so that those"
        " who heard it there do not get it again. Only before it is in the hub's feed. For managers"
        " and admins of its show's brand."
    )
    async def set_episode_guid(self, info: Info, input: SetEpisodeGuidInput) -> EpisodeGuidPayload:  # noqa: A002  The convention's name.
        """Set a GUID."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await guids.set_guid(hub, actor, input.episode_id, input.guid)).id

        done, errors = await perform(info, "setEpisodeGuid", input, act)
        found = (await catalog.episodes_by_id([done])).get(done) if done else None
        return EpisodeGuidPayload(episode=Episode.of(found) if found else None, errors=errors)


async def _payload(info: Info, done: str | None, errors: list[AnyError]) -> ShowFeedPayload:
    found = await records.of_show(done) if done else None
    feed = ShowFeed.of(info.context.hub, found) if found else None
    return ShowFeedPayload(feed=feed, errors=errors)
