"""Sponsorships in the schema: the brief as it is given and shown, its files, and its sheet."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import strawberry

from api.campaigns.spotify_ads import SpotifyAd, SpotifyAdInput
from api.catalog.assets import Asset
from api.catalog.entries import Episode
from api.context import Info, identified
from api.conventions.money import Money, MoneyInput
from domain.catalog.model import AssetKind, Category
from domain.deliverables.model import Delivery, DeliveryState
from domain.handovers import fetch
from domain.placements.model import HandOver
from domain.requests.kinds import sponsorship as kind
from domain.requests.kinds.bought import Inventory
from domain.requests.kinds.heard import Position
from domain.requests.kinds.parts import Amount
from domain.requests.kinds.sponsorship import Read


@strawberry.type(description="A file that a request wants, and what has come of it.")
class Deliverable:
    """See `domain.deliverables.model.Delivery`."""

    name: str = strawberry.field(description="What it is called in the brief.")
    kind: AssetKind = strawberry.field(description="What kind of file it has to be.")
    due: date = strawberry.field(description="The day by which it should be in.")
    stage: str = strawberry.field(description="The stage that waits for it, by its key.")
    state: DeliveryState = strawberry.field(description="How far it is.")
    asset: Asset | None = strawberry.field(description="The usable file, or else the latest.")

    @classmethod
    def of(cls, delivery: Delivery) -> "Deliverable":
        """Show it."""
        return cls(
            name=delivery.wanted.name,
            kind=delivery.wanted.kind,
            due=delivery.wanted.due,
            stage=delivery.wanted.stage,
            state=delivery.state,
            asset=Asset.of(delivery.asset) if delivery.asset else None,
        )


@strawberry.type(description="What a sponsorship asks for.")
class Sponsorship:
    """See `domain.requests.kinds.sponsorship.SponsorshipBrief`."""

    name: str = strawberry.field(description="Its name.")
    sponsor_id: strawberry.ID = strawberry.field(description="Who is heard.")
    show_id: strawberry.ID = strawberry.field(description="The show it is heard in.")
    starts_on: date | None = strawberry.field(description="The first day, if days were named.")
    ends_on: date | None = strawberry.field(description="The last day, if days were named.")
    positions: list[Position] = strawberry.field(description="Where in an episode it is heard.")
    read: Read = strawberry.field(description="Who speaks.")
    age_from: int = strawberry.field(description="Youngest age it may reach.")
    age_to: int = strawberry.field(description="Oldest age it may reach.")
    insertion_order: str = strawberry.field(description="The number of the insertion order.")
    contract_asset_id: strawberry.ID = strawberry.field(description="The contract.")
    price: Money = strawberry.field(description="For all of it.")
    cpm: Money | None = strawberry.field(description="For a thousand listens, if billed so.")
    category: Category = strawberry.field(description="The regulated class of what is sold.")
    talking_points: list[str] = strawberry.field(description="What the host should say.")
    script: str = strawberry.field(description="What the host reads; empty if there is none.")
    tracking_url: str = strawberry.field(description="The address that listens are counted at.")
    promo_code: str = strawberry.field(description="What listeners type in.")
    inventory: Inventory = strawberry.field(description="Whose places in podcasts it buys.")
    ad: SpotifyAd | None = strawberry.field(
        description="What Spotify shows beside the spot, where its inventory is bought."
    )
    note: str = strawberry.field(description="The requester's note to reviewers.")
    episode_ids: strawberry.Private[tuple[str, ...]]

    @strawberry.field(description="The sponsor's name.")
    async def sponsor_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await info.context.loaders.sponsors.load(self.sponsor_id)  # type: ignore[no-any-return]

    @strawberry.field(description="The show's title.")
    async def show_title(self, info: Info) -> str | None:
        """Look the title up."""
        return await info.context.loaders.shows.load(self.show_id)  # type: ignore[no-any-return]

    @strawberry.field(description="The episodes it is heard in, if episodes were named.")
    async def episodes(self, info: Info) -> list[Episode]:
        """Look the episodes up."""
        found = await info.context.loaders.episodes.load_many(list(self.episode_ids))
        return [Episode.of(episode) for episode in found if episode is not None]

    @classmethod
    def of(cls, brief: kind.SponsorshipBrief) -> "Sponsorship":
        """Show a brief."""
        return cls(
            name=brief.name,
            sponsor_id=identified(brief.sponsor_id),
            show_id=identified(brief.show_id),
            starts_on=brief.starts_on,
            ends_on=brief.ends_on,
            positions=list(brief.positions),
            read=brief.read,
            age_from=brief.audience.age_from,
            age_to=brief.audience.age_to,
            insertion_order=brief.insertion_order,
            contract_asset_id=identified(brief.contract_asset_id),
            price=_money(brief.price),
            cpm=_money(brief.cpm) if brief.cpm else None,
            category=brief.category,
            talking_points=list(brief.talking_points),
            script=brief.script,
            tracking_url=brief.tracking_url,
            promo_code=brief.promo_code,
            inventory=brief.inventory,
            ad=SpotifyAd.of(brief.ad) if brief.at_spotify else None,
            note=brief.note,
            episode_ids=brief.episode_ids,
        )


@strawberry.type(description="A file that was handed over, as it was approved.")
class SheetMaterial:
    """One of `domain.deliverables.rules.materials`."""

    deliverable: str = strawberry.field(description="What the brief calls it.")
    asset_id: strawberry.ID = strawberry.field(description="The file.")
    file: str = strawberry.field(description="What its uploader calls it.")
    media_type: str | None = strawberry.field(description="Its real type.")
    size: int = strawberry.field(description="Bytes.")
    sha256: str = strawberry.field(description="Its checksum, in hexadecimal digits.")
    request_id: strawberry.Private[str]
    material_id: strawberry.Private[str | None] = None

    @strawberry.field(
        description="Where to GET the bytes within 15 minutes, without a token; relative to this"
        " server, and for you alone."
    )
    def download_url(self, info: Info) -> str:
        """Make the address."""
        token = fetch.token_for(
            info.context.hub, info.context.actor, self.request_id, self.asset_id
        )
        return f"/downloads/{self.asset_id}?token={token}"


def materials_of(handed: HandOver) -> list[SheetMaterial]:
    """Show the files that were handed over."""
    held = handed.content["materials"]
    return [SheetMaterial(**material, request_id=handed.request_id) for material in held]


@strawberry.type(description="What a show's team is handed, to place what was approved.")
class PlacementSheet:
    """See `domain.placements.model.HandOver`."""

    sponsor: str = strawberry.field(description="Who is heard.")
    show: str = strawberry.field(description="The show.")
    read: Read = strawberry.field(description="Who speaks.")
    positions: list[Position] = strawberry.field(description="Where in an episode.")
    episodes: list[str] = strawberry.field(description="Titles of the episodes, if named.")
    starts_on: date | None = strawberry.field(description="The first day, if days were named.")
    ends_on: date | None = strawberry.field(description="The last day, if days were named.")
    markets: list[str] = strawberry.field(description="ISO 3166 codes of its markets.")
    insertion_order: str = strawberry.field(description="The number of the insertion order.")
    talking_points: list[str] = strawberry.field(description="What the host should say.")
    script: str = strawberry.field(description="What the host reads.")
    tracking_url: str = strawberry.field(description="The address that listens are counted at.")
    promo_code: str = strawberry.field(description="What listeners type in.")
    materials: list[SheetMaterial] = strawberry.field(description="The files.")
    handed_at: datetime = strawberry.field(description="When it was handed over.")
    taken_at: datetime | None = strawberry.field(description="When it was taken on.")
    team_id: strawberry.Private[str]
    taken_by: strawberry.Private[str | None]

    @strawberry.field(description="The show's team.")
    async def team_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await info.context.loaders.teams.load(self.team_id)  # type: ignore[no-any-return]

    @strawberry.field(description="Who of the team took it on.")
    async def taken_by_name(self, info: Info) -> str | None:
        """Look the name up."""
        if self.taken_by is None:
            return None
        return await info.context.loaders.names.load(self.taken_by) or "somebody"

    @classmethod
    def of(cls, sheet: HandOver) -> "PlacementSheet":
        """Show a sheet."""
        held = sheet.content
        return cls(
            sponsor=held["sponsor"],
            show=held["show"],
            read=Read(held["read"]),
            positions=[Position(position) for position in held["positions"]],
            episodes=[episode["title"] for episode in held["episodes"]],
            starts_on=_day(held["starts_on"]),
            ends_on=_day(held["ends_on"]),
            markets=list(held["markets"]),
            insertion_order=held["insertion_order"],
            talking_points=list(held["talking_points"]),
            script=held["script"],
            tracking_url=held["tracking_url"],
            promo_code=held["promo_code"],
            materials=materials_of(sheet),
            handed_at=sheet.handed_at,
            taken_at=sheet.taken_at,
            team_id=sheet.team_id,
            taken_by=sheet.taken_by,
        )


@strawberry.input(description="A file that has to come before anybody can place anything.")
class DeliverableInput:
    """One of a brief's deliverables."""

    name: str = strawberry.field(description="2 to 80 characters; each name once.")
    kind: AssetKind = strawberry.field(description="What kind of file it has to be.")
    due: date = strawberry.field(description="A day to come, not after the first day.")


@strawberry.input(description="What a sponsorship asks for.")
class SponsorshipBriefInput:
    """The brief as it is given; the core says what is wrong with it, field by field."""

    name: str = strawberry.field(description="2 to 150 characters.")
    brand_id: strawberry.ID = strawberry.field(description="The brand of the show.")
    sponsor_id: strawberry.ID = strawberry.field(description="Who is heard.")
    markets: list[str] = strawberry.field(description="ISO 3166 codes; up to 10 markets.")
    show_id: strawberry.ID = strawberry.field(description="The show it is heard in.")
    positions: list[Position] = strawberry.field(description="Where in an episode; each once.")
    read: Read = strawberry.field(description="Who speaks.")
    insertion_order: str = strawberry.field(description="Its number, such as IO-2026-117.")
    contract_asset_id: strawberry.ID = strawberry.field(
        description="The contract, a file of the kind DOCUMENT."
    )
    price: MoneyInput = strawberry.field(description="For all of it.")
    deliverables: list[DeliverableInput] = strawberry.field(description="1 to 10 files.")
    agency_id: strawberry.ID | None = strawberry.field(
        default=None, description="The agency that asks; theirs if its people ask."
    )
    episode_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Up to 20 episodes; or else the first and last day."
    )
    starts_on: date | None = strawberry.field(default=None, description="The first day.")
    ends_on: date | None = strawberry.field(default=None, description="The last day.")
    age_from: int = strawberry.field(default=18, description="Youngest age, 13 or more.")
    age_to: int = strawberry.field(default=99, description="Oldest age, 99 or less.")
    cpm: MoneyInput | None = strawberry.field(
        default=None, description="For a thousand listens, in the currency of the price."
    )
    category: Category = strawberry.field(
        default=Category.NONE, description="The regulated class of what is sold."
    )
    talking_points: list[str] = strawberry.field(
        default_factory=list, description="Up to 10, of up to 300 characters each."
    )
    script: str = strawberry.field(
        default="", description="Up to 2,000 characters; a host reads this or the talking points."
    )
    tracking_url: str = strawberry.field(default="", description="An https address.")
    promo_code: str = strawberry.field(default="", description="2 to 20 letters and digits.")
    inventory: Inventory = strawberry.field(
        default=Inventory.SHOW, description="Whose places in podcasts it buys."
    )
    ad: SpotifyAdInput | None = strawberry.field(
        default=None,
        description="What Spotify shows beside the spot; needed where its inventory is bought.",
    )
    note: str = strawberry.field(default="", description="For reviewers; up to 1,000 characters.")

    def given(self) -> dict[str, Any]:
        """Return the brief as the core takes it."""
        names = (
            "name brand_id agency_id sponsor_id markets show_id episode_ids starts_on ends_on"
            " positions read insertion_order contract_asset_id category talking_points script"
            " tracking_url promo_code note inventory"
        )
        return {name: getattr(self, name) for name in names.split()} | {
            "audience": {"age_from": self.age_from, "age_to": self.age_to},
            "price": _amount(self.price),
            "cpm": _amount(self.cpm) if self.cpm else None,
            "deliverables": _deliverables(self.deliverables),
            "ad": self.ad.given() if self.ad else {},
        }


def _deliverables(wanted: Sequence[DeliverableInput]) -> list[dict[str, Any]]:
    return [{"name": one.name, "kind": one.kind, "due": one.due} for one in wanted]


def _amount(given: MoneyInput) -> dict[str, Any]:
    return {"amount": given.amount, "currency": given.currency}


def _money(amount: Amount) -> Money:
    held = amount.money
    return Money(amount=held.amount, currency=held.currency)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
