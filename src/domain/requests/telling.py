"""Who sees who was told what of a request. Pure."""

from collections.abc import Iterable

from domain.actor import Actor
from domain.requests.model import Request
from domain.tellings.model import Telling


def seen_by(actor: Actor, request: Request, told: Iterable[Telling]) -> list[Telling]:
    """Return what of `told` somebody sees who sees `request`.

    Agencies see what the requester was told, who is theirs; of the house's people and channels
    they learn nothing.
    """
    if actor.agency_id is None:
        return list(told)
    return [one for one in told if one.user_id == request.requester_id]
