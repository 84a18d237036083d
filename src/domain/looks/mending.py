"""Having all that is live otherwise than it is to be of a release mended by one act."""

from domain.actor import Actor
from domain.errors import Conflict
from domain.hub import Hub
from domain.masters import comparing, mending
from domain.masters.model import Place
from domain.requests import reading


async def mend(hub: Hub, actor: Actor, request_id: str) -> None:
    """Ask for each field of a release that is live otherwise to be mended; not in a transaction.

    What is asked for already is not asked for again. Raises `Conflict` where nothing is left.
    """
    request = await reading.get(actor, request_id)
    refused = Conflict("no_drift", "What is live is as it is to be.")
    fields = [one.field for one in await comparing.compared([request]) if Place.LIVE in one.wrong]
    asked = 0
    for field in fields:
        try:
            await mending.keep(hub, actor, await mending.consider(hub, actor, request.id, field))
            asked += 1
        except Conflict as error:
            refused = error
    if not asked:
        raise refused
