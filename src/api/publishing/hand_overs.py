"""Hand-overs in the schema: what a team outside the hub is handed."""

from datetime import date, datetime
from typing import Any

import strawberry
from strawberry.scalars import JSON

from api.campaigns.sponsorships import SheetMaterial, materials_of
from api.catalog.packs import PromotionPack
from api.context import Info, identified
from api.conventions.replaced import by
from domain.catalog.premises import Provider
from domain.handovers import reading
from domain.placements import model
from domain.placements.model import HandOverState


@strawberry.type(description="A stage that people approved, as the receiver is told.")
class HandOverApproval:
    """One of `domain.packages.packaging.approved`."""

    stage: str = strawberry.field(description="How decision tables name it.")
    title: str = strawberry.field(description="How people name it.")
    at: datetime | None = strawberry.field(description="When it was approved.")
    voters: strawberry.Private[list[str]]

    @strawberry.field(description="Who said yes.")
    async def voter_names(self, info: Info) -> list[str]:
        """Look the names up."""
        found = await info.context.loaders.names.load_many(self.voters)
        return [name or "somebody" for name in found]

    @classmethod
    def of(cls, held: dict[str, Any]) -> "HandOverApproval":
        """Show it."""
        at = held["at"]
        return cls(
            stage=held["stage"],
            title=held["title"],
            at=datetime.fromisoformat(at) if at else None,
            voters=list(held["voters"]),
        )


@strawberry.type(description="A track, as a provider is handed it.")
class ProviderTrack:
    """One of `domain.playlists.handing.track_lists`."""

    place: int = strawberry.field(description="Its place, from 1.")
    isrc: str = strawberry.field(description="Its ISRC, by which the provider finds it.")
    artist: str = strawberry.field(description="Who plays it.")
    title: str = strawberry.field(description="Its title.")


@strawberry.type(description="What the commercial provider of some sites plays, and when.")
class ProviderTrackList:
    """One of `domain.playlists.handing.track_lists`."""

    provider: Provider = strawberry.field(description="The provider.")
    sites: list[str] = strawberry.field(description="The names of its sites.")
    first_day: date = strawberry.field(description="The first day.")
    last_day: date | None = strawberry.field(
        description="The last day it may be played; null without an end."
    )
    tracks: list[ProviderTrack] = strawberry.field(description="The tracks, in order.")

    @classmethod
    def of(cls, held: dict[str, Any]) -> "ProviderTrackList":
        """Show it."""
        last = held["last_day"]
        return cls(
            provider=Provider(held["provider"]),
            sites=list(held["sites"]),
            first_day=date.fromisoformat(held["first_day"]),
            last_day=date.fromisoformat(last) if last else None,
            tracks=[ProviderTrack(**one) for one in held["tracks"]],
        )


@strawberry.type(description="What was approved, handed to a team who makes it real.")
class HandOver:
    """See `domain.placements.model.HandOver`."""

    request_id: strawberry.ID = strawberry.field(description="The request it was made of.")
    number: int = strawberry.field(description="How people call the request.")
    title: str = strawberry.field(description="Its title.")
    kind: str = strawberry.field(description="What kind of thing was asked for.")
    revision: int = strawberry.field(description="The revision that was approved.")
    receiver: str = strawberry.field(description="Whom it goes to, such as `publishing-team`.")
    state: HandOverState = strawberry.field(description="Whether it was received.")
    metadata: JSON = strawberry.field(description="What was asked for, as it was approved.")
    materials: list[SheetMaterial] = strawberry.field(description="The files.")
    approvals: list[HandOverApproval] = strawberry.field(description="Who said yes, by stage.")
    instructions: list[str] = strawberry.field(description="What else has to be done.")
    pack: PromotionPack | None = strawberry.field(
        description="Of a promotion: what was put together, and what was left out."
    )
    track_lists: list[ProviderTrackList] = strawberry.field(
        description="Of a playlist for sites: what each commercial provider is given."
    )
    handed_at: datetime = strawberry.field(description="When it was handed over.")
    acknowledged_at: datetime | None = strawberry.field(description="When it was acknowledged.")
    receipt: str = strawberry.field(description="What the receiver wrote then.")
    taken_back_at: datetime | None = strawberry.field(description="When it was taken back.")
    team_id: strawberry.Private[str]
    taken_by: strawberry.Private[str | None]

    @strawberry.field(description="The team it was handed to.")
    async def team_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await info.context.loaders.teams.load(self.team_id)  # type: ignore[no-any-return]

    @strawberry.field(description="Who of the team acknowledged it.")
    async def acknowledged_by_name(self, info: Info) -> str | None:
        """Look the name up."""
        if self.taken_by is None:
            return None
        return await info.context.loaders.names.load(self.taken_by) or "somebody"

    @classmethod
    def of(cls, handed: model.HandOver) -> "HandOver":
        """Show it; what was handed over before all of this was kept says less."""
        held = handed.content
        return cls(
            request_id=identified(handed.request_id),
            number=held["number"],
            title=held.get("title", ""),
            kind=held.get("kind", "sponsorship"),
            revision=handed.revision,
            receiver=handed.receiver,
            state=handed.state,
            metadata=JSON(held.get("metadata", {})),
            materials=materials_of(handed),
            approvals=[HandOverApproval.of(one) for one in held.get("approvals", [])],
            instructions=list(held.get("instructions", [])),
            pack=PromotionPack.of(held["pack"]) if "pack" in held else None,
            track_lists=[ProviderTrackList.of(one) for one in held.get("track_lists", [])],
            handed_at=handed.handed_at,
            acknowledged_at=handed.taken_at,
            receipt=handed.receipt,
            taken_back_at=handed.taken_back_at,
            team_id=handed.team_id,
            taken_by=handed.taken_by,
        )


@strawberry.type
class HandOverQuery:
    """Reading hand-overs."""

    @strawberry.field(
        description="The newest hand-overs to your teams, up to 100; to every team for managers"
        " and auditors.",
        deprecation_reason=by("handOversConnection"),
    )
    async def hand_overs(self, info: Info, state: HandOverState | None = None) -> list[HandOver]:
        """List hand-overs."""
        found = await reading.listed(info.context.actor, state)
        return [HandOver.of(one) for one in found]
