"""Acknowledging a takedown by ourselves once all that it names is gone, with the proof."""

from domain.actor import CONNECTOR
from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import Job
from domain.placements import acknowledging
from domain.placements.acknowledging import RECEIPT_MAX
from domain.removals import records, rules
from domain.removals.model import Removal
from domain.requests import ledger
from domain.requests.ledger import Ledger
from domain.requests.model import Move, Request, RequestState
from domain.rights.live.model import Exposure
from domain.takedowns import naming

#: How many places are named that are left to the team.
_NAMED_MAX = 3


async def settle(hub: Hub, job: Job) -> None:
    """Acknowledge what was handed over if nothing of it is left, else say what is. For the job."""
    async with transaction():
        held = await ledger.load(job.details["request_id"])
        if held.request.state is not RequestState.PUBLISHED:
            return  # Its team said so already, or it was withdrawn.
        done = (await records.of_requests([held.request.id]))[held.request.id]
        if any(one.gone_at is None for one in done):
            return  # What is not gone yet asks again.
        left = await _left(held.request, done)
        if left:
            await _leave(hub, held, done, left)
        else:
            await _acknowledge(hub, held, done)


async def _left(request: Request, done: list[Removal]) -> list[Exposure]:
    """Return what is live still of what a request names, and was not the hub's to take down."""
    carried = {(one.subject_id, one.target) for one in done}
    return await naming.left(request, carried, {one.subject_id for one in done if one.isrc})


async def _leave(hub: Hub, held: Ledger, done: list[Removal], left: list[Exposure]) -> None:
    """Say which half is done, and which waits for the team."""
    where = [f"{one.shown.publisher} ({one.shown.outside_id})" for one in left[:_NAMED_MAX]]
    more = f" and {len(left) - _NAMED_MAX} more" if len(left) > _NAMED_MAX else ""
    said = f"{rules.receipt(done, RECEIPT_MAX)} Still live, for the team: {', '.join(where)}{more}."
    await ledger.write(
        hub,
        CONNECTOR,
        held,
        held.stages,
        move=None,
        act="takedown.rest_for_team",
        note=said,
        details={"left": [one.id for one in left]},
    )


async def _acknowledge(hub: Hub, held: Ledger, done: list[Removal]) -> None:
    receipt = rules.receipt(done, RECEIPT_MAX)
    if await acknowledging.by_hub(held.request.id, receipt, hub.clock.now()) is None:
        return  # Somebody of the team was quicker.
    details = {"receipt": receipt, "removals": [one.id for one in done]}
    await ledger.write(
        hub,
        CONNECTOR,
        held,
        held.stages,
        move=Move.GO_LIVE,
        act="takedown.proved",
        details=details,
    )
