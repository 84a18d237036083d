"""A sponsorship of a podcast: a sponsor is heard in episodes of a show, or for some days."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from domain import text
from domain.catalog.model import Category
from domain.clock import too_far
from domain.errors import Invalid
from domain.requests.kinds import bought, button, parts
from domain.requests.kinds.bought import Inventory, SpotifyAd
from domain.requests.kinds.heard import Position
from domain.requests.kinds.kind import Books, HandsOver, Headline, Kind, Payload, Wanted
from domain.requests.kinds.parts import Amount, Audience, Deliverable
from domain.requests.scene import Asked, Scene, place_of

#: What the kind is called.
NAME = "sponsorship"

#: What an insertion order is called in people's books.
_ORDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/-]{0,39}")

#: What listeners type in; it is said aloud, so letters and digits only.
_PROMO = re.compile(r"[A-Za-z0-9]{2,20}")


class Read(StrEnum):
    """Who speaks: the host, in the episode itself, or a spot that is put in per market."""

    HOST_READ = "host_read"
    AD_SPOT = "ad_spot"


#: The stage that waits for the files of a brief.
COLLECTION = "collection"

Point = Annotated[str, Field(min_length=1, max_length=300)]


class SponsorshipBrief(Payload):
    """What is asked for; days are those of the show's own calendar.

    Either `episode_ids`, or the window from `starts_on` to `ends_on`. `price` is for all of it,
    `cpm` what a thousand listens cost where it is billed so.
    """

    name: Annotated[str, Field(min_length=2, max_length=150)]
    brand_id: str
    agency_id: str | None = None
    sponsor_id: str
    markets: Annotated[tuple[str, ...], Field(min_length=1, max_length=10)]
    show_id: str
    episode_ids: Annotated[tuple[str, ...], Field(max_length=20)] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    positions: Annotated[tuple[Position, ...], Field(min_length=1, max_length=3)]
    read: Read
    audience: Audience = Audience()
    insertion_order: str
    contract_asset_id: str
    price: Amount
    cpm: Amount | None = None
    category: Category = Category.NONE
    talking_points: Annotated[tuple[Point, ...], Field(max_length=10)] = ()
    script: Annotated[str, Field(max_length=2000)] = ""
    deliverables: Annotated[tuple[Deliverable, ...], Field(min_length=1, max_length=10)]
    tracking_url: Annotated[str, Field(max_length=2000)] = ""
    promo_code: str = ""
    inventory: Inventory = Inventory.SHOW
    ad: SpotifyAd = SpotifyAd()

    @property
    def headline(self) -> Headline:
        """What lists and visibility need to know of it."""
        return Headline(self.name, self.brand_id, self.agency_id, tuple(sorted(self.markets)))

    @property
    def host_read(self) -> bool:
        """Whether the host speaks, so that everybody who listens hears it."""
        return self.read is Read.HOST_READ

    @property
    def asset_ids(self) -> Mapping[str, str]:
        """The contract, and what an ad at Spotify shows; deliverables come later."""
        return {"contract_asset_id": self.contract_asset_id, **self.ad.asset_ids}

    @property
    def at_spotify(self) -> bool:
        """Whether its inventory is bought at Spotify."""
        return self.inventory is Inventory.SPOTIFY


def asked(brief: SponsorshipBrief) -> Asked:
    """Return what of a brief places it among others."""
    return Asked(
        brand_id=brief.brand_id,
        sponsor_id=brief.sponsor_id,
        show_id=brief.show_id,
        episode_ids=brief.episode_ids,
        starts_on=brief.starts_on,
        ends_on=brief.ends_on,
        markets=brief.markets,
        host_read=brief.host_read,
        contract_asset_id=brief.contract_asset_id,
        dues=tuple((one.name, one.due) for one in brief.deliverables),
    )


def check(brief: SponsorshipBrief, now: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    return [
        *parts.amount_problems(brief.price, "price"),
        *_cpm_problems(brief),
        *parts.market_problems(brief.markets),
        *parts.audience_problems(brief.audience),
        *parts.line_problems(brief, ("name", "insertion_order")),
        *_time_problems(brief, now),
        *_word_problems(brief),
        *_twice(brief.episode_ids, "episode_ids", "episode"),
        *_twice(brief.positions, "positions", "position"),
        *_deliverable_problems(brief),
        *_bought_problems(brief),
    ]


def facts(brief: SponsorshipBrief, now: datetime, scene: Scene) -> dict[str, Any]:
    """Return what the table of stages judges. Amounts are major units."""
    del now, scene
    return {
        "price": brief.price.money.amount,
        "currency": brief.price.currency,
        "by_agency": brief.agency_id is not None,
        "market_count": len(brief.markets),
    }


def cases(brief: SponsorshipBrief, now: datetime, scene: Scene) -> list[dict[str, Any]]:
    """Return what the table of placements judges, market by market.

    A brief that says more of what is advertised than the sponsor's own business counts; a host
    cannot choose who listens.
    """
    own = scene.sponsor.category
    advertised = own if brief.category is Category.NONE else brief.category
    risk = scene.sensitivity
    place = place_of(asked(brief), scene)
    return [
        {
            "market": market,
            "host_read": brief.host_read,
            "topic_sensitivity": risk.value if risk else None,
            "under_age_share": scene.show.under_age_share,
            "youngest_age": brief.audience.age_from,
            "sponsor_category": own.value if own else None,
            "regulatory_class": advertised.value if advertised else None,
            "lead_days": scene.lead_days(place, now),
            "competitors_in_episode": len(scene.in_one_episode(place, market)),
            "competitors_in_window": len(scene.too_close(place, market)),
        }
        for market in sorted(brief.markets)
    ]


def _cpm_problems(brief: SponsorshipBrief) -> list[Invalid]:
    if brief.cpm is None:
        return []
    if problems := parts.amount_problems(brief.cpm, "cpm"):
        return problems
    if brief.cpm.currency != brief.price.currency:
        said = f"The rate is in {brief.cpm.currency}, the price in {brief.price.currency}."
        return [Invalid("currencies_differ", f"{said} Use one.", ("cpm", "currency"))]
    if brief.cpm.amount > brief.price.amount:
        said = "A thousand listens cannot cost more than all of it; check rate and price."
        return [Invalid("rate_above_price", said, ("cpm", "amount"))]
    return []


def _time_problems(brief: SponsorshipBrief, now: datetime) -> list[Invalid]:
    first, last = brief.starts_on, brief.ends_on
    if brief.episode_ids:
        if first or last:
            said = "Name episodes, or the first and last day; not both."
            return [Invalid("episodes_and_days", said, ("episode_ids",))]
        return []
    if first is None or last is None:
        said = "Name the episodes, or the first and the last day."
        return [Invalid("no_time", said, ("starts_on" if first is None else "ends_on",))]
    if last < first:
        return [
            Invalid("ends_before_start", "The last day is before the first.", ("ends_on",)),
        ]
    if first <= now.date():
        return [Invalid("starts_in_past", "The first day must be after today.", ("starts_on",))]
    distant = too_far(now, datetime.combine(last, time.min, UTC), ("ends_on",))
    return [distant] if distant else []


def _word_problems(brief: SponsorshipBrief) -> list[Invalid]:
    problems = []
    if not _ORDER.fullmatch(brief.insertion_order):
        said = "Give its number as it is written, such as IO-2026-117: letters, digits and . _ / -"
        problems.append(Invalid("bad_insertion_order", said, ("insertion_order",)))
    if brief.promo_code and not _PROMO.fullmatch(brief.promo_code):
        said = "A promo code has 2 to 20 letters and digits, since it is said aloud."
        problems.append(Invalid("bad_promo_code", said, ("promo_code",)))
    if brief.host_read and not (brief.script or brief.talking_points):
        said = "Say what the host reads: a script, or talking points."
        problems.append(Invalid("nothing_to_read", said, ("script",)))
    if brief.tracking_url:
        problems += parts.address_problems(brief.tracking_url, "tracking_url")
    for at, point in enumerate(brief.talking_points):
        if problem := text.one_line(point, ("talking_points", str(at))):
            problems.append(problem)
    return problems


def _deliverable_problems(brief: SponsorshipBrief) -> list[Invalid]:
    names = [text.folded(one.name) for one in brief.deliverables]
    problems = _twice(names, "deliverables", "deliverable")
    for at, one in enumerate(brief.deliverables):
        if problem := text.one_line(one.name, ("deliverables", str(at), "name")):
            problems.append(problem)
        if brief.starts_on and one.due > brief.starts_on:
            said = f"`{one.name}` would come after the first day; have it earlier."
            problems.append(Invalid("due_too_late", said, ("deliverables", str(at), "due")))
    return problems


def _bought_problems(brief: SponsorshipBrief) -> list[Invalid]:
    if not brief.at_spotify:
        if brief.ad == SpotifyAd():
            return []
        said = "This is for inventory bought at Spotify; choose that inventory, or leave it out."
        return [Invalid("not_bought_at_spotify", said, ("ad",))]
    kinds = [one.kind for one in brief.deliverables]
    episodes = bool(brief.episode_ids)
    return [
        *bought.misplaced(host_read=brief.host_read, episodes=episodes, kinds=kinds),
        *bought.problems(brief.ad, brief.markets),
    ]


async def fill(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a brief with the button's language in each market, where inventory is bought."""
    ad = given.get("ad") or {}
    if given.get("inventory") != Inventory.SPOTIFY or not isinstance(ad, Mapping):
        return given
    named = {**ad, "markets": given.get("markets")}
    told = button.filled(named).get("button_languages")
    return {**given, "ad": {**ad, **({} if told is None else {"button_languages": told})}}


def _twice(values: Sequence[str], field: str, what: str) -> list[Invalid]:
    seen: set[str] = set()
    problems = []
    for at, value in enumerate(values):
        if value in seen:
            said = f"This {what} stands here twice; name each once."
            problems.append(Invalid(f"{what}_twice", said, (field, str(at))))
        seen.add(value)
    return problems


def wanted(brief: SponsorshipBrief) -> tuple[Wanted, ...]:
    """Return the files that have to come before anybody can place anything."""
    return tuple(Wanted(one.name, one.kind, COLLECTION, one.due) for one in brief.deliverables)


_PLACE: Collection[str] = ("show_id", "episode_ids", "starts_on", "ends_on", "positions", "markets")
_ORDERED = frozenset(
    {"sponsor_id", "insertion_order", "price", "cpm", "read", "inventory", *_PLACE}
)

KIND = Kind(
    name=NAME,
    payload=SponsorshipBrief,
    check=check,
    admission="sponsorship_placement",
    stages="sponsorship_stages",
    facts=facts,
    cases=cases,
    watches={
        "contract": _ORDERED | {"contract_asset_id"},
        "insertion_order": _ORDERED,
        "executive": _ORDERED | {"category"},
    },
    prepare="sponsorship.collect",
    effect="sponsorship.hand_over",
    retire="sponsorship.take_back",
    wanted=wanted,
    fill=fill,
    lacks=lambda brief, unconnected: bought.lacks(brief.inventory, unconnected),
    hands_over=HandsOver(
        "show-team",
        show=lambda brief: brief.show_id,
        encloses=False,  # A contract is not for the show's team.
    ),
    books=Books(lambda brief: brief.show_id, lambda brief, seen: place_of(asked(brief), seen)),
)
