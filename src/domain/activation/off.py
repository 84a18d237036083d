"""That an account is off a list: written down, recorded, told. Whoever says so says it here."""

from domain.activation import records
from domain.activation.model import Listed
from domain.actor import Actor
from domain.audit import service as audit
from domain.hub import Hub

#: What the record calls it.
REMOVED = "listing.removed"


async def is_off(hub: Hub, actor: Actor, one: Listed, receipt: str) -> None:
    """Write that an account is off a list, by whom and in which words; in the transaction.

    A person says so, or the hub itself, which saw it done or had it left out.
    """
    now = hub.clock.now()
    await records.removed(one.id, actor.user_id, receipt, now)
    details = {"account": one.account_id, "listed": one.id, "receipt": receipt}
    await audit.record(now, actor, REMOVED, one.request_id, details)
    hub.announce(one.request_id)
