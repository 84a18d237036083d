"""Noticing that an ad account keeps what is live from running, and that it does no more.

Nobody here approved otherwise, so no stage opens and nothing is undone: what is not heard has
ended as far as rights go, people are told once, and all of it comes back by itself.
"""

from domain.campaigns import records as campaigns
from domain.campaigns.halts import records, telling
from domain.campaigns.model import AdPublisher, Draft
from domain.campaigns.orders import PUBLISHER, place
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.jobs.model import Job
from domain.placements import records as placements
from domain.placements.model import PlacementState
from domain.requests import ledger
from domain.requests import records as requests
from domain.requests.model import Request, RequestState

#: While what of a request stands at the publisher.
_STANDING = frozenset({RequestState.PUBLISHED, RequestState.LIVE})


async def look(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Look whether the ad account lets a campaign run, and write what that changes. For the job."""
    request = await requests.get(job.details["request_id"])
    draft = await campaigns.get(job.details["request_id"])
    if request is None or draft is None or request.state not in _STANDING:
        return
    why = await publisher.halted(draft.outside)
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # Before the request is locked, as everywhere.
        held = (await ledger.load(request.id)).request
        if held.state not in _STANDING:
            await records.forget(held.id)
        elif why:
            await _halted(hub, held, draft, why, job)
        elif await records.forget(held.id):
            await _runs_again(hub, held, draft, job)


async def _halted(hub: Hub, request: Request, draft: Draft, why: str, job: Job) -> None:
    if not await records.any_of_brand(request.brand_id or ""):
        await telling.case(hub, request, why)
    await records.put(request.id, why, hub.clock.now())
    await telling.halted(hub, request, why, job)
    if request.state is RequestState.LIVE and await _placed(request) is PlacementState.LIVE:
        await place(hub, request, draft.outside, PlacementState.STOPPED)


async def _runs_again(hub: Hub, request: Request, draft: Draft, job: Job) -> None:
    await telling.runs_again(hub, request, job)
    pause = await campaigns.pause_of(request.id)
    if request.state is RequestState.LIVE and not (pause and pause.paused):
        await place(hub, request, draft.outside, PlacementState.LIVE)


async def _placed(request: Request) -> PlacementState | None:
    """Return how a request stands at the publisher, as far as the hub knows."""
    found = (await placements.of_requests([request.id])).get(request.id, ())
    return next((one.state for one in found if one.publisher == PUBLISHER), None)
