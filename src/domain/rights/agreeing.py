"""Entering agreements, and leaving them."""

from dataclasses import replace
from datetime import datetime

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.people import records as people
from domain.people.model import Act
from domain.people.rules import require
from domain.rights import agreement_records as records
from domain.rights import agreements, watching
from domain.rights.agreements import Agreement
from domain.rights.ladder import Notice
from domain.territories import TERRITORIES

#: What an agreement is about has no bounds of its own.
_WORLD = tuple(sorted(TERRITORIES))


async def add(hub: Hub, actor: Actor, given: Agreement) -> Agreement:
    """Add an agreement; its id is found here. `Invalid` says what cannot be.

    For managers and admins of the brand, in every market.
    """
    require(actor, Act.CHANGE_RIGHTS, brand_id=given.brand_id, markets=_WORLD)
    agreements.check(given)
    if not await people.brand_exists(given.brand_id):
        raise Invalid("no_such_brand", f"There is no brand `{given.brand_id[:40]}`.", ("brand_id",))
    value = replace(given, id=ids.new(ids.Prefix.AGREEMENT))
    now = hub.clock.now()
    async with transaction():
        await records.add(value)
        details = {"after": _told(value)}
        await audit.record(now, actor, "rights.agreement_added", value.id, details)
        if (deadline := agreements.leave_by(value, now)) is not None:
            await watching.ask(hub, value.id, Notice.LEAVE, deadline)
    return value


async def end(hub: Hub, actor: Actor, agreement_id: str, ends_at: datetime) -> Agreement:
    """Say that an agreement was left and when it is over; its grants keep their own ends."""
    require(actor, Act.CHANGE_RIGHTS)
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        before = await records.get(agreement_id)
        if before is None:
            raise _missing(agreement_id)
        require(actor, Act.CHANGE_RIGHTS, brand_id=before.brand_id, markets=_WORLD)
        after = agreements.ended(before, ends_at)
        await records.end(before, after)
        details = {"before": _told(before), "after": _told(after)}
        now = hub.clock.now()
        await audit.record(now, actor, "rights.agreement_ended", agreement_id, details)
    return after


async def get(actor: Actor, agreement_id: str) -> Agreement:
    """Return an agreement; `Missing` if there is none, `Forbidden` if not for them."""
    require(actor, Act.SEE_RIGHTS)
    found = await records.get(agreement_id)
    if found is None:
        raise _missing(agreement_id)
    require(actor, Act.SEE_RIGHTS, brand_id=found.brand_id)
    return found


def _missing(agreement_id: str) -> Missing:
    said = f"There is no agreement `{agreement_id[:40]}`."
    return Missing("no_such_agreement", said, ("agreement_id",))


def _told(value: Agreement) -> dict[str, object]:
    """Return what the record of changes says of an agreement."""
    ends, ended = value.ends_at, value.ended_at
    return records.written(value) | {
        "starts_at": value.starts_at.isoformat(),
        "ends_at": ends.isoformat() if ends else None,
        "ended_at": ended.isoformat() if ended else None,
    }
