"""Entering rights, and changing what may change of them.

A grant never changes but in its end, its paper and its duties; whatever else was agreed anew is
a new grant. What is signed contradicts nothing that was signed before.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Invalid
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.rights import (
    agreement_records,
    agreements,
    conflicts,
    reading,
    records,
    rules,
    subjects,
    watching,
)
from domain.rights.ladder import Notice
from domain.rights.live import standing
from domain.rights.model import Duty, Effect, Grant, Need, Status, Subject
from domain.rights.subjects import Placed
from domain.territories import TERRITORIES, spoken

#: The most grants and prohibitions of one subject, those that ended included.
GRANTS_MAX = 300

#: How the record names that a grant was ended earlier.
ENDED = "rights.ended"


async def add(hub: Hub, actor: Actor, given: Grant) -> Grant:
    """Add a grant or prohibition, as a draft or signed; its id and territories are found here.

    `Invalid` says what cannot be; `Conflict` what contradicts what is signed already.
    """
    require(actor, Act.CHANGE_RIGHTS)
    if given.status is Status.DISPUTED:
        raise Invalid("disputed_at_once", "Add it as signed, then dispute it.", ("status",))
    value = replace(given, id=ids.new(ids.Prefix.GRANT), scope=rules.check_scope(given.scope))
    rules.check_grant(value)
    rules.check_signed(value, hub.clock.now())
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        placed = await _reached(actor, value)
        held, _ = await records.held(placed.line)
        await _check_agreement(value, placed)
        own = [one for one in held if one.subject == value.subject]
        if len(own) >= GRANTS_MAX:
            raise Invalid("too_many", f"It has {GRANTS_MAX} grants already.", ("subject",))
        if value.status is Status.SIGNED:
            _require_agreement(held, value)
        await records.add(value)
        await _watch(hub, value)
        what = "grant" if value.effect is Effect.PERMIT else "prohibition"
        details = {"after": _told(value)}
        await audit.record(hub.clock.now(), actor, f"rights.{what}_added", value.id, details)
        await standing.changed(hub, value.subject)
    return value


async def end(hub: Hub, actor: Actor, grant_id: str, ends_at: datetime) -> Grant:
    """End a grant or prohibition at `ends_at`, earlier than it would."""
    return await _change(hub, actor, grant_id, "ended", lambda one: rules.ended(one, ends_at))


async def move(hub: Hub, actor: Actor, grant_id: str, status: Status) -> Grant:
    """Move the paper of a grant on: a draft is signed, what is signed disputed, or settled."""
    return await _change(hub, actor, grant_id, status.value, lambda one: rules.moved(one, status))


async def do(hub: Hub, actor: Actor, grant_id: str, duty: Duty) -> Grant:
    """Say that a duty of a grant was done."""
    return await _change(hub, actor, grant_id, "duty_done", lambda one: rules.done(one, duty))


async def declare(
    hub: Hub, actor: Actor, subject: Subject, needs: Sequence[Need]
) -> tuple[Need, ...]:
    """Say which layers a subject contains, all of them; with none it is cleared for nothing."""
    require(actor, Act.CHANGE_RIGHTS)
    after = tuple(needs)
    rules.check_needs(after)
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        placed = await subjects.placed(subject)
        # What is missing from the list is looked for nowhere in the world.
        world = tuple(sorted(TERRITORIES))
        subjects.require_change(actor, placed, world)
        _, needed = await records.held((subject,))
        before = needed.get(subject, ())
        await records.replace_needs(subject, after)
        details = {
            "before": [records.written_need(one) for one in before],
            "after": [records.written_need(one) for one in after],
        }
        await audit.record(hub.clock.now(), actor, "rights.needs_declared", subject.ref, details)
        await standing.changed(hub, subject)
    return after


async def _change(
    hub: Hub, actor: Actor, grant_id: str, act: str, changed: Callable[[Grant], Grant]
) -> Grant:
    require(actor, Act.CHANGE_RIGHTS)
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        before = await reading.grant(actor, grant_id)
        placed = await _reached(actor, before)
        after = changed(before)
        if after.status is Status.SIGNED and before.status is not Status.SIGNED:
            held, _ = await records.held(placed.line)
            _require_agreement(held, after)
        await keep(hub, actor, before, after, act)
        await standing.changed(hub, after.subject)
    return after


async def keep(hub: Hub, actor: Actor, before: Grant, after: Grant, act: str) -> None:
    """Write a grant that changed, with its record and the watch of its end.

    In the running transaction, which has to have its turn of rights; what is live is judged after.
    """
    await records.change(before, after)
    if after.window != before.window:
        await _watch(hub, after)
    told = {"before": _told(before), "after": _told(after)}
    await audit.record(hub.clock.now(), actor, f"rights.{act}", after.id, told)


async def _reached(actor: Actor, value: Grant) -> Placed:
    """Return where the subject of a grant stands; `Forbidden` unless `actor` answers for it.

    Somebody with a role for some markets only enters rights for those.
    """
    placed = await subjects.placed(value.subject)
    where = tuple(sorted(value.scope.area.touched))
    subjects.require_change(actor, placed, where)
    return placed


async def _check_agreement(value: Grant, placed: Placed) -> None:
    """Raise `Invalid` unless the agreement that a grant names, if any, is one it can belong to."""
    agreement_id = value.provenance.agreement_id
    if agreement_id is None:
        return
    found = await agreement_records.get(agreement_id)
    if found is None or placed.brand_id not in {None, found.brand_id}:
        said = f"This brand has no agreement `{agreement_id[:40]}`."
        raise Invalid("no_such_agreement", said, ("agreement_id",))
    agreements.check_within(value, found)


async def _watch(hub: Hub, value: Grant) -> None:
    """Have the end of a grant looked after, if it has one."""
    if value.window.ends_at is not None and value.effect is Effect.PERMIT:
        await watching.ask(hub, value.id, Notice.END, value.window.ends_at)


def _require_agreement(held: Sequence[Grant], value: Grant) -> None:
    found = [one for one in conflicts.conflicts(held, value) if one.grave]
    if found:
        first = found[0]
        others = ", ".join(one for one in first.grants if one != value.id)
        raise Conflict(
            "contradicts",
            f"{_SAID[first.clash]}{f' ({others})' if others else ''}, in"
            f" {spoken(first.territories)}, from {first.starts_at:%Y-%m-%d}. End or narrow what"
            " stands against it, or add it as a draft.",
            ("status",),
        )


_SAID = {
    conflicts.Clash.NO_RIGHTS_IN: "No such rights come in that could go out",
    conflicts.Clash.NOT_SUBLICENSABLE: "The rights that come in may not be passed on",
    conflicts.Clash.NO_EXCLUSIVE_IN: "The rights that come in are not exclusive",
    conflicts.Clash.EXCLUSIVES_OVERLAP: "Somebody else has rights that exclude this",
}


def _told(value: Grant) -> dict[str, object]:
    """Return what the record of changes says of a grant; places as they were written."""
    row = records.written(value)
    ends = value.window.ends_at
    kept = {name: said for name, said in row.items() if name not in {"whole", "partly"}}
    return kept | {
        "starts_at": value.window.starts_at.isoformat(),
        "ends_at": ends.isoformat() if ends else None,
    }
