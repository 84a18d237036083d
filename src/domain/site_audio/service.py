"""Judging branded audio by its rights, before people are asked and before it is handed over."""

from dataclasses import replace

from domain.catalog import site_records
from domain.database import transaction
from domain.eligibility import records as uses
from domain.hub import Hub
from domain.jobs.model import Job
from domain.requests import outcomes
from domain.requests.kinds import commercial_audio
from domain.requests.kinds.commercial_audio import COMPLIANCE, CommercialAudioBrief
from domain.requests.model import Request
from domain.rights import evidence, reading, subjects
from domain.rights.model import Subject, SubjectKind
from domain.site_audio import rules


async def comply(hub: Hub, job: Job) -> None:
    """Judge a revision and close its stage of compliance; what is not cleared sends it back."""
    details = job.details
    request = await outcomes.awaited(details["request_id"], details["revision"], COMPLIANCE)
    if request is None:
        return  # Nobody waits for it now; whatever brings the request back asks for it anew.
    problems, seen = await _look(request)
    async with transaction():
        closed = await outcomes.close_stage(hub, request.id, request.revision, COMPLIANCE, problems)
        if closed:
            await evidence.keep(hub, request.id, request.revision, seen)


async def objections(hub: Hub, request: Request) -> list[str]:
    """Return why audio may not be handed over any more; of other kinds nothing.

    What its rights rest on is kept. Not in a transaction.
    """
    if request.kind != commercial_audio.KIND.name:
        return []
    problems, seen = await _look(request)
    async with transaction():
        await evidence.keep(hub, request.id, request.revision, seen)
    return [problem.rstrip(".") for problem in problems]


async def _look(request: Request) -> tuple[list[str], list[evidence.Judged]]:
    """Return what keeps the audio out of its shops by the rights of now, and what they rest on."""
    brief = CommercialAudioBrief.model_validate(request.payload)
    placed = await subjects.placed(Subject(SubjectKind.ASSET, brief.audio_asset_id))
    sites = await site_records.sites_by_id(brief.site_ids)
    zones = await uses.zones(sites.values())
    book = await reading.book_of(placed)
    held = rules.Held(book.needs, book.grants, book.fences)
    looked = rules.searched(brief, held, zones)
    judged = replace(book, needs=tuple(rules.needed(brief, held)))
    seen = [evidence.through(judged, one.question, one.until, one.found) for one in looked]
    return rules.objections(placed.name, held, looked), seen
