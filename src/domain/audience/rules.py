"""Points of a lead, always counted anew from what it did, and the facts for its route. Pure.

The weights are a beginning, and ours: conventions of the trade, not law. Completed listening is no
signal, for it is known of audiences only and of nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from types import MappingProxyType

from domain.audience.model import CaptureKind, Lead, LeadRoute, Line, Profile, Score, Signal
from domain.consents import rules as consents
from domain.consents.model import AgeBand, Channel, Entry, Purpose, State
from domain.decisions.model import Judgement, Outcome

#: What a signal is worth on the day it comes, by its kind.
WEIGHTS: Mapping[CaptureKind, int] = MappingProxyType(
    {
        CaptureKind.LINK: 5,
        CaptureKind.CALL_TO_ACTION: 25,
        CaptureKind.FORM: 25,
        CaptureKind.PROMO_CODE: 30,
    }
)

#: What coming back by a link is worth beside that, and within how long.
RETURNED, RETURN_WITHIN = 10, timedelta(days=14)

#: After how long points are halved, and after how long a signal is removed: by then twelve times.
HALF_LIFE, KEPT = timedelta(days=30), timedelta(days=365)

#: How long a second yes is awaited; then what came with the first is removed.
CONFIRM_WITHIN = timedelta(days=30)

#: What each part of the fit is worth.
INDUSTRY, COUNTRY, INTEREST = 20, 15, 15

#: What points are rounded to, so that what is shown adds up.
STEP = Decimal("0.1")

#: To what somebody has to agree before anything is counted of them, and to what before e-mail.
SCORED = (Purpose.PROFILING, Channel.EVERY)
WRITTEN_TO = (Purpose.DIRECT_MARKETING, Channel.EMAIL)

_WORDS = {
    CaptureKind.LINK: "Came by the link",
    CaptureKind.CALL_TO_ACTION: "Followed the call",
    CaptureKind.FORM: "Sent the form",
    CaptureKind.PROMO_CODE: "Used the promo code",
}

#: The worst first; the worst of what somebody agreed to counts.
_WORST = ("withdrawn", "unknown", "pending", "given")


def score(
    lead: Lead,
    signals: Iterable[Signal],
    profile: Profile | None,
    entries: Sequence[Entry],
    now: datetime,
) -> Score:
    """Return the points of a lead at `now`, line by line.

    Nothing is counted of somebody who does not agree to it by `entries`, whatever is still kept.
    """
    if not may_count(entries):
        return Score((), ())
    return Score(behaviour(signals, now), None if profile is None else fit(lead, profile))


def behaviour(signals: Iterable[Signal], now: datetime) -> tuple[Line, ...]:
    """Return points for what was done, newest first; of a kind counts one a day (in UTC)."""
    lines: list[Line] = []
    seen: set[tuple[CaptureKind, object]] = set()
    last_visit: datetime | None = None
    for one in sorted(signals, key=lambda signal: (signal.at, signal.id)):
        day = (one.kind, one.at.date())
        if day in seen or not now - KEPT < one.at <= now:
            continue
        seen.add(day)
        lines.append(_line(f"{_WORDS[one.kind]} “{one.title}”", WEIGHTS[one.kind], one.at, now))
        if one.kind is CaptureKind.LINK:
            if last_visit is not None and one.at - last_visit <= RETURN_WITHIN:
                lines.append(_line("Came back within 14 days", RETURNED, one.at, now))
            last_visit = one.at
    return tuple(reversed(lines))


def fit(lead: Lead, profile: Profile) -> tuple[Line, ...]:
    """Return points for what a lead is, as far as it said so."""
    return (
        _fitting("Industry", lead.industry, profile.industries, INDUSTRY),
        _fitting("Country", lead.country, profile.countries, COUNTRY),
        _fitting("Interest", lead.interest, profile.interests, INTEREST),
    )


def consent_of(entries: Sequence[Entry]) -> str:
    """Return what counts of profiling and of e-mail, the worst of both."""
    words = [_word(entries, *asked) for asked in (SCORED, WRITTEN_TO)]
    return min(words, key=_WORST.index)


def may_count(entries: Sequence[Entry]) -> bool:
    """Whether what somebody does may be counted at all."""
    return consents.given(entries, *SCORED) and consent_of(entries) != "withdrawn"


def age_of(entries: Sequence[Entry]) -> str:
    """Return how old somebody said they are, as they said last."""
    told = [one for one in entries if one.said.age_band is not None]
    if not told:
        return "unknown"
    last = max(told, key=lambda one: (one.said.said_at, one.id)).said.age_band
    return "adult" if last is AgeBand.ADULT else "minor"


def facts(found: Score, entries: Sequence[Entry]) -> dict[str, object]:
    """Return what the table `lead_routing` is asked with."""
    return {
        "consent": consent_of(entries),
        "age": age_of(entries),
        "behaviour": found.behaviour_points,
        "fit": found.fit_points,
    }


def route_of(judgement: Judgement) -> LeadRoute:
    """Return where a lead goes; nowhere but to people where the rules could not say it."""
    if judgement.facts.get("consent") == "withdrawn":
        return LeadRoute.SUPPRESS  # Whatever a table, or whoever judges by it, says of it.
    said = [str(row.get("outcome")) for row in judgement.rows]
    if judgement.outcome is not Outcome.DECIDED or len(said) != 1:
        return LeadRoute.REVIEW
    return LeadRoute(said[0]) if said[0] in set(LeadRoute) else LeadRoute.REVIEW


def to_tell(lead: Lead, route: LeadRoute, consent: str) -> bool:
    """Whether people have to be told: of each change to a route of theirs, and of the end.

    The end is that somebody whom sales were told of agrees no more; going quiet is none.
    """
    if route in {LeadRoute.SALES, LeadRoute.REVIEW}:
        return route is not lead.route
    return consent != "given" and lead.told is LeadRoute.SALES


def to_forget(lead: Lead, consent: str, now: datetime) -> bool:
    """Whether what a lead did and said is removed: it withdrew, or never gave its second yes."""
    if lead.forgotten_at is not None:
        return False
    waited = consent == "pending" and now - lead.created_at >= CONFIRM_WITHIN
    return consent == "withdrawn" or waited


def _line(said: str, weight: int, at: datetime, now: datetime) -> Line:
    halvings = (now - at) / HALF_LIFE
    points = Decimal(weight * 0.5**halvings).quantize(STEP, rounding=ROUND_HALF_EVEN)
    return Line(said, points, at)


def _fitting(what: str, said: str, wanted: frozenset[str], points: int) -> Line:
    if not said:
        return Line(f"{what}: not known", Decimal(0))
    if said.casefold() not in {one.casefold() for one in wanted}:
        return Line(f"{what}: {said}, which the brand does not look for", Decimal(0))
    return Line(f"{what}: {said}", Decimal(points))


def _word(entries: Sequence[Entry], purpose: Purpose, channel: Channel) -> str:
    found = consents.effective(entries, purpose, channel)
    if found is None:
        return "unknown"
    words = {State.GIVEN: "given", State.PENDING: "pending", State.WITHDRAWN: "withdrawn"}
    return words[found.said.state]
