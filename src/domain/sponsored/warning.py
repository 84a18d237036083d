"""Saying of a sponsorship, while people look, that what it buys cannot be bought any more.

Who asks without an ad account is refused at once. Where one is disconnected later, nobody shall
find that out by their last yes: the card says it, and whoever revises it can ask for the show's own
inventory.
"""

from domain.hub import Hub
from domain.jobs.model import Job
from domain.requests import outcomes
from domain.requests import records as requests
from domain.requests.kinds import kind_named, sponsorship
from domain.requests.kinds.bought import NOT_FOR_SALE
from domain.requests.model import Request, RequestState

#: Where a sponsorship may still be asked for otherwise.
_OPEN = frozenset({RequestState.IN_REVIEW, RequestState.CHANGES_REQUESTED})


async def warn(hub: Hub, job: Job) -> None:
    """Say on a sponsorship that its inventory cannot be bought, or that it can. For the job."""
    request = await requests.get(job.details["request_id"])
    if request is None or request.kind != sponsorship.NAME or request.state not in _OPEN:
        return
    lacking = _lacking(hub, request)
    if lacking and request.trouble != NOT_FOR_SALE:
        act = "request.not_for_sale"
        await outcomes.tell(hub, request.id, act, NOT_FOR_SALE, job.key)
    elif not lacking and request.trouble == NOT_FOR_SALE:
        await outcomes.tell(hub, request.id, "request.for_sale_again", None, job.key)


def _lacking(hub: Hub, request: Request) -> bool:
    kind = kind_named(request.kind)
    return bool(kind.lacks(kind.payload.model_validate(request.payload), hub.unconnected))
