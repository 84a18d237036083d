"""Taking an account off a list that an endpoint was sent, or is about to be."""

from domain.activation.journeys import going, records
from domain.activation.journeys.model import EventKind
from domain.activation.model import Listed
from domain.activation.off import is_off
from domain.actor import SCHEDULE
from domain.hub import Hub
from domain.requests.model import Request

#: What is written down where an account was left out before its page was ever sent.
LEFT_OUT = "Left out: the list had not been sent yet."


async def take_off(hub: Hub, request: Request, one: Listed) -> bool:
    """Have endpoints take an account off a list, in the running transaction; False if none has it.

    The messages are locked first: whoever is about to send a page waits, and then sees what was
    said, or has begun already, and then the account is on its way and is taken off behind it.
    """
    sent = [
        message
        for message in await records.locked_of(request.id)
        if message.kind is EventKind.STARTED and one.account_id in message.account_ids
    ]
    reached = sorted({message.endpoint_id for message in sent if message.attempts})
    for endpoint_id in reached:
        await going.remove(hub, request, endpoint_id, one.id, one.account_id)
    if sent and not reached:
        await is_off(hub, SCHEDULE, one, LEFT_OUT)
    return bool(sent)
