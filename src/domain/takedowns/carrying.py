"""Taking down by ourselves what the hub published, when a takedown or a retirement asks for it.

What goes is written down first, in the transaction that asks for it; the jobs of what was published
do it, look, and write by what they saw that it is gone.
"""

from dataclasses import dataclass

from domain import ids
from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.campaigns import removing as campaigns
from domain.campaigns.orders import PUBLISHER
from domain.database import must_be_in_transaction
from domain.hub import Hub
from domain.playlists.recordings import may_be, name_of
from domain.removals import records, rules, seeing
from domain.removals.model import How, Removal
from domain.requests import records as requests
from domain.requests.kinds.campaign import KIND as CAMPAIGN
from domain.requests.kinds.playlist import KIND as PLAYLIST
from domain.requests.kinds.playlist import PlaylistBrief
from domain.requests.kinds.retirement import KIND as RETIREMENT
from domain.requests.kinds.retirement import RetirementBrief
from domain.requests.kinds.takedown import KIND, TakedownBrief
from domain.requests.model import Request
from domain.targets import narrowing, removing
from domain.targets import records as published
from domain.targets.connected import Targets
from domain.targets.model import Published


@dataclass(frozen=True, slots=True)
class Meant:
    """What the hub takes down itself: of which request, where, and how much."""

    request_id: str
    target: str
    how: How


@dataclass(frozen=True, slots=True)
class Asked:
    """Where something is to go, and the one track if it is not all of it."""

    places: frozenset[str]
    isrc: str = ""


async def went_out(hub: Hub, targets: Targets, request: Request) -> None:
    """Have what a takedown names taken down where the hub published it, in its hand-over.

    What people placed stays with the team it is handed to.
    """
    if request.kind != KIND.name:
        return
    found, asked = await _named(request)
    await _campaign(hub, request, asked.places)
    for one in found:
        await _take_down(hub, targets, request, one, asked)


async def meant(targets: Targets, request: Request) -> list[Meant]:
    """Return what of a takedown, or of a retirement, the hub itself takes down, and how much."""
    found, asked = await _named(request)
    hows = [(one, None if one.closed_at else await _how(targets, one, asked)) for one in found]
    published_there = [Meant(one.request_id, one.target, how) for one, how in hows if how]
    campaign = await _campaign_named(request)
    how = await campaigns.meant(campaign, asked.places) if campaign else None
    at_spotify = [Meant(campaign.id, PUBLISHER, how)] if campaign and how else []
    return [*published_there, *at_spotify]


async def _named(request: Request) -> tuple[list[Published], Asked]:
    """Return what the hub published of what a request names, and what of that is to go."""
    if request.kind == RETIREMENT.name:
        retired = RetirementBrief.model_validate(request.payload)
        found = await published.of_request(retired.subject_id)
        return found, Asked(frozenset(retired.markets))
    if request.kind != KIND.name:
        return [], Asked(frozenset())
    brief = TakedownBrief.model_validate(request.payload)
    found = await published.of_request(brief.subject_id) if brief.subject_id else []
    if brief.address:
        found += await published.at_address(brief.brand_id, brief.address)
    return list({one.id: one for one in found}.values()), Asked(brief.places, brief.isrc)


async def retire(
    hub: Hub, targets: Targets, request: Request, subject_id: str, places: frozenset[str]
) -> None:
    """Have what a retirement names taken down where the hub published it; on its day."""
    await _campaign(hub, request, places)
    for one in await published.of_request(subject_id):
        await _take_down(hub, targets, request, one, Asked(places))


async def _campaign_named(request: Request) -> Request | None:
    """Return the campaign that a takedown or a retirement names; None if it is something else."""
    held = str(request.payload.get("subject_id") or "")
    subject = await requests.get(held) if held else None
    return subject if subject is not None and subject.kind == CAMPAIGN.name else None


async def _campaign(hub: Hub, request: Request, places: frozenset[str]) -> None:
    """Have what is named run no more at Spotify, if it is a campaign."""
    if (campaign := await _campaign_named(request)) is not None:
        await campaigns.ask(hub, request, campaign, places)


async def _take_down(
    hub: Hub, targets: Targets, request: Request, one: Published, asked: Asked
) -> None:
    must_be_in_transaction()
    how = None if one.closed_at else await _how(targets, one, asked)
    if how is None:
        return
    now = hub.clock.now()
    value = Removal(
        id=ids.new(ids.Prefix.REMOVAL),
        request_id=request.id,
        subject_id=one.request_id,
        publication_id=one.id,
        target=one.target,
        how=how,
        places=tuple(sorted(asked.places)),
        isrc=asked.isrc,
        asked_at=now,
    )
    if not await records.add(value):
        return
    details = {"publication": one.id, "target": one.target, "how": how, "subject": one.request_id}
    await audit.record(now, CONNECTOR, "takedown.carried_out", request.id, details)
    if how is How.WHOLE:
        await removing.ask_one(hub, targets, one, f"#{request.number} takes it down")
    elif one.anything_there:
        await narrowing.ask(hub, one)
    else:
        said = "it did not stand there yet, and will not with what was taken down"
        await seeing.narrowed(hub, one.id, now, (said,))


async def _how(targets: Targets, one: Published, asked: Asked) -> How | None:
    """Return how much of a publication goes; None if nothing of it was asked for."""
    taken = await records.taken_from(one.id, one.handed_at)
    others = False
    if asked.isrc:
        left = await _tracks(one.request_id) - taken.tracks
        if asked.isrc not in left:
            return None
        others = len(left) > 1
    target = targets.find(one.target)
    return rules.how(
        stands=frozenset(one.markets) - taken.places,
        places=asked.places,
        narrows=target is not None and target.narrows,
        other_tracks=others,
    )


async def _tracks(request_id: str) -> frozenset[str]:
    """Return what can be told apart of a playlist; of several without an ISRC they are one."""
    request = await requests.get(request_id)
    if request is None or request.kind != PLAYLIST.name:
        return frozenset()
    brief = PlaylistBrief.model_validate(request.payload)
    named = [(track.isrc, name_of(track.artist, track.title)) for track in brief.tracks]
    return frozenset(min(known, default="") for known in may_be(named))
