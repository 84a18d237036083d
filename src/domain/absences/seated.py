"""For whom somebody who comes in may stand in."""

from dataclasses import replace
from datetime import datetime

from domain.absences import records, rules
from domain.actor import Actor


async def seated(actor: Actor, now: datetime) -> Actor:
    """Return `actor` with the seats they may fill now for others, and what they are called to."""
    user_id = actor.user_id
    if user_id is None:
        return actor
    stands_in, called = await records.named(user_id, now)
    actor = replace(actor, called=called) if called else actor
    if not stands_in:
        return actor
    nearest = rules.stood_for(await records.in_force(now), user_id, now)
    return replace(actor, stands_in=await records.seats(nearest))
