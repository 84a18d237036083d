"""What the hub knows of shows and episodes at Spotify, in the schema."""

from datetime import datetime

import strawberry

from domain.shown import links, model


@strawberry.type(description="Which show at Spotify a show is, and how looking at it goes.")
class SpotifyShow:
    """See `domain.shown.model.ShownShow`."""

    place: str = strawberry.field(description="Its id there; empty where nobody knows it.")
    address: str = strawberry.field(description="Its page there; empty where nobody knows it.")
    said: bool = strawberry.field(
        description="Whether somebody said so; else the target it is published at knows it."
    )
    looked_at: datetime | None = strawberry.field(description="When it was looked at last.")
    next_look: datetime | None = strawberry.field(description="When it is looked at next.")
    trouble: str = strawberry.field(
        description="Why nothing could be looked at, and what to do; empty if nothing is wrong."
    )

    @classmethod
    def of(cls, one: model.ShownShow) -> "SpotifyShow":
        """Show it."""
        return cls(
            place=one.place,
            address=links.show_address(one.place) if one.place else "",
            said=one.said,
            looked_at=one.looked_at,
            next_look=one.next_at,
            trouble=one.trouble,
        )


@strawberry.type(description="What the hub saw of an episode at Spotify.")
class SpotifyEpisode:
    """See `domain.shown.model.ShownEpisode`."""

    address: str = strawberry.field(
        description="Its page there; empty as long as Spotify does not show it yet."
    )
    awaited_since: datetime = strawberry.field(description="Since when it is to be shown there.")
    shown_since: datetime | None = strawberry.field(
        description="When it was seen there first; null where Spotify does not show it yet."
    )
    looked_at: datetime = strawberry.field(description="When it was looked for last.")
    market: str = strawberry.field(description="ISO 3166 code of where it was looked for.")
    gone_since: datetime | None = strawberry.field(
        description="Since when Spotify shows it no more; null while it does."
    )
    unplayed: str = strawberry.field(
        description="Why it is not played there, though it is shown; empty if it is."
    )
    shown_in: list[str] = strawberry.field(
        description="The markets in which it was shown when Spotify was asked there last."
    )
    not_shown_in: list[str] = strawberry.field(
        description="The markets in which it was not shown when Spotify was asked there last."
    )
    not_asked_in: list[str] = strawberry.field(
        description="The markets it is to be shown in, in which Spotify was not asked yet."
    )

    @classmethod
    def of(cls, one: model.ShownEpisode) -> "SpotifyEpisode":
        """Show it."""
        asked = sorted(one.asked.items())
        return cls(
            address=links.address(one.outside_id) if one.outside_id else "",
            awaited_since=one.awaited_since,
            shown_since=one.shown_since,
            looked_at=one.looked_at,
            market=one.market,
            gone_since=one.gone_since,
            unplayed=one.unplayed,
            shown_in=[code for code, seen in asked if seen and seen.shown],
            not_shown_in=[code for code, seen in asked if seen and not seen.shown],
            not_asked_in=[code for code, seen in asked if seen is None],
        )
