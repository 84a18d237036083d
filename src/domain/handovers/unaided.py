"""What of a hand-over the hub brings about by itself, so that nobody has to acknowledge it."""

from dataclasses import dataclass
from datetime import datetime

from domain.activation.journeys import records as journeys
from domain.activation.journeys.model import DeliveryState, EventKind
from domain.removals import records as removals
from domain.requests.model import Request
from domain.targets import records as published
from domain.targets.model import Published, Standing


@dataclass(frozen=True, slots=True)
class Unaided:
    """That the hub is at it; `opens_at` is when it comes out, None where nothing is published."""

    opens_at: datetime | None = None


async def unaided(request: Request) -> Unaided | None:
    """Return what the hub does of a request that was handed over; None where people have to.

    What it cannot do is for people as soon as it says so: by the request's trouble, or by asking
    them to look.
    """
    if request.trouble is not None:
        return None
    found = (await published.last_of([request.id])).get(request.id)
    if found is not None and _in_hand(found):
        return Unaided(found.opens_at)
    return Unaided() if await _under_way(request.id) else None


def _in_hand(value: Published) -> bool:
    over = value.closed_at is not None or value.going_since is not None
    refused = value.standing in {Standing.REFUSED, Standing.REMOVED, Standing.GONE}
    return not (over or refused or value.undecided)


async def _under_way(request_id: str) -> bool:
    """Whether the hub takes something down, or sends a list, for a request."""
    asked = (await removals.of_requests([request_id]))[request_id]
    pages = (await journeys.of_requests([request_id]))[request_id]
    sending = [one for one in pages if one.kind is EventKind.STARTED]
    given_up = any(one.state is DeliveryState.FAILED for one in sending)
    waiting = any(one.state is DeliveryState.WAITING for one in sending) and not given_up
    return waiting or any(one.gone_at is None for one in asked)
