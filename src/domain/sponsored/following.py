"""Following the campaign that a sponsorship became: live with it, and sent back if it ends."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import Job
from domain.placements import records as placements
from domain.placements.model import PlacementState
from domain.requests import ledger, outcomes
from domain.requests.model import Move, Request, RequestState
from domain.requests.rules import OVER
from domain.sponsored import records
from domain.sponsored.placing import RECEIVER, end

#: How a sponsorship is placed by where its campaign stands; else it is only handed over.
_PLACED: Mapping[RequestState, PlacementState] = MappingProxyType(
    {
        RequestState.PUBLISHED: PlacementState.IN_PUBLISHER_REVIEW,
        RequestState.LIVE: PlacementState.LIVE,
        **dict.fromkeys(OVER, PlacementState.WITHDRAWN),
    }
)

#: Where a sponsorship waits for its campaign, or runs by it.
_STANDS = frozenset({RequestState.PUBLISHED, RequestState.LIVE})


async def follow(hub: Hub, job: Job) -> None:
    """Have a sponsorship stand as its campaign does; may be repeated. For the job."""
    async with transaction():
        sponsorship_id = await records.sponsorship_of(job.details["request_id"])
        if sponsorship_id is None:
            return  # People asked for this campaign themselves.
        request = (await ledger.load(sponsorship_id)).request
        made = (await ledger.load(job.details["request_id"])).request
        state = _PLACED.get(made.state, PlacementState.HANDED_OVER)
        await placements.put(sponsorship_id, RECEIVER, made.id, state, hub.clock.now())
        if await records.campaign_of(sponsorship_id) != made.id:
            return
        if request.state in _STANDS:
            await _move(hub, request, made)
        elif request.state in OVER:  # It ended while the campaign's rejection could be taken back.
            await end(hub, request, made)


async def _move(hub: Hub, request: Request, made: Request) -> None:
    details = {"campaign": made.id, "number": made.number}
    if made.state is RequestState.LIVE and request.state is RequestState.PUBLISHED:
        await outcomes.move(hub, request.id, Move.GO_LIVE, "request.went_live", details=details)
    elif made.state in OVER:
        why = f" {made.note}" if made.note else ""
        note = f"Its campaign #{made.number} is {made.state}.{why}"
        act = "request.not_accepted"
        await outcomes.move(hub, request.id, Move.SEND_BACK, act, note=note, details=details)
