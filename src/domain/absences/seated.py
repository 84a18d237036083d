"""For whom somebody who comes in may stand in."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain.absences import records, rules
from domain.actor import Actor
from domain.database import sql


async def seated(actor: Actor, now: datetime) -> Actor:
    """Return `actor` with the seats they may fill now for others, and what they are called to."""
    if actor.user_id is None:
        return actor
    (rows,) = await sql.fetch_all(records.asked_named("$1", (actor.user_id,), now))
    return await seated_as(actor, rows, now)


async def seated_as(actor: Actor, rows: Sequence[sql.Row], now: datetime) -> Actor:
    """Return `actor` as `seated` does, from the rows that `asked_named` found of them."""
    stands_in, called = records.named(rows)
    actor = replace(actor, called=called) if called else actor
    if not stands_in:
        return actor
    nearest = rules.stood_for(await records.in_force(now), actor.user_id or "", now)
    return replace(actor, stands_in=await records.seats(nearest))
