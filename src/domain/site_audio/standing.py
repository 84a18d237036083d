"""Looking how far branded audio is, from the records there are; and what is recorded of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.audit import service as audit
from domain.audit.model import Event
from domain.catalog import eligible_records, site_records
from domain.database import sql
from domain.eligibility import records as uses
from domain.exposures import taken
from domain.placements import records as placements
from domain.placements.model import HandOver
from domain.requests import records as requests
from domain.requests.kinds import commercial_audio, retirement
from domain.requests.kinds.commercial_audio import CommercialAudioBrief
from domain.requests.model import Request, RequestState
from domain.rights import reading, subjects
from domain.rights.model import Subject, SubjectKind
from domain.site_audio import lifecycle, rules
from domain.site_audio.lifecycle import Ending, EndOf, Lifecycle, Phase

#: Recorded when it came into another phase by time or a receipt, or is to end on another day.
RECORDED = "audio.phase"

#: Recorded when operations are told of ends.
TOLD = "audio.told"


@dataclass(frozen=True, slots=True)
class Step:
    """That audio came into a phase: when, by whom if somebody did it, and why."""

    phase: Phase
    at: datetime
    by: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """The phase that was recorded last, and the day it was to end on then, if that was near."""

    phase: Phase
    end: Ending | None


async def look(request: Request, now: datetime) -> Lifecycle:
    """Return how far the audio of a request is."""
    brief = CommercialAudioBrief.model_validate(request.payload)
    sites = [*(await site_records.sites_by_id(brief.site_ids)).values()]
    zones = await uses.zones(sites)
    stands = await eligible_records.of_sites([site.id for site in sites])
    placed = await subjects.placed(Subject(SubjectKind.ASSET, brief.audio_asset_id))
    book = await reading.book_of(placed)
    held = rules.Held(book.needs, book.grants, book.fences)
    retired, gone = await _retired(request)
    there = {market: zone for market, zone in zones.items() if market not in gone}
    licences = [
        (site.name, one.ends_on)
        for site in sites
        if site.market in there and (one := stands.get(site.id))
    ]
    ends = lifecycle.ends(brief, held, there, licences, now)
    ends = sorted([*ends, *retired], key=lambda one: one.day)
    here = lifecycle.days(zones.values(), now)
    return Lifecycle(
        phase=lifecycle.phase(request.state, brief, ends, here, gone=bool(zones) and not there),
        ends=tuple(ends),
        layers=tuple(lifecycle.layers(brief, held, there or zones, now)),
        sites=tuple(sorted(sites, key=lambda one: one.name)),
        stands=stands,
        gone=frozenset(gone),
    )


async def recorded_of(request: Request, handed: HandOver | None) -> Recorded | None:
    """Return the phase of a request that was recorded last since it was handed over.

    None of other kinds, and where nothing was recorded yet.
    """
    if handed is None or not is_audio(request):
        return None
    trail = await audit.trail(request.id)
    found = [one for one in trail if one.act == RECORDED and one.at >= handed.handed_at]
    if not found:
        return None
    said = found[-1].details
    end = said.get("end")
    return Recorded(Phase(said["phase"]), read(end) if end else None)


async def told_of(request: Request, handed: HandOver | None) -> frozenset[Ending]:
    """Return the ends of a request that operations were told of since it was handed over."""
    if handed is None:
        return frozenset()
    return frozenset(
        read(end)
        for one in await audit.trail(request.id)
        if one.act == TOLD and one.at >= handed.handed_at
        for end in one.details["ends"]
    )


def written(end: Ending) -> dict[str, str]:
    """Return an end as the record keeps it."""
    return {"what": end.what.value, "day": end.day.isoformat(), "about": end.about}


def read(kept: Mapping[str, str]) -> Ending:
    """Return an end that the record keeps."""
    return Ending(EndOf(kept["what"]), date.fromisoformat(kept["day"]), kept["about"])


async def steps(request: Request) -> list[Step]:
    """Return how it came to stand so: what people did, and what time and receipts did."""
    handed = (await placements.hand_overs_of([request.id])).get(request.id)
    found = []
    for event in await audit.trail(request.id):
        if event.act == RECORDED:
            phase = Phase(event.details["phase"])
            receipt = handed if phase in lifecycle.HEARD and event.details.get("receipt") else None
            by = receipt.taken_by if receipt else None
            found.append(Step(phase, event.at, by, receipt.receipt if receipt else _why(event)))
        elif (came := _by_people(event)) is not None:
            found.append(
                Step(came, event.at, event.actor_id, str(event.details.get("reason") or ""))
            )
    return found


def _by_people(event: Event) -> Phase | None:
    """Return into which phase an event of the request brought it; None if into none."""
    if event.act == "request.submitted":
        return Phase.PROPOSED
    after = event.details.get("after")
    before = event.details.get("before")
    state = after.get("state") if isinstance(after, dict) else None
    if not isinstance(before, dict) or before.get("state") == state:
        return None
    return (
        {
            RequestState.APPROVED: Phase.CLEARED,
            RequestState.IN_REVIEW: Phase.PROPOSED,
            RequestState.CHANGES_REQUESTED: Phase.PROPOSED,
            RequestState.REJECTED: Phase.RETIRED,
            RequestState.WITHDRAWN: Phase.RETIRED,
        }.get(RequestState(state))
        if state
        else None
    )


def _why(event: Event) -> str:
    end = event.details.get("end")
    if not end:
        return ""
    about = f" ({end['about']})" if end["about"] else ""
    return f"{end['what'].replace('_', ' ').capitalize()}{about} ends on {end['day']}."


async def _retired(request: Request) -> tuple[list[Ending], set[str]]:
    """Return the last days by retirements, and the countries that takedowns have it gone from.

    They count once they were acknowledged, and for the hand-over that was before them.
    """
    handed = (await placements.hand_overs_of([request.id])).get(request.id)
    if handed is None or request.brand_id is None:
        return [], set()
    rows = await sql.fetch(
        "SELECT * FROM requests WHERE kind = $1 AND state = $2 AND brand_id = $3"
        " AND created_at >= $4 AND payload->>'subject_id' = $5 ORDER BY id",
        retirement.KIND.name,
        RequestState.LIVE,
        request.brand_id,
        handed.handed_at,
        request.id,
    )
    last = list[Ending]()
    for one in map(requests.from_row, rows):
        ends_on = retirement.RetirementBrief.model_validate(one.payload).ends_on
        last.append(Ending(EndOf.RETIREMENT, ends_on - timedelta(days=1), f"#{one.number}"))
    downs = await taken.takedowns_of(request, handed.handed_at)
    return last, {place for one in downs for place in one.places}


def is_audio(request: Request) -> bool:
    """Whether a request is for branded audio in shops."""
    return request.kind == commercial_audio.KIND.name
