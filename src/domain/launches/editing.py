"""What people do with the drafts of a launch: change them, give fields back, ask for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.actor import Actor
from domain.audit import service as audit
from domain.database import transaction
from domain.errors import Busy, Conflict, Invalid, Missing
from domain.hub import Hub
from domain.launches import drafting, records
from domain.launches.model import Brief, BriefState, Plan
from domain.people.model import Act
from domain.people.rules import may, require
from domain.requests import submit
from domain.requests.model import Request


@dataclass(frozen=True, slots=True)
class _Held:
    """A brief that may be worked on, and its launch."""

    plan: Plan
    brief: Brief


async def change(
    hub: Hub,
    actor: Actor,
    brief_id: str,
    values: Mapping[str, Any],
    back: Sequence[str] = (),
) -> Brief:
    """Write values into a draft; None empties a field, and those in `back` follow the plan again.

    What was written is somebody's own from then on: the plan does not write over it. Raises
    `Invalid` with every field that the kind does not have, or that its brief would not take;
    `Conflict` for what is no draft.
    """
    require(actor, Act.PLAN_LAUNCHES)
    async with transaction():
        held = await _held(actor, brief_id)
        brief = held.brief
        drafting.normal(brief.kind, dict.fromkeys(back))
        if values.get("brand_id", held.plan.brand_id) != held.plan.brand_id:
            said = "A launch stays with its brand; its policy says which that is."
            raise Invalid("brand_fixed", said, ("brand_id",))
        given = drafting.normal(brief.kind, values)
        changed = {name: given.get(name) for name in values}
        changed |= {name: brief.written.get(name) for name in back}
        after = {n: v for n, v in {**brief.values, **changed}.items() if v is not None}
        kept = replace(brief, values=after)
        if kept != brief:
            await records.put_brief(kept, new=False)
            details = {"brief": brief.id, "fields": sorted(changed), "edited": sorted(kept.edited)}
            await audit.record(hub.clock.now(), actor, "launch.edited", held.plan.id, details)
    return kept


@dataclass(frozen=True, slots=True)
class Asked:
    """A draft that is to be asked for, and what the rules say of it."""

    brief: Brief
    considered: submit.Considered


async def consider(hub: Hub, actor: Actor, brief_id: str) -> Asked:
    """Ask the rules about what a draft holds; not in a transaction.

    Raises what asking for a request raises, such as `Invalid` with all that is missing;
    `Conflict` for what is no draft.
    """
    require(actor, Act.PLAN_LAUNCHES)
    async with transaction():
        brief = (await _held(actor, brief_id)).brief
    return Asked(brief, await submit.consider(hub, actor, brief.kind, brief.values))


async def ask_for(hub: Hub, actor: Actor, asked: Asked) -> Request:
    """Ask for a draft that was considered, as the actor: a request like any other from then on.

    Raises `Busy` if it was changed since it was considered.
    """
    async with transaction():
        held = await _held(actor, asked.brief.id)
        if held.brief != asked.brief:
            raise Busy("changed_meanwhile", "This draft was changed this moment; look again.")
        request = await submit.keep(hub, actor, asked.considered)
        kept = replace(held.brief, state=BriefState.SUBMITTED, request_id=request.id)
        await records.put_brief(kept, new=False)
        details = {"brief": kept.id, "request": request.id}
        await audit.record(hub.clock.now(), actor, "launch.submitted", held.plan.id, details)
    return request


async def _held(actor: Actor, brief_id: str) -> _Held:
    """Return a draft, with its launch locked until the commit."""
    found = await records.brief(brief_id)
    plan = await records.plan(found.plan_id) if found else None
    brief = await records.brief(brief_id)  # As it stands now that nobody else writes it.
    seen = plan is not None and may(actor, Act.SEE_WORKS, brand_id=plan.brand_id)
    if plan is None or brief is None or not seen:
        said = f"There is no brief `{brief_id[:40]}` of a launch."
        raise Missing("no_such_brief", said, ("brief_id",))
    require(actor, Act.PLAN_LAUNCHES, brand_id=plan.brand_id)
    if brief.state is BriefState.SUBMITTED:
        said = "This was asked for already; revise the request instead."
        raise Conflict("no_draft", said, ("brief_id",))
    if brief.state is BriefState.DROPPED:
        said = "This was given up: its day is gone, or its title does not come."
        raise Conflict("no_draft", said, ("brief_id",))
    return _Held(plan, brief)
