"""Noting down what a rejection asks for, ticking it off, and closing what went out.

Nothing waits for a remedy: the next revision is looked at by Spotify anyhow. They are no conditions
(`domain.conditions`), for no vote asks for them and nobody here confirms them.
"""

from collections.abc import Sequence
from dataclasses import replace

from domain import ids
from domain.actor import Actor
from domain.campaigns.model import Refusal
from domain.campaigns.remedies import records
from domain.campaigns.remedies.model import Remedy, RemedyState
from domain.database import must_be_in_transaction, transaction
from domain.errors import Conflict, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import ledger
from domain.requests.model import Request
from domain.requests.rules import OVER, require_owner


async def note_down(hub: Hub, request: Request, refusals: Sequence[Refusal]) -> None:
    """Keep what is to be done about a rejection, in the transaction that writes it.

    What an earlier rejection left open is asked for no more.
    """
    must_be_in_transaction()
    now = hub.clock.now()
    await records.close_open(request.id, now)
    for one in refusals:
        if one.remedy:
            id_ = ids.new(ids.Prefix.REMEDY)
            kept = (one.reason, one.remedy, RemedyState.OPEN, now)
            await records.add(Remedy(id_, request.id, request.revision, *kept))


async def tick(hub: Hub, actor: Actor, remedy_id: str) -> Request:
    """Say that a remedy is done, as the owner of the request; return that.

    Raises `Missing`, `Forbidden`, and `Conflict` for what is done or over already.
    """
    require(actor, Act.REVISE_REQUEST)
    now = hub.clock.now()
    async with transaction():
        found = await records.get(remedy_id)
        if found is None:
            raise _missing(remedy_id)
        try:
            before = await ledger.load(found.request_id, actor)
        except Missing as unseen:
            raise _missing(remedy_id) from unseen
        require_owner(actor, Act.REVISE_REQUEST, before.request)
        if found.state is not RemedyState.OPEN or before.request.state in OVER:
            said = "This remedy is ticked off or went out already; look at the newest card."
            raise Conflict("remedy_closed", said)
        await records.tick(
            replace(found, state=RemedyState.DONE, done_by=actor.user_id, closed_at=now)
        )
        after = await ledger.write(
            hub,
            actor,
            before,
            before.stages,
            move=None,
            act="remedy.ticked",
            note=before.request.note,
            details={"remedy": found.id, "text": found.text, "revision": found.revision},
        )
    return after.request


async def went_out(hub: Hub, request: Request) -> None:
    """Close the remedies that are open, in the transaction in which a revision goes out."""
    must_be_in_transaction()
    await records.close_open(request.id, hub.clock.now())


def _missing(remedy_id: str) -> Missing:
    return Missing("no_such_remedy", f"There is no remedy `{remedy_id[:40]}`.")
