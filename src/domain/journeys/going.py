"""What an approved list makes happen at an endpoint: it goes out in pages, and is stopped again.

All of it is asked for in the transaction that causes it; jobs send it (`sending`). Those of one
request share a lane, so nothing overtakes what is being sent.
"""

from dataclasses import replace

from domain import ids
from domain.activation import rules as activation
from domain.database import must_be_in_transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.journeys import records, rules
from domain.journeys.model import Delivery, Endpoint, EventKind
from domain.requests.kinds.targeting import Means, TargetingBrief
from domain.requests.model import Request

#: The job that sends one message.
SEND = "journey.send"


async def meant(request: Request) -> Endpoint | None:
    """Return where a request's journey goes by itself; None for all that people carry.

    An ad set, a segment in words, and what no endpoint is meant for go nowhere by themselves.
    """
    return rules.chosen(await records.endpoints(), request) if _listed(request) else None


async def went_out(hub: Hub, request: Request) -> None:
    """Have a list sent to the endpoint that is meant for its journey, in the running transaction.

    Where none is, the team that was handed it does all of it.
    """
    endpoint = await meant(request)
    if endpoint is None:
        return
    pages = rules.pages(_listed(request))
    for number, account_ids in enumerate(pages, start=1):
        key = f"started:{request.id}:{request.version}:{number}"
        made = _delivery(hub, key, endpoint.id, request, EventKind.STARTED, account_ids)
        await _ask(hub, replace(made, page=number, pages=len(pages)))


async def stop(hub: Hub, request: Request) -> None:
    """Tell every endpoint that was sent a list of a request that it is over.

    In the transaction that takes the request back. Pages that were never sent are dropped by their
    own jobs, which see the same.
    """
    sent = await records.locked_of(request.id)
    reached = {one.endpoint_id for one in sent if one.kind is EventKind.STARTED and one.attempts}
    for endpoint_id in sorted(reached):
        key = f"stopped:{request.id}:{request.version}:{endpoint_id}"
        await _ask(hub, _delivery(hub, key, endpoint_id, request, EventKind.STOPPED))


async def remove(hub: Hub, request: Request, endpoint_id: str, listed_id: str, who: str) -> None:
    """Tell an endpoint that the account `who` is to be taken off a list that it was sent."""
    key = f"removed:{listed_id}:{endpoint_id}"
    await _ask(hub, _delivery(hub, key, endpoint_id, request, EventKind.REMOVED, (who,)))


async def _ask(hub: Hub, delivery: Delivery) -> None:
    """Have something sent, once for its key."""
    must_be_in_transaction()
    if not await records.add(delivery):
        return
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{SEND}:{delivery.id}",
        kind=SEND,
        lane=f"{SEND}:{delivery.request_id}",
        details={"request_id": delivery.request_id, "delivery_id": delivery.id},
    )


def _listed(request: Request) -> list[str]:
    """Return whom a journey reaches by name; nobody where it is none."""
    brief = activation.brief_of(request)
    if not isinstance(brief, TargetingBrief) or brief.means is not Means.JOURNEY:
        return []
    return sorted(brief.account_ids)


def _delivery(
    hub: Hub,
    key: str,
    endpoint_id: str,
    request: Request,
    kind: EventKind,
    account_ids: tuple[str, ...] = (),
) -> Delivery:
    return Delivery(
        id=ids.new(ids.Prefix.MESSAGE),
        key=key,
        endpoint_id=endpoint_id,
        request_id=request.id,
        revision=request.revision,
        kind=kind,
        account_ids=account_ids,
        made_at=hub.clock.now(),
    )
