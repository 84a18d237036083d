"""The catalogue in the schema: brands, markets, agencies, sponsors, shows and episodes."""

from datetime import date

import strawberry

from api.catalog.at_spotify import SpotifyEpisode, SpotifyShow
from api.catalog.connections import AccountLink
from api.catalog.feeds import ShowFeed
from api.catalog.music import MusicStandard
from api.catalog.outlets import ShowTarget
from api.context import Info, identified
from api.conventions.nodes import Node
from api.conventions.replaced import by
from domain.catalog import model, records
from domain.catalog.model import Category, Sensitivity
from domain.people.model import Act
from domain.people.rules import may, require


@strawberry.type(description="A brand somebody advertises or publishes under.")
class Brand(Node):
    """See `domain.catalog.model.Brand`."""

    name: str = strawberry.field(description="Its name.")

    @strawberry.field(
        description="What music it wants; null where nothing was said, and for agencies."
    )
    async def music_standard(self, info: Info) -> MusicStandard | None:
        """Show it."""
        if not may(info.context.actor, Act.SEE_SITES):
            return None
        found = await info.context.loaders.music_standards.load(str(self.id))
        return MusicStandard.of(found) if found else None

    @strawberry.field(
        description="Its own account at Spotify, for playlists; null where nobody began to connect"
        " one, and for all but managers of the brand, auditors and admins."
    )
    async def playlist_connection(self, info: Info) -> AccountLink | None:
        """Show it."""
        if not may(info.context.actor, Act.SEE_CONNECTIONS, brand_id=str(self.id)):
            return None
        found = await info.context.loaders.connections.load(str(self.id))
        return AccountLink.of(found[0]) if found else None

    @classmethod
    def of(cls, brand: model.Brand) -> "Brand":
        """Show it."""
        return cls(id=identified(brand.id), name=brand.name)


@strawberry.type(description="A country that business is done in.")
class Market(Node):
    """See `domain.catalog.model.Market`."""

    code: str = strawberry.field(description="ISO 3166 alpha-2 code.")
    name: str = strawberry.field(description="Its name.")
    currency: str = strawberry.field(description="ISO 4217 code of its currency.")
    time_zone: str = strawberry.field(description="IANA time zone.")

    @classmethod
    def of(cls, market: model.Market) -> "Market":
        """Show it."""
        return cls(
            id=identified(market.id),
            code=market.code,
            name=market.name,
            currency=market.currency,
            time_zone=market.time_zone,
        )


@strawberry.type(description="A company that asks for things on a brand's behalf.")
class Agency(Node):
    """See `domain.catalog.model.Agency`."""

    name: str = strawberry.field(description="Its name.")

    @classmethod
    def of(cls, agency: model.Agency) -> "Agency":
        """Show it."""
        return cls(id=identified(agency.id), name=agency.name)


@strawberry.type(description="A company that pays to be heard.")
class Sponsor(Node):
    """See `domain.catalog.model.Sponsor`."""

    name: str = strawberry.field(description="Its name.")
    competitor_groups: list[str] = strawberry.field(
        description="Two sponsors of one group do not go together."
    )
    category: Category | None = strawberry.field(
        description="The regulated class of what it sells; null where nobody has said."
    )

    @classmethod
    def of(cls, sponsor: model.Sponsor) -> "Sponsor":
        """Show it."""
        return cls(
            id=identified(sponsor.id),
            name=sponsor.name,
            competitor_groups=list(sponsor.competitor_groups),
            category=sponsor.category,
        )


@strawberry.type(description="A podcast.")
class Show(Node):
    """See `domain.catalog.model.Show`."""

    title: str = strawberry.field(description="Its title.")
    brand_id: strawberry.ID = strawberry.field(description="The brand it belongs to.")
    language: str = strawberry.field(description="BCP 47 language.")
    sensitivity: Sensitivity | None = strawberry.field(
        description="How risky its topics are; null where nobody has said."
    )
    under_age_share: int | None = strawberry.field(
        description="Percentage of its listeners under 18; null where nobody has said."
    )
    separation_days: int = strawberry.field(description="Days that competitors keep between them.")
    team_id: strawberry.ID | None = strawberry.field(
        description="The team that puts placements into it."
    )

    @classmethod
    def of(cls, show: model.Show) -> "Show":
        """Show it."""
        return cls(
            id=identified(show.id),
            title=show.title,
            brand_id=identified(show.brand_id),
            language=show.language,
            sensitivity=show.sensitivity,
            under_age_share=show.under_age_share,
            separation_days=show.separation_days,
            team_id=identified(show.team_id) if show.team_id else None,
        )

    @strawberry.field(
        description="The feed that the hub makes of it; null where there is none, and for agencies."
    )
    async def feed(self, info: Info) -> ShowFeed | None:
        """Show its feed."""
        if not may(info.context.actor, Act.SEE_WORKS):
            return None
        found = await info.context.loaders.show_feeds.load(str(self.id))
        return ShowFeed.of(info.context.hub, found) if found else None

    @strawberry.field(
        description="Where the hub publishes it by itself, by target; none for agencies."
    )
    async def targets(self, info: Info) -> list[ShowTarget]:
        """Show where."""
        if info.context.actor.agency_id is not None:
            return []
        found = await info.context.loaders.show_targets.load(self.id)
        return [ShowTarget.of(one) for one in found]

    @strawberry.field(
        description="Which show at Spotify it is, so that the hub looks what is shown there; null"
        " where nobody knows, for agencies, and for people of other brands."
    )
    async def spotify_show(self, info: Info) -> SpotifyShow | None:
        """Show which."""
        if not may(info.context.actor, Act.SEE_WORKS, brand_id=str(self.brand_id)):
            return None
        found = await info.context.loaders.spotify_shows.load(str(self.id))
        return SpotifyShow.of(found) if found else None

    @strawberry.field(description="Its episodes in order.")
    async def episodes(self, info: Info) -> list["Episode"]:
        """Show its episodes."""
        found = await info.context.loaders.show_episodes.load(str(self.id))
        return [Episode.of(episode) for episode in found]


@strawberry.type(description="A podcast episode.")
class Episode(Node):
    """See `domain.catalog.model.Episode`."""

    show_id: strawberry.ID = strawberry.field(description="The show it belongs to.")
    title: str = strawberry.field(description="Its title.")
    number: int = strawberry.field(description="Its place in the show, from 1.")
    release_on: date | None = strawberry.field(description="The day it comes out.")
    sensitivity: Sensitivity | None = strawberry.field(
        description="How risky its own topics are; null where it is as the show."
    )

    @strawberry.field(
        description="Its GUID in the feed its show had before; null where none was brought, and for"
        " agencies."
    )
    async def imported_guid(self, info: Info) -> str | None:
        """Show what it was called."""
        if not may(info.context.actor, Act.SEE_WORKS):
            return None
        found: str | None = await info.context.loaders.imported_guids.load(str(self.id))
        return found

    @strawberry.field(
        description="What the hub saw of it at Spotify; null where it never looked, and for"
        " agencies."
    )
    async def at_spotify(self, info: Info) -> SpotifyEpisode | None:
        """Show what was seen."""
        if not may(info.context.actor, Act.SEE_WORKS):
            return None
        found = await info.context.loaders.spotify_episodes.load(str(self.id))
        return SpotifyEpisode.of(found) if found else None

    @classmethod
    def of(cls, episode: model.Episode) -> "Episode":
        """Show it."""
        return cls(
            id=identified(episode.id),
            show_id=identified(episode.show_id),
            title=episode.title,
            number=episode.number,
            release_on=episode.release_on,
            sensitivity=episode.sensitivity,
        )


@strawberry.type
class CatalogQuery:
    """Reading the catalogue."""

    @strawberry.field(
        description="Every brand.",
        deprecation_reason=by("brandsConnection"),
    )
    async def brands(self, info: Info) -> list[Brand] | None:
        """Show every brand."""
        require(info.context.actor, Act.SEE_CATALOG)
        return [Brand.of(brand) for brand in await records.brands()]

    @strawberry.field(description="Every market.")
    async def markets(self, info: Info) -> list[Market] | None:
        """Show every market."""
        require(info.context.actor, Act.SEE_CATALOG)
        return [Market.of(market) for market in await records.markets()]

    @strawberry.field(
        description="Every agency; for somebody of an agency, only that one.",
        deprecation_reason=by("agenciesConnection"),
    )
    async def agencies(self, info: Info) -> list[Agency] | None:
        """Show every agency."""
        require(info.context.actor, Act.SEE_CATALOG)
        own = info.context.actor.agency_id
        return [Agency.of(found) for found in await records.agencies() if own in {None, found.id}]

    @strawberry.field(
        description="Every sponsor.",
        deprecation_reason=by("sponsorsConnection"),
    )
    async def sponsors(self, info: Info) -> list[Sponsor] | None:
        """Show every sponsor."""
        require(info.context.actor, Act.SEE_CATALOG)
        return [Sponsor.of(sponsor) for sponsor in await records.sponsors()]

    @strawberry.field(
        description="Every show.",
        deprecation_reason=by("showsConnection"),
    )
    async def shows(self, info: Info) -> list[Show] | None:
        """Show every show."""
        require(info.context.actor, Act.SEE_CATALOG)
        return [Show.of(show) for show in await records.shows()]
