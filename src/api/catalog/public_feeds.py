"""Public feeds of shows in the schema, and what is in them that nobody asked for."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.podcasts import model, records, registering
from domain.podcasts.registering import FEEDS_MAX
from domain.public_feeds import Feed


@strawberry.type(description="A public feed of a show.")
class PodcastFeed:
    """See `domain.public_feeds.Feed`."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    show_id: strawberry.ID = strawberry.field(description="The show.")
    address: str = strawberry.field(description="Where it is.")
    made_at: datetime = strawberry.field(description="When it was registered.")
    looked_at: datetime | None = strawberry.field(
        description="When it was looked at last; null if it never was."
    )
    next_at: datetime = strawberry.field(description="When it is looked at next.")
    failures: int = strawberry.field(description="How many looks in a row have failed.")
    trouble: str = strawberry.field(description="Why the last one did; empty if it did not.")

    @classmethod
    def of(cls, one: Feed) -> "PodcastFeed":
        """Show it."""
        return cls(
            id=identified(one.id),
            show_id=identified(one.show_id),
            address=one.address,
            made_at=one.made_at,
            looked_at=one.looked_at,
            next_at=one.next_at,
            failures=one.failures,
            trouble=one.trouble,
        )


@strawberry.type(description="Something a public feed carries.")
class PodcastFeedItem:
    """See `domain.podcasts.model.Kept`."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    feed_id: strawberry.ID = strawberry.field(description="The feed.")
    show_id: strawberry.ID = strawberry.field(description="The feed's show.")
    episode_id: strawberry.ID | None = strawberry.field(
        description="The episode it is; null if nobody knows, and so nobody asked for it."
    )
    guid: str = strawberry.field(description="What the feed calls it for good.")
    title: str = strawberry.field(description="Its title.")
    address: str = strawberry.field(description="Where its file is, as the feed says.")
    published_at: datetime | None = strawberry.field(description="When it came out, if it says.")
    seen_at: datetime = strawberry.field(description="When it was seen first.")

    @classmethod
    def of(cls, one: model.Kept) -> "PodcastFeedItem":
        """Show it."""
        return cls(
            id=identified(one.id),
            feed_id=identified(one.feed_id),
            show_id=identified(one.show_id),
            episode_id=identified(one.episode_id) if one.episode_id else None,
            guid=one.item.guid,
            title=one.item.title,
            address=one.item.address,
            published_at=one.item.published_at,
            seen_at=one.seen_at,
        )


@strawberry.input(description="A public feed to register.")
class RegisterPodcastFeedInput:
    """For `registerPodcastFeed`."""

    show_id: strawberry.ID = strawberry.field(description="The show that it is a feed of.")
    address: str = strawberry.field(
        description="Where it is, an https address: a public host by its name, without port."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A public feed to look at no more.")
class RemovePodcastFeedInput:
    """For `removePodcastFeed`."""

    feed_id: strawberry.ID = strawberry.field(description="The feed.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="Which episode an item is.")
class KnowPodcastFeedItemInput:
    """For `knowPodcastFeedItem`."""

    item_id: strawberry.ID = strawberry.field(description="The item.")
    episode_id: strawberry.ID = strawberry.field(description="The episode of the feed's show.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on a feed did.")
class PodcastFeedPayload:
    """Answer of `registerPodcastFeed` and `removePodcastFeed`."""

    feed_id: strawberry.ID | None = strawberry.field(description="The feed.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What saying which episode an item is did.")
class PodcastFeedItemPayload:
    """Answer of `knowPodcastFeedItem`."""

    item: PodcastFeedItem | None = strawberry.field(description="The item.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class PodcastFeedQuery:
    """Reading which feeds are looked at."""

    @strawberry.field(
        description=f"Every feed that is looked at, oldest first; up to {FEEDS_MAX}. For admins."
    )
    async def podcast_feeds(self, info: Info) -> list[PodcastFeed] | None:
        """List feeds."""
        return [PodcastFeed.of(one) for one in await registering.listed(info.context.actor)]


@strawberry.type
class PodcastFeedMutation:
    """Acting on feeds, and on what they carry."""

    @strawberry.mutation(
        description="Register a public feed of a show. It is looked at every half an hour: what it"
        " carries is live, what it carries no more is not. For admins."
    )
    async def register_podcast_feed(
        self,
        info: Info,
        input: RegisterPodcastFeedInput,  # noqa: A002  The convention's name.
    ) -> PodcastFeedPayload:
        """Register a feed."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await registering.register(hub, actor, input.show_id, input.address)).id

        done, errors = await perform(info, "registerPodcastFeed", input, act)
        return PodcastFeedPayload(feed_id=identified(done) if done else None, errors=errors)

    @strawberry.mutation(
        description="Look at a feed no more; what was known by it counts as live no more. For"
        " admins."
    )
    async def remove_podcast_feed(
        self,
        info: Info,
        input: RemovePodcastFeedInput,  # noqa: A002  The convention's name.
    ) -> PodcastFeedPayload:
        """Remove a feed."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await registering.remove(hub, actor, input.feed_id)).id

        done, errors = await perform(info, "removePodcastFeed", input, act)
        return PodcastFeedPayload(feed_id=identified(done) if done else None, errors=errors)

    @strawberry.mutation(
        description="Say which episode of its show an item of a feed is, whatever its title. For"
        " managers and admins of the brand, in every market."
    )
    async def know_podcast_feed_item(
        self,
        info: Info,
        input: KnowPodcastFeedItemInput,  # noqa: A002  The convention's name.
    ) -> PodcastFeedItemPayload:
        """Know an item."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await registering.know(hub, actor, input.item_id, input.episode_id)).id

        done, errors = await perform(info, "knowPodcastFeedItem", input, act)
        found = await records.item(done) if done else None
        return PodcastFeedItemPayload(
            item=PodcastFeedItem.of(found) if found else None, errors=errors
        )
