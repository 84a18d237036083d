"""Entering agreements, and leaving them."""

from dataclasses import replace
from datetime import datetime

from domain import ids
from domain.actor import SCHEDULE, Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.people import records as people
from domain.people.model import Act
from domain.people.rules import may, require
from domain.rights import agreement_records as records
from domain.rights import agreements, rules, service, watching
from domain.rights import records as grants
from domain.rights.agreements import Agreement
from domain.rights.ladder import Notice
from domain.rights.live import standing
from domain.territories import TERRITORIES

#: What an agreement is about has no bounds of its own.
_WORLD = tuple(sorted(TERRITORIES))

#: Asked for when an agreement was left that has more grants than one transaction ends.
LEFT = "rights.agreement_left"

#: How many grants one transaction ends.
AT_ONCE = 100


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
    """Say that an agreement was left and when it is over; its grants are over by then, too.

    Where they are more than one transaction ends, a job ends the others at once. Whoever may leave
    an agreement ends what belongs to it, whatever it is held in.
    """
    require(actor, Act.CHANGE_RIGHTS)
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        before = await get(actor, agreement_id)
        require(actor, Act.CHANGE_RIGHTS, brand_id=before.brand_id, markets=_WORLD)
        after = agreements.ended(before, ends_at)
        await records.end(before, after)
        details = {"before": _told(before), "after": _told(after)}
        now = hub.clock.now()
        await audit.record(now, actor, "rights.agreement_ended", agreement_id, details)
        if last := await _end_grants(hub, actor, agreement_id, ends_at, ""):
            await jobs.ask(
                hub.wake,
                now,
                key=f"{LEFT}:{agreement_id}:{after.version}",
                kind=LEFT,
                lane=f"rights:{agreement_id}",
                details={"agreement_id": agreement_id, "after": last},
            )
    return after


async def end_others(hub: Hub, job: Job) -> None:
    """End the grants of an agreement that was left which are still to be ended. For the job."""
    last: str | None = job.details["after"]
    while last:
        async with transaction():
            await sql.take_turns(Turn.RIGHTS)
            found = await records.get(job.details["agreement_id"])
            if found is None or found.ended_at is None:
                return
            last = await _end_grants(hub, SCHEDULE, found.id, found.ended_at, last)


async def get(actor: Actor, agreement_id: str) -> Agreement:
    """Return an agreement; `Missing` if there is none that the actor may see."""
    require(actor, Act.SEE_RIGHTS)
    found = await records.get(agreement_id)
    if found is None or not may(actor, Act.SEE_RIGHTS, brand_id=found.brand_id):
        raise _missing(agreement_id)
    return found


async def _end_grants(
    hub: Hub, actor: Actor, agreement_id: str, at: datetime, after: str
) -> str | None:
    """End what belongs to an agreement by `at`; return the last one's id if there may be more."""
    found = await grants.outlasting(agreement_id, at, after, AT_ONCE)
    touched = {}
    for before in found:
        ended = rules.over_by(before, at)
        if ended != before:
            await service.keep(hub, actor, before, ended, "ended")
            touched[before.subject] = True
    for subject in touched:
        await standing.changed(hub, subject)
    return found[-1].id if len(found) == AT_ONCE else None


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
