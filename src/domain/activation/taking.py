"""Taking the compliant alternative that was proposed: a revision of the request, in one act."""

from domain.activation import service
from domain.actor import Actor
from domain.errors import Conflict
from domain.hub import Hub
from domain.requests import reading, revise
from domain.requests.model import Request
from domain.requests.revise import Reconsidered


async def reconsider(
    hub: Hub, actor: Actor, request_id: str, *, seen_revision: int | None = None
) -> Reconsidered:
    """Ask the rules about the alternative of a request; not in a transaction.

    Raises `Missing` or `Forbidden` for those who may not revise it, `Conflict` where nothing is
    proposed, or somebody revised it since `seen_revision`. `requests.revise.keep` writes it.
    """
    request = await reading.get(actor, request_id)
    found = await service.standing(request)
    if found is None or found.alternative is None:
        raise Conflict(
            "no_alternative",
            "Nothing is proposed in place of this; look at where it stands now.",
        )
    seen = request.revision if seen_revision is None else seen_revision
    payload = found.alternative.payload
    return await revise.reconsider(hub, actor, request_id, payload, seen_revision=seen)


async def take(
    hub: Hub, actor: Actor, request_id: str, *, seen_revision: int | None = None
) -> Request:
    """Revise a request to the alternative that was proposed, as `reconsider` and `keep` do."""
    found = await reconsider(hub, actor, request_id, seen_revision=seen_revision)
    return await revise.keep(hub, actor, found)
