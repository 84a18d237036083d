"""Judging a playlist by itself, track by track, before people do and before it is handed over."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from domain.approvals import records as approvals
from domain.approvals.model import StageState
from domain.catalog import site_records
from domain.catalog.premises import Site
from domain.database import transaction
from domain.decisions import in_force
from domain.decisions import records as decisions
from domain.eligibility import records as uses
from domain.eligibility import service as eligibility
from domain.executors import service as executors
from domain.hub import Hub
from domain.jobs.model import Job
from domain.playlists import handing, records, rules
from domain.playlists.model import Compliance, Standard
from domain.requests import ledger, outcomes
from domain.requests.kinds import playlist
from domain.requests.kinds.playlist import COMPLIANCE, PlaylistBrief
from domain.requests.ledger import Ledger
from domain.requests.model import Request
from domain.rights import evidence
from domain.rights import records as rights
from domain.rights.model import Subject, SubjectKind
from domain.rights.proposing import RECORDED
from domain.rights.reading import Book

#: The tables that judge a track, and the whole.
TRACK, WHOLE = "track_compliance", "playlist_compliance"


async def comply(hub: Hub, job: Job) -> None:
    """Judge a revision and close its stage of compliance; what has to be swapped sends it back."""
    details = job.details
    request = await outcomes.awaited(details["request_id"], details["revision"], COMPLIANCE)
    if request is None:
        return  # Nobody waits for it now; whatever brings the request back asks for it anew.
    found = await look(hub, request)
    problems = list(found.problems)
    if found.unsure and not await _somebody_looks(request):
        problems.append(f"{found.note} Nobody is asked to: submit it again.")
    now = hub.clock.now()
    async with transaction():
        closed = await outcomes.close_stage(
            hub, request.id, request.revision, COMPLIANCE, problems, note=found.note or None
        )
        if closed:
            await decisions.add(request.id, request.revision, found.judgements, now)
            await evidence.keep(hub, request.id, request.revision, found.evidence)
            if found.stands:
                await _let_stand(hub, request)


async def objections(hub: Hub, request: Request) -> list[str]:
    """Return why a playlist may not be handed over any more; of other kinds nothing."""
    if request.kind != playlist.KIND.name:
        return []
    found = await look(hub, request)
    async with transaction():
        await evidence.keep(hub, request.id, request.revision, found.evidence)
    return [problem.rstrip(".") for problem in found.problems]


async def reopen(hub: Hub, request: Request) -> bool:
    """Open an approved playlist again where today's rules say less than people were told.

    It goes through compliance anew where its licence ends earlier by now, or where nobody looked,
    since the rules' yes stood, and it is no clear yes any more. Says whether it went back; what
    must not be handed over at all is left to `objections`.
    """
    if request.kind != playlist.KIND.name:
        return False
    found = await look(hub, request)
    stood = _unseen(await ledger.look(request.id))
    shorter = rules.earlier(found.until, await _until(request))
    if found.problems or not (shorter or (found.unsure and stood)):
        return False
    note = f"It was not handed over: the rules say something else by now. {found.note}"
    details = {"until": found.until.isoformat() if found.until else None, "unsure": found.unsure}
    async with transaction():
        held = (await ledger.load(request.id)).request
        if held.version == request.version:
            again = dict.fromkeys([COMPLIANCE, "rights", *stood])
            await outcomes.reopen(hub, request.id, list(again), note, details)
    return True


def _unseen(found: Ledger) -> list[str]:
    """Return the keys of the stages for people that were closed without anybody's vote."""
    seen = {(one.stage_id, one.round) for one in found.votes if one.taken_back_at is None}
    return [
        one.key
        for one in found.stages
        if one.state is StageState.APPROVED
        and not one.automatic
        and (one.id, one.round) not in seen
    ]


async def limits(request: Request) -> list[str]:
    """Return what whoever plays it has to know beyond what was asked for: an earlier end."""
    until = await _until(request)
    return [f"It is approved until {until} only: take it down after that day."] if until else []


async def track_lists(request: Request) -> list[Mapping[str, Any]]:
    """Return what each provider of its sites is handed; nothing of other kinds and playlists."""
    if request.kind != playlist.KIND.name:
        return []
    brief = PlaylistBrief.model_validate(request.payload)
    sites = (await site_records.sites_by_id(brief.site_ids)).values()
    until = await _until(request)
    return handing.track_lists(brief, sites, date.fromisoformat(until) if until else None)


async def look(hub: Hub, request: Request) -> Compliance:
    """Return what today's rules say of a playlist; not in a transaction.

    Where a decision service does not answer, people look.
    """
    brief = PlaylistBrief.model_validate(request.payload)
    sites = await sites_of(brief)
    standard = await _standard(brief)
    zones = await uses.zones(sites)
    held = await _rights(brief) if zones else {}
    asked = rules.asked(brief, standard, zones, held)
    tables = await in_force.tables([TRACK, WHOLE], hub.clock.now())
    said = await executors.judge_all(hub, [(tables[TRACK], one.facts) for one in asked])
    tracks = [rules.judged(one, judgement) for one, judgement in zip(asked, said, strict=True)]
    stands = await _sites(hub, sites, brief.live_from)
    facts: dict[str, Any] = rules.counts(tracks, stands.values())
    ends = [one.asked.until for one in tracks if one.outcome == "approve_until"]
    first = min((day for day in ends if day), default=None)
    facts["until"] = date.fromordinal(first.toordinal() - 1) if first else None
    (whole,) = await executors.judge_all(hub, [(tables[WHOLE], facts)])
    return replace(rules.compliance(tracks, stands, whole), evidence=_evidence(brief, held, zones))


async def forbidden(hub: Hub, brief: PlaylistBrief) -> Mapping[str, str]:
    """Return why today's rules of its brand forbid tracks of a playlist, by ISRC.

    Rights are left out of it: they are judged wherever the tracks are live. Not in a transaction;
    `Upstream` where a decision service does not answer.
    """
    asked = rules.asked(brief, await _standard(brief), {}, {})
    table = (await in_force.tables([TRACK], hub.clock.now()))[TRACK]
    said = await executors.judge_all(hub, [(table, one.facts) for one in asked], patient=True)
    tracks = [rules.judged(one, judgement) for one, judgement in zip(asked, said, strict=True)]
    return rules.forbidden(tracks)


async def sites_of(brief: PlaylistBrief) -> list[Site]:
    """Return the sites that a playlist is for, as it names them."""
    found = await site_records.sites_by_id(brief.site_ids)
    return [found[one] for one in brief.site_ids if one in found]


async def _standard(brief: PlaylistBrief) -> Standard:
    held = await records.of_brands([brief.brand_id])
    return held.get(brief.brand_id, Standard(brief.brand_id))


async def _until(request: Request) -> str | None:
    """Return the last day a playlist was approved for, if that was before its end."""
    if request.kind != playlist.KIND.name:
        return None
    kept = (await decisions.of_requests([request.id]))[request.id]
    last = [one for revision, one in kept if revision == request.revision and one.table == WHOLE]
    until: str | None = last[-1].facts.get("until") if last else None
    return until


async def _let_stand(hub: Hub, request: Request) -> None:
    """Close the stages that the rules' yes stands for, where the brand wants it so.

    Its brand's people look at whatever an agency asks for. Rights are judged for sites only.
    """
    brief = PlaylistBrief.model_validate(request.payload)
    held = (await records.of_brands([brief.brand_id])).get(brief.brand_id)
    if held is None or not held.yes_stands or brief.agency_id is not None:
        return
    for key in ("brand", "rights") if brief.site_ids else ("brand",):
        told = {"standing": "the brand lets the yes of the rules stand"}
        await outcomes.close_stage(hub, request.id, request.revision, key, [], details=told)


async def _rights(brief: PlaylistBrief) -> Mapping[str, Any]:
    """Return grants and declared needs of every recording, by ISRC."""
    codes = sorted({track.isrc for track in brief.tracks if track.isrc})
    subjects = [Subject(SubjectKind.RECORDING, one) for one in codes]
    if not subjects:
        return {}
    grants, needs = await rights.held(subjects)
    return {
        one.ref: ([grant for grant in grants if grant.subject == one], needs.get(one, ()))
        for one in subjects
    }


def _evidence(
    brief: PlaylistBrief, held: Mapping[str, Any], zones: Mapping[str, str]
) -> tuple[evidence.Judged, ...]:
    """Return what the rights of each recording were judged by, in each market of the sites."""
    found = []
    for code, (grants, declared) in held.items():
        subject, needs = Subject(SubjectKind.RECORDING, code), tuple(declared or RECORDED)
        book = Book(subject, tuple(grants), tuple(declared), needs)
        for market, zone in sorted(zones.items()):
            question, until, said = rules.searched(brief, (grants, declared), market, zone)
            found.append(evidence.through(book, question, until, [said]))
    return tuple(found)


async def _sites(hub: Hub, sites: Sequence[Site], day: date) -> dict[str, Any]:
    """Return how sites stand on the first day, by name."""
    approved = await uses.uses_of(sites)
    found = {}
    for site in sites:
        _, found[site.name] = await eligibility.look(hub, site, approved[site.id], day)
    return found


async def _somebody_looks(request: Request) -> bool:
    stages = (await approvals.stages_of([request.id]))[request.id]
    return any(not stage.automatic for stage in stages)
