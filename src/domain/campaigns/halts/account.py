"""Noticing what becomes of the ad account itself, before anything is tried in it.

It is one call, made with what asks the account anyway. What stands there, waits, or is in review
is told of at once, so that nobody learns of it from what fails.
"""

from domain.campaigns import records as campaigns
from domain.campaigns.edits.noticing import LOOK
from domain.campaigns.halts import noticing, records, telling
from domain.campaigns.model import AdPublisher, Shut
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.requests import ledger
from domain.requests.model import RequestState
from domain.requests.rules import OVER

#: While a request is on its way into the account.
_COMING = frozenset({RequestState.IN_REVIEW, RequestState.APPROVED})


async def look(hub: Hub, publisher: AdPublisher, job: Job) -> bool:
    """Look how the ad account is, and tell of each campaign what that changes, once. For the job.

    Returns whether the hub is let into the account.
    """
    shut = await publisher.shut()
    if shut is None:
        for request_id in await records.aware():
            await _over(hub, request_id, job)
        return True
    for request_id in await records.unaware(noticing.STANDING | _COMING):
        await _noticed(hub, request_id, shut, job)
    return shut.stops


async def _noticed(hub: Hub, request_id: str, shut: Shut, job: Job) -> None:
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # Before the request is locked, as everywhere.
        request = (await ledger.load(request_id)).request
        if await records.why(request_id) is not None:
            return
        draft = await campaigns.get(request_id)
        if request.state in noticing.STANDING and draft is not None:
            await noticing.halted(hub, request, draft, shut, job)
        elif request.state in _COMING:
            case_id = await telling.managers(hub, request, shut)
            await records.put(request.id, shut.why, hub.clock.now(), case_id)
            await telling.waits(hub, request, shut.why, job)


async def _over(hub: Hub, request_id: str, job: Job) -> None:
    """Tell that the account is well; of what stands there, once it was seen to run."""
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        request = (await ledger.load(request_id)).request
        if request.state in noticing.STANDING:
            await _look_at_once(hub, request_id, job)
            return
        _, case_id = await records.told_of_brand(request.brand_id or "")
        if not await records.forget(request_id):
            return
        if request.state in OVER:
            await telling.let_in(hub, request_id, job)
        else:
            await telling.waits_no_more(hub, request, job)
        await telling.over(hub, request, case_id)


async def _look_at_once(hub: Hub, request_id: str, job: Job) -> None:
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{LOOK}:{request_id}:{job.key}",
        kind=LOOK,
        lane=f"{LOOK}:{request_id}",
        details={"request_id": request_id},
    )
