"""Background music at a site: who plays it, under which licences, from when to when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from domain.catalog.model import AssetKind
from domain.catalog.premises import COMMERCIAL, Provider
from domain.errors import Invalid
from domain.requests.kinds import base, parts
from domain.requests.kinds.base import Id, Line
from domain.requests.kinds.kind import HandsOver, Ref, Thing
from domain.requests.kinds.parts import Amount
from domain.requests.kinds.referenced import Seen
from domain.requests.model import RequestState

#: What the kind is called.
NAME = "music_licence"

#: Asked for when such a request moved: its site has to be judged.
MOVED = "licence.moved"

#: Where an earlier licence stands that can be renewed.
_RENEWABLE = frozenset({RequestState.PUBLISHED, RequestState.LIVE})


class Right(StrEnum):
    """What a licence covers of a piece of music."""

    COMPOSITION = "composition"
    RECORDING = "recording"


class Licence(BaseModel):
    """A licence of a collecting society or provider; days include both ends."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    body: Annotated[Line, Field(description="Who gives it, such as GEMA or PPL PRS.")]
    number: Annotated[
        str, Field(min_length=1, max_length=60, description="Its number, as it is written.")
    ]
    covers: Annotated[
        tuple[Right, ...], Field(min_length=1, max_length=2, description="What it covers.")
    ]
    starts_on: Annotated[date, Field(description="The first day it counts.")]
    ends_on: Annotated[date, Field(description="The last day it counts.")]


class MusicLicenceBrief(base.HouseBrief):
    """What is to be played where; days include both ends, by the site's own calendar."""

    site_id: Annotated[Id, Field(description="The site.")]
    provider: Annotated[Provider, Field(description="Whose service is to play there.")]
    licences: Annotated[
        tuple[Licence, ...], Field(max_length=10, description="Up to 10 licences.")
    ] = ()
    proof_asset_id: Annotated[
        Id, Field(description="Licences and contract, a file of the kind DOCUMENT.")
    ]
    starts_on: Annotated[date, Field(description="The first day of use, after today.")]
    ends_on: Annotated[date, Field(description="The last day of use.")]
    notice_days: Annotated[
        int, Field(ge=0, le=730, description="Days of notice before it ends; 0 if there is none.")
    ] = 0
    annual_cost: Annotated[Amount, Field(description="What it costs a year.")]
    renews: Annotated[
        Id | None, Field(description="The id of the request for a licence that this one renews.")
    ] = None

    @property
    def asset_ids(self) -> Mapping[str, str]:
        """The proof."""
        return base.files_of(self, "proof_asset_id")

    @property
    def refers(self) -> Sequence[Ref]:
        """The site, and the licence it renews."""
        earlier = Ref(Thing.REQUEST, self.renews or "", ("renews",), NAME)
        site = Ref(Thing.SITE, self.site_id, ("site_id",))
        return (site, earlier) if self.renews else (site,)


def check(brief: MusicLicenceBrief, now: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    spans = [
        Invalid("ends_before_start", "It ends before it starts.", ("licences", str(at), "ends_on"))
        for at, one in enumerate(brief.licences)
        if one.ends_on < one.starts_on
    ]
    return [
        *base.plain_problems(brief),
        *base.day_problems(brief, now, "starts_on", "ends_on"),
        *base.order_problems(brief.starts_on, brief.ends_on, "ends_on"),
        *parts.amount_problems(brief.annual_cost, "annual_cost"),
        *spans,
    ]


def facts(brief: MusicLicenceBrief, _: datetime, seen: Seen) -> dict[str, Any]:
    """Return what both tables judge. Areas are square metres, amounts major units a year."""
    site = seen.sites[brief.site_id]
    return {
        "provider": brief.provider.value,
        "provider_commercial": brief.provider in COMMERCIAL,
        "composition_covered": _covered(brief, Right.COMPOSITION),
        "recording_covered": _covered(brief, Right.RECORDING),
        "area_m2": site.area_m2,
        "capacity": site.capacity,
        "weekly_hours": site.weekly_hours,
        "renewal": brief.renews is not None,
        "suspended": site.id in seen.stands and seen.stands[site.id].suspended,
        "annual_cost": brief.annual_cost.money.amount,
        "currency": brief.annual_cost.currency,
    }


def fits(brief: MusicLicenceBrief, _: datetime, seen: Seen) -> Sequence[Invalid]:
    """Return what does not go together: file, markets and site, the licence that is renewed."""
    problems = seen.of_kinds(brief, {"proof_asset_id": AssetKind.DOCUMENT})
    problems += base.siteless_problems(brief, seen)
    earlier = seen.requests.get(brief.renews or "")
    if earlier is None:
        return problems
    if earlier.payload["site_id"] != brief.site_id:
        said = f"#{earlier.number} is for another site; name the one that this site has."
        problems.append(Invalid("other_site", said, ("renews",)))
    elif earlier.state not in _RENEWABLE:
        said = f"#{earlier.number} is {earlier.state.replace('_', ' ')}; nothing there to renew."
        problems.append(Invalid("not_renewable", said, ("renews",)))
    return problems


def instructions(brief: MusicLicenceBrief) -> Sequence[str]:
    """Return what operations have to do."""
    first, last = brief.starts_on.isoformat(), brief.ends_on.isoformat()
    notice = brief.ends_on - timedelta(days=brief.notice_days)
    told = (f"Give notice by {notice.isoformat()}, or renew.",) if brief.notice_days else ()
    return (
        f"Music may be played from {first} to {last}, by {brief.provider.replace('_', ' ')} only.",
        "Keep the licences at the site, and this package for audit.",
        *told,
    )


def _covered(brief: MusicLicenceBrief, right: Right) -> bool:
    """Whether licences cover a right on every day of use, one after another."""
    spans = sorted((one.starts_on, one.ends_on) for one in brief.licences if right in one.covers)
    return _reaches(spans, brief.starts_on, brief.ends_on)


def _reaches(spans: Iterable[tuple[date, date]], first: date, last: date) -> bool:
    open_from = first
    for starts_on, ends_on in spans:
        if starts_on > open_from:
            break
        open_from = max(open_from, ends_on + timedelta(days=1))
    return open_from > last


KIND = base.kind_of(
    NAME,
    MusicLicenceBrief,
    check=check,
    facts=facts,
    fits=fits,
    admission="music_licence_admission",
    watches={
        "procurement": frozenset({"annual_cost", "provider", "renews", "notice_days", "ends_on"}),
        "finance": frozenset({"annual_cost"}),
        "legal": frozenset(
            {"provider", "licences", "proof_asset_id", "site_id", "starts_on", "ends_on", "markets"}
        ),
        "operations": frozenset({"site_id", "provider", "starts_on", "ends_on"}),
    },
    hands_over=HandsOver("site-operations", "operations", instructions=instructions),
    moved=MOVED,
)
