"""Who may decide a stage: told to those who may not, and asked where a channel is out of reach."""

from datetime import datetime

from bot.gathered.dossier import Dossier
from bot.language import say, say_n
from bot.messages.words import one_line
from domain.actor import Actor
from domain.approvals.model import Stage
from domain.errors import Busy, Conflict, Forbidden, Missing
from domain.hub import Hub
from domain.people import records as people
from domain.requests import vote
from domain.requests.seats import Seat, seats_of

#: How many people are named, and how many are asked one by one. Ours.
NAMED_MAX, ASKED_MAX = 5, 5

#: The longest name in a sentence.
_NAME = 60


async def able(dossier: Dossier, stage: Stage, now: datetime) -> dict[str, Seat]:
    """Return who may vote on a stage now, each with their seat: stand-ins, nobody who is away.

    Those who wrote the request are left out; who sits in their own seat comes first.
    """
    seats = await seats_of(stage, dossier.request, dossier.authors, now)
    held: dict[str, Seat] = {}
    for seat in sorted(seats, key=lambda one: one.instead_of is not None):
        if seat.holder_id is not None:
            held.setdefault(seat.holder_id, seat)
    return held


async def may_decide(hub: Hub, actor: Actor, stage: Stage) -> bool:
    """Whether `actor` may vote on a stage now, as the vote itself will judge it.

    Where that cannot be told now, it raises what is in the way.
    """
    try:
        await vote.require_voter(hub, actor, stage.id)
    except Busy:  # A conflict that says nothing of who may.
        raise
    except (Forbidden, Conflict, Missing):
        return False
    return True


async def named(dossier: Dossier, stage: Stage, now: datetime) -> str:
    """Return a sentence that names those who may vote on a stage now."""
    found = [*await able(dossier, stage, now)]
    names = await people.names(found)
    known = sorted(one_line(name, _NAME) for name in names.values())
    if not known:
        return say("Nobody may decide this at present; tell an admin of Greenlight.")
    shown = ", ".join(known[:NAMED_MAX])
    if (more := len(known) - NAMED_MAX) > 0:
        return say_n(
            "Those who may: {names} and {n} more.",
            "Those who may: {names} and {n} more.",
            more,
            names=shown,
        )
    return say("Those who may: {names}.", names=shown)
