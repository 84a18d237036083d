"""Reporting what a publisher requires or refuses, telling the rights desk once, and mending it."""

from dataclasses import replace

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.distribution import about, records, rules
from domain.distribution.about import About
from domain.distribution.model import Report, Said
from domain.errors import Conflict, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.people.model import Act
from domain.people.rules import brands_for, require, sight_of

#: Tells the rights desk of a report, or that it is mended.
TELL = "distribution.tell"

#: The most reports that are listed at once.
LISTED_MAX = 100


async def report(hub: Hub, actor: Actor, about_id: str, said: Said) -> Report:
    """Report what a publisher says; what is open under the same reference says it from now on.

    For who answers for the rights of its brand, and for the team that the request was handed to.
    """
    require(actor, Act.REPORT_DISTRIBUTION)
    rules.check(said, hub.clock.now())
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        found = await about.thing(about_id, actor)
        await about.require(actor, found, said)
        return await _put(hub, actor, found, said)


async def close(hub: Hub, actor: Actor, report_id: str, why: str) -> Report:
    """Write that a report is mended, and how; for the same people."""
    require(actor, Act.REPORT_DISTRIBUTION)
    rules.check_text(why, "why")
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        found = await records.get(report_id)
        if found is None:
            raise _none(report_id)
        await about.require(actor, await about.thing(found.about_id), found.said, _none(report_id))
        if not found.open:
            raise Conflict("closed_already", "It was closed already.", ("report_id",))
        return await _close(hub, actor, found, why.strip())


async def get(actor: Actor, report_id: str) -> Report:
    """Return a report; `Missing` if there is none that the actor may see."""
    found = await records.get(report_id)
    if found is None or not await about.sees(actor, found.request_id, found.brand_id):
        raise _none(report_id)
    return found


async def every_open(actor: Actor, brand_id: str | None = None) -> list[Report]:
    """Return what is open of a brand, or of every brand `actor` may see, the newest first."""
    require(actor, Act.SEE_RIGHTS, brand_id=brand_id)
    brands = brands_for(actor, Act.SEE_RIGHTS, brand_id)
    whole = brands_for(actor, Act.SEE_RIGHTS, wholly=True)
    return await records.open_of(brands, whole, sight_of(actor), LISTED_MAX)


async def _put(hub: Hub, actor: Actor, thing: About, said: Said) -> Report:
    before = await records.same_open(thing.id, said)
    if before is not None:
        return await _say_anew(hub, actor, before, said)
    value = Report(
        ids.new(ids.Prefix.DISTRIBUTION),
        thing.id,
        thing.request_id,
        thing.brand_id,
        thing.publisher,
        replace(said, text=said.text.strip()),
        actor.user_id,
    )
    await records.add(value)
    details = {
        "about": thing.id,
        "publisher": thing.publisher,
        "kind": said.kind,
        "ref": said.ref,
        "territories": list(said.territories),
        "since": said.since.isoformat(),
    }
    await audit.record(hub.clock.now(), actor, "distribution.reported", value.id, details)
    await _ask(hub, value)
    return value


async def _say_anew(hub: Hub, actor: Actor, before: Report, said: Said) -> Report:
    """Write what is said now of the same thing, since when it always was; nothing if it is that."""
    now_said = replace(before.said, text=said.text.strip(), territories=said.territories)
    if now_said == before.said:
        return before
    await records.say(before.id, now_said)
    details = {"about": before.about_id, "territories": list(said.territories)}
    await audit.record(hub.clock.now(), actor, "distribution.changed", before.id, details)
    after = replace(before, said=now_said)
    await _ask(hub, after, f":{ids.new(ids.Prefix.JOB)}")  # It may change any number of times.
    return after


async def _close(hub: Hub, actor: Actor, value: Report, why: str) -> Report:
    now = hub.clock.now()
    await records.close(value.id, actor.user_id, why, now)
    await audit.record(now, actor, "distribution.closed", value.id, {"about": value.about_id})
    closed = replace(value, closed_at=now, closer_id=actor.user_id, closed_why=why)
    await _ask(hub, closed)
    return closed


async def _ask(hub: Hub, value: Report, news: str = "") -> None:
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{TELL}:{value.id}:{'open' if value.open else 'closed'}{news}",
        kind=TELL,
        lane=f"{TELL}:{value.id}",
        details={"report_id": value.id},
    )


def _none(report_id: str) -> Missing:
    return Missing("no_such_report", f"There is no report `{report_id[:40]}`.", ("report_id",))
