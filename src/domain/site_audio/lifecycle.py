"""How far branded audio is on its way into shops and out of them again. Values, and rules. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.catalog.eligible import Eligibility
from domain.catalog.premises import Site
from domain.requests.kinds.commercial_audio import CommercialAudioBrief
from domain.requests.model import RequestState
from domain.requests.rules import OVER
from domain.rights import availability, reach
from domain.rights.availability import Span
from domain.rights.channels import Channel
from domain.rights.live.model import RANKS, Shown
from domain.rights.model import Layer, Subject, SubjectKind, Use
from domain.rights.verdicts import Question, Standing
from domain.site_audio.rules import Held, midnight, needed
from domain.territories import area

#: How many days before its nearest end audio counts as expiring.
NOTICE_DAYS = 30

#: How far ahead an end of rights is looked for, in days.
AHEAD_DAYS = 366


class Phase(StrEnum):
    """How far it is."""

    PROPOSED = "proposed"
    CLEARED = "cleared"
    LIVE_AT_SITES = "live_at_sites"
    EXPIRING = "expiring"
    RETIRED = "retired"


#: Where it is heard.
HEARD = frozenset({Phase.LIVE_AT_SITES, Phase.EXPIRING})


class EndOf(StrEnum):
    """What ends."""

    WINDOW = "window"
    RIGHTS = "rights"
    SITE_LICENCE = "site_licence"
    RETIREMENT = "retirement"


#: What nobody planned: it ends because somebody else's permission does.
UNPLANNED = frozenset({EndOf.RIGHTS, EndOf.SITE_LICENCE})


@dataclass(frozen=True, slots=True)
class Ending:
    """That something ends with `day`, its last one; `about` names the layer or the site."""

    what: EndOf
    day: date
    about: str = ""


@dataclass(frozen=True, slots=True)
class LayerStanding:
    """How one layer of the audio stands today, the worst of its markets."""

    layer: Layer
    part: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """How far audio is, what ends when (the nearest first), where it is and with which rights.

    `gone` are the countries that takedowns took it from.
    """

    phase: Phase
    ends: tuple[Ending, ...]
    layers: tuple[LayerStanding, ...]
    sites: tuple[Site, ...]
    stands: Mapping[str, Eligibility]
    gone: frozenset[str] = frozenset()

    @property
    def heard_at(self) -> tuple[Site, ...]:
        """The sites it was not taken from."""
        return tuple(one for one in self.sites if one.market not in self.gone)

    @property
    def nearest(self) -> Ending | None:
        """The nearest end."""
        return self.ends[0] if self.ends else None


def days(zones: Collection[str], now: datetime) -> tuple[date, date]:
    """Return the earliest and the latest day that it is anywhere in `zones`; by UTC if empty."""
    found = [now.astimezone(ZoneInfo(zone)).date() for zone in zones or ("UTC",)]
    return min(found), max(found)


def next_midnight(zones: Collection[str], now: datetime) -> datetime:
    """Return when a day begins next anywhere in `zones`; by UTC if empty."""
    return min(_next_day(now, ZoneInfo(zone)) for zone in zones or ("UTC",))


def _next_day(now: datetime, here: ZoneInfo) -> datetime:
    day = now.astimezone(here).date() + timedelta(days=1)
    return midnight(day, here)


def phase(
    state: RequestState,
    brief: CommercialAudioBrief,
    ends: Sequence[Ending],
    here: tuple[date, date],
    *,
    gone: bool = False,
) -> Phase:
    """Return how far audio is: by what people did, and by the day it is at its sites.

    `here` is the earliest and the latest day at its sites, `ends` are sorted. It is retired once
    every site is past its last day, or it is `gone` from them by takedowns, and heard as soon as
    one has reached the first.
    """
    earliest, latest = here
    if state in OVER or gone:
        return Phase.RETIRED
    if state in {RequestState.IN_REVIEW, RequestState.CHANGES_REQUESTED}:
        return Phase.PROPOSED
    planned = [one.day for one in ends if one.what in {EndOf.WINDOW, EndOf.RETIREMENT}]
    if planned and earliest > min(planned):
        return Phase.RETIRED
    if state is not RequestState.LIVE or latest < brief.live_from:
        return Phase.CLEARED
    if ends and ends[0].day - earliest <= timedelta(days=NOTICE_DAYS):
        return Phase.EXPIRING
    return Phase.LIVE_AT_SITES


def worth_telling(found: Lifecycle, today: date) -> list[Ending]:
    """Return the ends that operations are told of, the nearest first.

    Each comes before what was planned, and within the days of notice from `today`, the earliest
    day at its sites; one that is over already counts while it is heard still.
    """
    if found.phase is not Phase.EXPIRING:
        return []
    planned = [one.day for one in found.ends if one.what in {EndOf.WINDOW, EndOf.RETIREMENT}]
    return [
        one
        for one in found.ends
        if one.what in UNPLANNED
        and one.day - today <= timedelta(days=NOTICE_DAYS)
        and all(one.day < day for day in planned)
    ]


def ends(
    brief: CommercialAudioBrief,
    held: Held,
    zones: Mapping[str, str],
    licences: Iterable[tuple[str, date | None]],
    at: datetime,
) -> list[Ending]:
    """Return what ends and when, the nearest first.

    `zones` are the countries of its sites with their time zones, `licences` the last days of the
    music at them by name, which count where there is music in it.
    """
    found = [Ending(EndOf.WINDOW, brief.live_until)]
    if brief.has_music:
        found += [Ending(EndOf.SITE_LICENCE, day, name) for name, day in licences if day]
    for market, zone in zones.items():
        found += _rights_ends(brief, held, market, zone, at)
    return sorted(found, key=lambda one: (one.day, one.what, one.about))


def layers(
    brief: CommercialAudioBrief, held: Held, markets: Collection[str], at: datetime
) -> list[LayerStanding]:
    """Return how each layer of the audio stands at `at`, the worst of `markets` each."""
    worst: dict[tuple[Layer, str], Standing] = {}
    where = reach.bits(area(sorted(markets)).touched)
    until = at + timedelta(days=1)
    question = Question(Use.IN_STORE, at)
    for one in availability.search(
        needed(brief, held), held.grants, question, until, where, held.fences
    ):
        for finding in one.spans[0].findings:
            if finding.need is None:
                continue
            key = (finding.need.layer, finding.need.part)
            before = worst.get(key, finding.standing)
            worst[key] = max(before, finding.standing, key=RANKS.__getitem__)
    return [LayerStanding(layer, part, how) for (layer, part), how in sorted(worst.items())]


def shown(request_id: str, brief: CommercialAudioBrief, sites: Iterable[Site]) -> list[Shown]:
    """Return what of it is live once it is: at each provider, in the countries of its sites."""
    markets: dict[str, set[str]] = {}
    for site in sites:
        markets.setdefault(site.provider.value, set()).add(site.market)
    subject = Subject(SubjectKind.ASSET, brief.audio_asset_id)
    return [
        Shown(subject, Use.IN_STORE, Channel.SHOPS, provider, request_id, tuple(sorted(where)))
        for provider, where in sorted(markets.items())
    ]


def _rights_ends(
    brief: CommercialAudioBrief, held: Held, market: str, zone: str, at: datetime
) -> list[Ending]:
    """Return the last day of the rights to each layer in a market; none whose end is in sight.

    It is looked for from the first day on, so that a right which is over keeps the day it ended.
    """
    here = ZoneInfo(zone)
    start = midnight(brief.live_from, here)
    now = max(at, start)
    question, until = Question(Use.IN_STORE, start), now + timedelta(days=AHEAD_DAYS)
    where = reach.bits(area([market]).touched)
    gone: dict[str, datetime] = {}
    for one in availability.search(
        needed(brief, held), held.grants, question, until, where, held.fences
    ):
        for layer, since in _gone(one.spans, now).items():
            gone[layer] = min(since, gone.get(layer, since))
    return [
        # What ends with a day is gone the moment after: a right till midnight held all of it.
        Ending(
            EndOf.RIGHTS,
            (since - timedelta(microseconds=1)).astimezone(here).date(),
            ", ".join(one for one in (layer, market) if one),
        )
        for layer, since in gone.items()
    ]


def _gone(spans: Iterable[Span], now: datetime) -> Mapping[str, datetime]:
    """Return since when each layer is gone at `now`, or else from when on it will be, by name."""
    since: dict[str, datetime] = {}
    for span in spans:
        noes = {
            one.need.layer.value.replace("_", " ") if one.need else ""
            for one in span.findings
            if one.standing is not Standing.CLEARED
        }
        if span.starts_at <= now:  # What came back before now is not gone.
            since = {layer: since.get(layer, span.starts_at) for layer in noes}
        else:
            since = dict.fromkeys(noes, span.starts_at) | since
    return since
