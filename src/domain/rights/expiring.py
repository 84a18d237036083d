"""What ends within some days, the soonest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.actor import Actor
from domain.errors import Invalid
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import brands_for, may, require
from domain.rights import agreement_records, agreements, records, subjects
from domain.rights.agreements import Agreement
from domain.rights.carrying import carried_on
from domain.rights.ladder import Notice
from domain.rights.model import Grant, Subject

#: How far ahead is looked, in days, and how many are shown.
WITHIN_MAX, SHOWN_MAX = 366, 100


@dataclass(frozen=True, slots=True)
class Expiring:
    """Something that ends, or an agreement that can last be left, at `at`; one of both is there."""

    notice: Notice
    at: datetime
    grant: Grant | None = None
    agreement: Agreement | None = None


async def expiring(hub: Hub, actor: Actor, days: int) -> list[Expiring]:
    """Return what ends within so many days and is carried on by nothing, the soonest first.

    The first `SHOWN_MAX` of what the actor may see. `Invalid` for too many days.
    """
    require(actor, Act.SEE_RIGHTS)
    if not 0 < days <= WITHIN_MAX:
        raise Invalid("bad_span", f"Ask for 1 to {WITHIN_MAX} days.", ("within",))
    now = hub.clock.now()
    until = now + timedelta(days=days)
    found = [
        Expiring(Notice.LEAVE, at, agreement=one)
        for one in await agreement_records.renewing()
        if (at := agreements.leave_by(one, now)) is not None
        and at <= until
        and may(actor, Act.SEE_RIGHTS, brand_id=one.brand_id)
    ]
    grants = 0
    around: dict[Subject, Sequence[Grant] | None] = {}
    for one in await records.ending(now, until, brands_for(actor, Act.SEE_RIGHTS)):
        if grants == SHOWN_MAX:
            break
        if one.subject not in around:
            around[one.subject] = await _around(actor, one.subject)
        held, end = around[one.subject], one.window.ends_at
        if held is not None and end is not None and not carried_on(one, held):
            found.append(Expiring(Notice.END, end, grant=one))
            grants += 1
    return sorted(found, key=lambda one: one.at)[:SHOWN_MAX]


async def _around(actor: Actor, subject: Subject) -> Sequence[Grant] | None:
    """Return every grant that counts for a subject; None where the actor may not see them."""
    placed = await subjects.placed(subject)
    if not may(actor, Act.SEE_RIGHTS, brand_id=placed.brand_id):
        return None
    held, _ = await records.held(placed.line)
    return held
