"""Saying that somebody is away, that they are back, and what follows when time comes to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain import ids
from domain.absences import records, rules
from domain.absences.model import Absence
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.people import records as people
from domain.people.model import Act, User
from domain.people.rules import ACCESS, may, require
from domain.people.service import get_user
from domain.requests.kinds import KINDS

#: Asked for when an absence begins and ends, so that cards are shown to whom they wait for then.
TURNED = "absence.turned"

#: How many absences somebody may have that are not over; more are slips of a program.
ABSENCES_MAX = 50


@dataclass(frozen=True, slots=True)
class Away:
    """What somebody says of an absence; see `Absence`."""

    user_id: str
    starts_at: datetime
    ends_at: datetime
    delegate_id: str | None = None
    kind: str | None = None
    brand_id: str | None = None


async def set_absence(hub: Hub, actor: Actor, away: Away) -> Absence:
    """Say that somebody is away, and who stands in; of others only admins say it.

    Raises `Invalid` where it ends before it starts, lasts too long, comes back to who is away, or
    names somebody who may not vote.
    """
    require(actor, Act.BE_AWAY if away.user_id == actor.user_id else Act.CHANGE_PEOPLE)
    await get_user(away.user_id)
    now = hub.clock.now()
    value = Absence(
        ids.new(ids.Prefix.ABSENCE),
        away.user_id,
        away.delegate_id,
        away.kind,
        away.brand_id,
        away.starts_at,
        away.ends_at,
        actor.user_id,
        now,
    )
    rules.check(value, now)
    await _check_names(value)
    async with transaction():
        # Two who name each other at once must not both find no circle.
        await sql.take_turns(Turn.CIRCLES)
        others = await records.not_over(now)
        if sum(one.user_id == value.user_id for one in others) >= ABSENCES_MAX:
            said = "There are too many absences of this person; end one first."
            raise Conflict("too_many_absences", said)
        rules.check_no_circle(value, others)
        await records.add(value)
        await audit.record(now, actor, "user.absence_set", value.user_id, _told(value))
        await _ask(hub, value, "starts", value.starts_at, now)
        await _ask(hub, value, "ends", value.ends_at, now)
    return value


async def end_absence(hub: Hub, actor: Actor, absence_id: str) -> Absence:
    """End an absence now, which perhaps did not begin; nothing changes if it is over."""
    require(actor, Act.BE_AWAY)
    found = await records.get(absence_id)
    if found is None or (found.user_id != actor.user_id and not may(actor, Act.CHANGE_PEOPLE)):
        raise Missing("no_such_absence", f"There is no absence `{absence_id[:40]}` of yours.")
    now = hub.clock.now()
    async with transaction():
        if await records.end(absence_id, now):
            details = {"absence": absence_id, "planned_end": found.ends_at.isoformat()}
            await audit.record(now, actor, "user.absence_ended", found.user_id, details)
            await _ask(hub, found, "ended", now, now)
    return await records.get(absence_id) or found


async def absences_of(hub: Hub, actor: Actor, user_id: str) -> list[Absence]:
    """Return when somebody is away, now and to come; of others those see it who see people."""
    if user_id != actor.user_id:
        require(actor, Act.SEE_PEOPLE)
        await get_user(user_id)
    return await records.of_person(user_id, hub.clock.now())


async def who_may_stand_in(actor: Actor) -> list[User]:
    """Return who may stand in for `actor`: everybody else who may vote somewhere, by name."""
    every = [one for one in await people.users() if one.active and one.id != actor.user_id]
    grants = await people.grants_of_all([one.id for one in every])
    voting, _ = ACCESS[Act.VOTE]
    return [one for one in every if any(grant.role in voting for grant in grants[one.id])]


async def left_empty(actor: Actor, value: Absence) -> list[int]:
    """Return the numbers of what waits for who is away in which nobody stands in for that reason.

    Whoever would stand in has written it, and nobody votes on their own, for others neither.
    """
    if value.user_id != actor.user_id:
        require(actor, Act.SEE_PEOPLE)
    if value.delegate_id is None:
        return []
    return await records.written_by(value.delegate_id, await records.open_requests(value.user_id))


async def _check_names(value: Absence) -> None:
    if value.kind is not None and value.kind not in KINDS:
        known = ", ".join(sorted(KINDS))
        said = f"There is no kind of request `{value.kind[:40]}`; there are {known}."
        raise Invalid("no_such_kind", said, ("kind",))
    if value.brand_id is not None and not await people.brand_exists(value.brand_id):
        said = f"There is no brand `{value.brand_id[:40]}`."
        raise Invalid("no_such_brand", said, ("brand_id",))
    if value.delegate_id is not None:
        await _check_delegate(value.delegate_id)


async def _check_delegate(delegate_id: str) -> None:
    try:
        delegate = await get_user(delegate_id)
    except Missing as none:
        raise Invalid("no_such_user", none.message, ("delegate_id",)) from none
    held = (await people.grants_of_all([delegate_id]))[delegate_id]
    if not delegate.active or not any(g.role in ACCESS[Act.VOTE][0] for g in held):
        raise Invalid(
            "delegate_may_not_vote",
            f"{delegate.name} may not vote, and so stands in for nobody; choose a reviewer.",
            ("delegate_id",),
        )


def _told(value: Absence) -> Mapping[str, Any]:
    return {
        "absence": value.id,
        "delegate": value.delegate_id,
        "kind": value.kind,
        "brand": value.brand_id,
        "starts_at": value.starts_at.isoformat(),
        "ends_at": value.ends_at.isoformat(),
    }


async def _ask(hub: Hub, value: Absence, what: str, at: datetime, now: datetime) -> None:
    await jobs.ask(
        hub.wake,
        now,
        key=f"absence:{value.id}:{what}",
        kind=TURNED,
        lane=f"absence:{value.user_id}",
        details={"user_id": value.user_id},
        after=max(at - now, timedelta(0)),
    )
