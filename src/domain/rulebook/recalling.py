"""Taking back the version of a table that counts, so that the one before decides again."""

from domain.actor import Actor
from domain.decisions import versions
from domain.errors import Conflict
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.requests.model import Request
from domain.requests.revise import withdraw
from domain.rulebook.reading import no_such_table


async def recall(hub: Hub, actor: Actor, key: str, reason: str) -> Request:
    """Withdraw the request by which the version of `key` that counts now was released.

    What was released and waits for its day is not touched: withdraw its request itself. Raises
    `Missing` if there is no such table, `Conflict` where the version that counts came with
    Greenlight, so that no request released it.
    """
    require(actor, Act.CHANGE_RULES, everywhere=True)
    counting = (await versions.in_force(hub.clock.now())).get(key)
    if counting is None:
        raise await no_such_table(key)
    if counting.request_id is None:
        raise Conflict(
            "nothing_to_roll_back",
            f"The version of `{key}` that counts is the one that came with Greenlight; there is"
            " nothing to roll back. To change it, draft a version and propose it.",
            ("table",),
        )
    return await withdraw(hub, actor, counting.request_id, reason)
