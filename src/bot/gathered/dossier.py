"""Everything a card about one request shows, gathered at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.language import say
from domain.actor import Actor
from domain.approvals.model import Stage, Vote
from domain.campaigns import records as campaigns
from domain.campaigns.lists import reading as lists
from domain.campaigns.model import Check, Pause
from domain.campaigns.remedies import records as remedies
from domain.campaigns.remedies.model import Remedy
from domain.catalog import records as catalog
from domain.catalog.model import Asset
from domain.conditions.model import Condition
from domain.decisions import records as decisions
from domain.decisions.model import Judgement
from domain.deliverables.collect import deliveries_of
from domain.deliverables.model import Delivery
from domain.errors import Missing
from domain.handovers import attesting
from domain.handovers.unaided import Unaided, unaided
from domain.orchestration import tasks as orchestrated
from domain.orchestration.model import Mirrored
from domain.packages import packing
from domain.people import records as people
from domain.placements import records as placements
from domain.placements.model import HandOver
from domain.productions import results
from domain.productions.model import Result
from domain.requests import ledger, rounds
from domain.requests.kinds import kind_named, referring
from domain.requests.kinds.kind import Payload
from domain.requests.kinds.sponsorship import SponsorshipBrief
from domain.requests.mirrored import decision_of
from domain.requests.model import Request
from domain.requests.rules import OVER, vote_to_undo
from domain.requests.telling import seen_by
from domain.rulebook.reading import VersionFile, file_of
from domain.site_audio import standing as site_audio
from domain.tellings import records as tellings
from domain.tellings.model import Telling


@dataclass(frozen=True, slots=True)
class Dossier:
    """A request with its stages, votes, checks and decisions, and the names in them.

    `brief` is what it asks for, `files` are those of the briefs, by id; `things` the names of
    sponsors, shows, episodes and agencies in them. `deliveries` is how far the files are that it
    lists, `sheet` what its show's team was handed, if it was. `rules` is what is known of
    the version of a table it proposes, if it does. `judgements` are those of every revision, each
    with its number. `earlier` is what was asked for in the round before the present one, by
    stage id; stages in their first round have none. `undo_vote` is the last vote as long as it can
    be taken back, `undo_until` until when; None if there is none. `authors` wrote it, `conditions`
    are those of the votes that count, `told` is who was told what of it, `elsewhere` what a
    workflow service decided, by stage id. `pack` is what of a promotion would be handed over, as
    long as nothing was. `earlier_episodes` are those of a production's show, `remedies` what the
    publisher's rejections ask for, `customers` how a targeting's list stands. `going` is where
    something of it, or that it ends, is to be taken down and people have to look whether it went.
    `unaided` is what the hub brings about by itself of what was handed over; None where people do.
    `pause` is what people asked for last who had a campaign paused; None if nobody ever did.
    """

    request: Request
    brief: Payload
    stages: tuple[Stage, ...]
    votes: tuple[Vote, ...]
    checks: tuple[Check, ...]
    judgements: tuple[tuple[int, Judgement], ...]
    names: dict[str, str]
    brand: str
    files: Mapping[str, Asset]
    earlier: Mapping[str, Payload] = field(default_factory=dict)
    undo_vote: Vote | None = None
    undo_until: datetime | None = None
    things: Mapping[str, str] = field(default_factory=dict)
    deliveries: tuple[Delivery, ...] = ()
    sheet: HandOver | None = None
    rules: VersionFile | None = None
    authors: frozenset[str] = frozenset()
    conditions: tuple[Condition, ...] = ()
    told: tuple[Telling, ...] = ()
    elsewhere: Mapping[str, Mirrored] = field(default_factory=dict)
    pack: Mapping[str, Any] | None = None
    audio: site_audio.Recorded | None = None
    earlier_episodes: tuple[Result, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    going: tuple[str, ...] = ()
    customers: lists.Told | None = None
    unaided: Unaided | None = None
    pause: Pause | None = None

    def stage(self, stage_id: str) -> Stage | None:
        """Return a stage by id."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def name(self, user_id: str) -> str:
        """Return somebody's name."""
        return self.names.get(user_id) or say("somebody")


async def load(request_id: str) -> Dossier | None:
    """Gather the dossier of a request; None if there is no such request."""
    try:
        found = await ledger.look(request_id)  # Drawing keeps no vote waiting.
    except Missing:
        return None
    request, votes = found.request, found.votes
    draft = await campaigns.get(request_id)
    judged = (await decisions.of_requests([request_id]))[request_id]
    sheet = (await placements.hand_overs_of([request_id])).get(request_id)
    taken_by = {sheet.taken_by} if sheet and sheet.taken_by else set()
    elsewhere = await _elsewhere(request_id, found.stages)
    deciders = {one.by_id for one in elsewhere.values() if one.by_id}
    voters = {one for vote in votes for one in (vote.voter_id, vote.seat_id)}
    people_ids = sorted({request.requester_id, *taken_by, *deciders, *voters})
    brands = await catalog.brand_names([request.brand_id] if request.brand_id else [])
    earlier = await _earlier(request, found.stages)
    brief = _brief(request, request.payload)
    briefs = [brief, *earlier.values()]
    files = {file for one in briefs for file in one.asset_ids.values()}
    return Dossier(
        request=request,
        brief=brief,
        stages=found.stages,
        votes=votes,
        checks=draft.checks if draft and draft.revision == request.revision else (),
        judgements=tuple(judged),
        names=await people.names(people_ids),
        brand=brands.get(request.brand_id or "", ""),
        files=await catalog.assets(sorted(files)),
        earlier=earlier,
        things=await _things(briefs),
        deliveries=await deliveries_of(request),
        sheet=sheet,
        rules=await file_of(request),
        authors=found.authors,
        conditions=found.conditions,
        elsewhere=elsewhere,
        audio=await site_audio.recorded_of(request, sheet),
        earlier_episodes=tuple(await results.before(request)),
        remedies=tuple((await remedies.of_requests([request_id]))[request_id]),
        customers=await lists.told(request),
        going=tuple(await attesting.hang(request_id)),
        unaided=await unaided(request) if sheet else None,
        pause=await campaigns.pause_of(request_id) if draft else None,
    )


async def _elsewhere(request_id: str, stages: Sequence[Stage]) -> dict[str, Mirrored]:
    counted = (await orchestrated.counted_of([request_id]))[request_id]
    found = ((stage.id, decision_of(stage, counted)) for stage in stages)
    return {stage_id: one for stage_id, one in found if one is not None}


async def of_telling(told: Telling) -> tuple[Dossier, Stage] | None:
    """Return the dossier and the stage that something is told of; None if one is not there."""
    dossier = await load(told.request_id or "")
    stage = dossier.stage(told.stage_id or "") if dossier else None
    if dossier is None or stage is None:
        return None
    absent = (told.details or {}).get("instead_of")
    if absent:
        dossier = replace(dossier, names={**dossier.names, **await people.names([str(absent)])})
    return dossier, stage


def _brief(request: Request, payload: Mapping[str, Any]) -> Payload:
    return kind_named(request.kind).payload.model_validate(payload)


async def _things(briefs: Sequence[Payload]) -> dict[str, str]:
    sponsored = [brief for brief in briefs if isinstance(brief, SponsorshipBrief)]
    if not sponsored:
        agencies = {brief.headline.agency_id for brief in briefs}
        own = await catalog.agency_names(sorted(one for one in agencies if one))
        return {**own, **await referring.names(briefs)}
    episodes = await catalog.episodes_by_id(
        sorted({one for brief in sponsored for one in brief.episode_ids})
    )
    return {
        **await catalog.sponsor_names(sorted({brief.sponsor_id for brief in sponsored})),
        **await catalog.show_titles(sorted({brief.show_id for brief in sponsored})),
        **await catalog.agency_names(sorted({b.agency_id for b in sponsored if b.agency_id})),
        **{one.id: one.title for one in episodes.values()},
    }


async def _earlier(request: Request, stages: Sequence[Stage]) -> dict[str, Payload]:
    shown = [stage for stage in stages if not stage.automatic]
    seen = await rounds.seen_before(request.id, shown)
    return {stage: _brief(request, payload) for stage, payload in seen.items()}


async def with_told(dossier: Dossier, actor: Actor) -> Dossier:
    """Return the dossier with who was told what of it, as far as `actor` sees it, and names."""
    every = (await tellings.of_requests([dossier.request.id]))[dossier.request.id]
    told = seen_by(actor, dossier.request, every)
    names = await people.names(sorted({one.user_id for one in told if one.user_id}))
    return replace(dossier, told=tuple(told), names={**dossier.names, **names})


async def with_pack(dossier: Dossier, now: datetime) -> Dossier:
    """Return the dossier with the pack of a promotion that was not handed over yet."""
    if dossier.sheet is not None or dossier.request.state in OVER:
        return dossier
    found = await packing.preview(dossier.request, now)
    return replace(dossier, pack=found.content() if found else None)


def with_undo(dossier: Dossier, window: timedelta, now: datetime) -> Dossier:
    """Return the dossier with its last vote, and until when, if it can be taken back still."""
    last = vote_to_undo(dossier.request, dossier.stages, dossier.votes)
    if last is None or now > last.at + window:
        return replace(dossier, undo_vote=None, undo_until=None)
    return replace(dossier, undo_vote=last, undo_until=last.at + window)
