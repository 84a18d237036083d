"""Noticing that an ad account keeps what is live from running, and that it does no more.

Nobody here approved otherwise, so no stage opens and nothing is undone: what is not heard has
ended as far as rights go, people are told once, and all of it comes back by itself. What is only
out of the hub's sight may be heard, so nothing of it has ended.
"""

from domain.campaigns import records as campaigns
from domain.campaigns.halts import records, telling
from domain.campaigns.model import AdPublisher, Draft, Shut
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
STANDING = frozenset({RequestState.PUBLISHED, RequestState.LIVE})


async def look(hub: Hub, publisher: AdPublisher, job: Job) -> bool:
    """Look whether the ad account lets a campaign run, and write what that changes. For the job.

    Returns whether the hub is let into the account at all.
    """
    request = await requests.get(job.details["request_id"])
    draft = await campaigns.get(job.details["request_id"])
    if request is None or draft is None or request.state not in STANDING:
        return True
    shut = await publisher.halted(draft.outside)
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # Before the request is locked, as everywhere.
        held = (await ledger.load(request.id)).request
        if held.state not in STANDING:
            await records.forget(held.id)
        elif shut:
            await halted(hub, held, draft, shut, job)
        else:
            await _is_let_run(hub, held, draft, job)
    return shut is None or shut.stops


async def halted(hub: Hub, request: Request, draft: Draft, shut: Shut, job: Job) -> None:
    """Write that a campaign that stands there does not run, or that nobody can look after it.

    In the running transaction, which has the turn of rights.
    """
    case_id = await telling.managers(hub, request, shut)
    await records.put(request.id, shut.why, hub.clock.now(), case_id)
    await telling.halted(hub, request, shut, job)
    live = request.state is RequestState.LIVE and await _placed(request) is PlacementState.LIVE
    if live and shut.stops:
        await place(hub, request, draft.outside, PlacementState.STOPPED)


async def _is_let_run(hub: Hub, request: Request, draft: Draft, job: Job) -> None:
    _, case_id = await records.told_of_brand(request.brand_id or "")
    if not await records.forget(request.id):
        return
    await telling.runs_again(hub, request, job)
    await telling.over(hub, request, case_id)
    pause = await campaigns.pause_of(request.id)
    stopped = await _placed(request) is PlacementState.STOPPED
    if request.state is RequestState.LIVE and stopped and not (pause and pause.paused):
        await place(hub, request, draft.outside, PlacementState.LIVE)


async def _placed(request: Request) -> PlacementState | None:
    """Return how a request stands at the publisher, as far as the hub knows."""
    found = (await placements.of_requests([request.id])).get(request.id, ())
    return next((one.state for one in found if one.publisher == PUBLISHER), None)
