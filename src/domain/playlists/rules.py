"""What is asked about each track, and what the answers mean for the playlist. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.catalog.eligible import Eligibility, Verdict
from domain.catalog.premises import Site
from domain.decisions.model import Judgement, Outcome
from domain.playlists.model import Asked, Compliance, Judged, Standard
from domain.playlists.recordings import may_be, name_of
from domain.requests.kinds.playlist import PlaylistBrief, Track
from domain.requests.kinds.takedown import TakedownBrief
from domain.rights import availability, reach
from domain.rights.availability import Availability
from domain.rights.channels import Channel
from domain.rights.live.model import Shown
from domain.rights.model import Grant, Need, Subject, SubjectKind, Use
from domain.rights.proposing import RECORDED
from domain.rights.verdicts import Question, Standing
from domain.territories import area
from domain.text import folded

#: How far a playlist without an end is looked ahead, in days.
AHEAD_DAYS = 366

#: The words of the table from best to worst; another word is for people to look at.
WORDS = ("approve", "approve_until", "review", "swap")

#: Who plays it to listeners.
LISTENERS = "spotify"

#: The longest reason that is kept of why a brand forbids a track, in characters.
BARRED_MAX = 500

#: How many tracks are named in a note.
NAMED_MAX = 12

_Rights = tuple[Sequence[Grant], Sequence[Need]]


def asked(
    brief: PlaylistBrief,
    standard: Standard,
    markets: Mapping[str, str],
    rights: Mapping[str, _Rights],
) -> list[Asked]:
    """Return what is asked about every track, once for all markets in which it stands alike.

    `markets` are those of the sites with their time zones, none where listeners play it; `rights`
    are grants and needs by ISRC.
    """
    found: list[Asked] = []
    for place, track in enumerate(brief.tracks, start=1):
        alike: dict[tuple[str, date | None], list[str]] = {}
        if not markets:
            alike["not_needed", None] = sorted(brief.markets)
        for market, zone in sorted(markets.items()):
            held = rights.get(track.isrc, ((), ()))
            alike.setdefault(_licence(brief, held, market, zone), []).append(market)
        for (licence, until), where in alike.items():
            facts = _facts(track, standard) | {"licence": licence}
            more = {"track": place, "isrc": track.isrc, "markets": where}
            name = name_of(track.artist, track.title)
            found.append(Asked(place, name, tuple(where), facts | more, until))
    return found


def judged(one: Asked, judgement: Judgement) -> Judged:
    """Return what a judgement means for a track; whatever nobody decided is for people."""
    said = [str(row.get("outcome")) for row in judgement.rows]
    if judgement.outcome is not Outcome.DECIDED or not said or not set(said) <= set(WORDS):
        return Judged(one, judgement, "review")
    return Judged(one, judgement, max(said, key=WORDS.index))


def forbidden(tracks: Iterable[Judged]) -> Mapping[str, str]:
    """Return why each track has to be swapped, by ISRC; those without one cannot be followed."""
    return {
        one.asked.facts["isrc"]: " ".join(dict.fromkeys(one.judgement.reasons))[:BARRED_MAX]
        for one in tracks
        if one.outcome == "swap" and one.asked.facts["isrc"]
    }


def shown(
    request_id: str,
    brief: PlaylistBrief,
    sites: Iterable[Site],
    barred: Mapping[str, str],
    taken: Iterable[TakedownBrief],
) -> list[Shown]:
    """Return each track as it is live: at each provider of the sites, or for listeners.

    What was `taken` out is left out where it was; `barred` are reasons by ISRC. Tracks without an
    ISRC cannot be told apart, and are left out.
    """
    where: dict[str, set[str]] = {}
    for site in sites:
        where.setdefault(site.provider.value, set()).add(site.market)
    use, channel = (Use.IN_STORE, Channel.SHOPS) if where else (Use.STREAM, Channel.SPOTIFY)
    gone: dict[str, set[str]] = {}
    for down in taken:
        gone.setdefault(down.isrc, set()).update(down.places)
    found = []
    for code in dict.fromkeys(track.isrc for track in brief.tracks if track.isrc):
        for publisher, markets in sorted((where or {LISTENERS: set(brief.markets)}).items()):
            left = markets - gone.get("", set()) - gone.get(code, set())
            if left:
                subject, places = Subject(SubjectKind.RECORDING, code), tuple(sorted(left))
                why = barred.get(code, "")
                found.append(
                    Shown(subject, use, channel, publisher, request_id, places, barred=why)
                )
    return found


def counts(tracks: Sequence[Judged], sites: Iterable[Eligibility]) -> dict[str, Any]:
    """Return what the table of playlists judges."""
    verdicts = [one.verdict for one in sites]
    worst: dict[int, str] = {}
    for one in tracks:
        held = worst.get(one.asked.place, WORDS[0])
        worst[one.asked.place] = max(held, one.outcome, key=WORDS.index)
    outcomes = list(worst.values())
    return {
        "tracks_swap": outcomes.count("swap"),
        "tracks_review": outcomes.count("review"),
        "tracks_until": outcomes.count("approve_until"),
        "tracks_approved": outcomes.count("approve"),
        "sites_not_eligible": verdicts.count(Verdict.NOT_ELIGIBLE),
        "sites_unclear": verdicts.count(Verdict.REVIEW),
    }


def compliance(
    tracks: Sequence[Judged], sites: Mapping[str, Eligibility], whole: Judgement
) -> Compliance:
    """Return what the judgement of a playlist means; `sites` by their names."""
    outcome, judgements = _word(tracks, sites, whole), (*(one.judgement for one in tracks), whole)
    if outcome in {"refused", "swap"}:
        problems = (*_places(sites, Verdict.NOT_ELIGIBLE), *_named(tracks, "swap"))
        return Compliance(judgements, problems or tuple(whole.reasons), "", None, unsure=False)
    note: list[str] = []
    ends = [one for one in tracks if one.asked.until and one.outcome == "approve_until"]
    first = min((one.asked.until for one in ends if one.asked.until), default=None)
    until = first - timedelta(days=1) if first else None
    if until:
        named = ", ".join(one.asked.name for one in ends if one.asked.until == first)
        note.append(f"Approved until {until.isoformat()} only: the licence of {named} ends then.")
    note += _repeated(tracks)
    unsure = outcome not in {"approve", "approve_until"}
    if unsure:
        said = [*_places(sites, Verdict.REVIEW), *_named(tracks, "review")] or list(whole.reasons)
        note.append(f"People look: {' '.join(said)}")
    stands = outcome == "approve" and bool(tracks) and {one.outcome for one in tracks} == {outcome}
    return Compliance(judgements, (), " ".join(note), until, unsure=unsure, stands=stands)


def earlier(until: date | None, kept: str | None) -> bool:
    """Whether a last day, None for the whole window, comes before the one that was kept."""
    return until is not None and (kept is None or until < date.fromisoformat(kept))


def _word(tracks: Sequence[Judged], sites: Mapping[str, Eligibility], whole: Judgement) -> str:
    """Return what becomes of a playlist; where its table could not tell, what its parts say."""
    if whole.outcome is Outcome.DECIDED and len(whole.rows) == 1:
        return str(whole.rows[0].get("outcome"))
    kept_back = any(one.verdict is Verdict.NOT_ELIGIBLE for one in sites.values())
    swapped = any(one.outcome == "swap" for one in tracks)
    return "swap" if kept_back or swapped else "review"


def _places(sites: Mapping[str, Eligibility], verdict: Verdict) -> list[str]:
    """Return the sites of a verdict, each with why."""
    return [
        f"{name}: {' '.join(one.reasons)}" for name, one in sites.items() if one.verdict is verdict
    ]


def _named(tracks: Sequence[Judged], outcome: str) -> list[str]:
    """Return the tracks of an outcome with where and why, as many as a note holds."""
    found = [one for one in tracks if one.outcome == outcome]
    said = [
        f"Track {one.asked.place}, {one.asked.name} ({', '.join(one.asked.markets)}):"
        f" {' '.join(dict.fromkeys(one.judgement.reasons)) or 'nobody could tell.'}"
        for one in found[:NAMED_MAX]
    ]
    more = len(found) - NAMED_MAX
    return [*said, f"And {more} more."] if more > 0 else said


def _repeated(tracks: Sequence[Judged]) -> list[str]:
    """Return each track that stands there more than once, with its places; nothing forbids that."""
    same: dict[str, dict[int, str]] = {}
    codes = may_be([(one.asked.facts.get("isrc") or "", one.asked.name) for one in tracks])
    for one, known in zip(tracks, codes, strict=True):
        known_by = min(known, default=folded(one.asked.name))
        same.setdefault(known_by, {})[one.asked.place] = one.asked.name
    found = [named for named in same.values() if len(named) > 1][:NAMED_MAX]
    return [
        f"{next(iter(named.values()))} stands here {len(named)} times, as tracks"
        f" {', '.join(map(str, named))}: take out what is not meant."
        for named in found
    ]


def _facts(track: Track, standard: Standard) -> dict[str, Any]:
    says = {None: "unsaid", True: "allowed", False: "forbidden"}
    return {
        "banned": folded(track.artist) in {folded(one) for one in standard.banned_artists},
        "explicit": track.explicit,
        "brand_explicit": says[standard.explicit],
        "tempo": _tempo(track, standard),
        "genre": _genre(track, standard),
    }


def _tempo(track: Track, standard: Standard) -> str:
    if standard.tempo_from is None and standard.tempo_to is None:
        return "fits"
    if track.tempo is None:
        return "unknown"
    first, last = standard.tempo_from or 0, standard.tempo_to or track.tempo
    return "fits" if first <= track.tempo <= last else "outside"


def _genre(track: Track, standard: Standard) -> str:
    if not standard.banned_genres:
        return "fits"
    if not track.genre:
        return "unknown"
    banned = {folded(one) for one in standard.banned_genres}
    return "banned" if folded(track.genre) in banned else "fits"


def searched(
    brief: PlaylistBrief, rights: _Rights, market: str, zone: str
) -> tuple[Question, datetime, Availability]:
    """Return what is asked about the rights of a track in a market, until when, and the answer."""
    grants, declared = rights
    here = ZoneInfo(zone)
    start = datetime(*brief.live_from.timetuple()[:3], tzinfo=here)
    last = brief.live_until or brief.live_from + timedelta(days=AHEAD_DAYS)
    end = datetime(*(last + timedelta(days=1)).timetuple()[:3], tzinfo=here)
    where = reach.bits(area([market]).touched)
    question = Question(Use.IN_STORE, start)
    (found,) = availability.search(declared or RECORDED, grants, question, end, where)
    return question, end, found


def _licence(
    brief: PlaylistBrief, rights: _Rights, market: str, zone: str
) -> tuple[str, date | None]:
    """Return how the rights of a track stand in a market, and the first day they are gone.

    What ends in the course of the very first day is not ending: no whole day is left to play it.
    """
    _, _, found = searched(brief, rights, market, zone)
    no = found.first_no
    if no is None:
        return "cleared", None
    gone = no.starts_at.astimezone(ZoneInfo(zone)).date()
    if gone > brief.live_from:
        return "ending", gone
    return ("unknown" if no.standing is Standing.CLEARED else no.standing.value), None
