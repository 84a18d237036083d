"""A work that does not come: its drafts are given up, what is not live is withdrawn, the rest told.

What is live stays live: taking it down is for people, who are told where it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.actor import Actor, Door, Role, RoleGrant
from domain.database import transaction
from domain.hub import Hub
from domain.launches import changes, records
from domain.launches.model import Brief, BriefState, Note, Plan, What
from domain.requests import ledger, revise
from domain.requests import records as requests
from domain.requests.model import Request, RequestState
from domain.requests.rules import OVER
from domain.rights.live import records as live_records
from domain.rights.live.model import Exposure
from domain.rights.model import Subject, SubjectKind

#: Who withdraws: the hub, as a manager could.
HUB = Actor(None, "Greenlight", Door.SCHEDULE, (RoleGrant(Role.MANAGER),))

#: Why something is withdrawn, as its requester reads it.
CANCELLED = "The title was cancelled, postponed or taken back by its publisher."

#: The most places that are listed where something is live still.
LIVE_MAX = 100


async def cancel(hub: Hub, work_id: str, look: str) -> None:
    """Give up the launch of a work, once, in a `look`; nothing if there is none."""
    async with transaction():
        plan = await records.plan_of(work_id)
        if plan is None or plan.cancelled_at is not None:
            return
        now = hub.clock.now()
        briefs = (await records.briefs_of([plan.id]))[plan.id]
        notes: list[Note] = []
        for brief in briefs:
            notes += await _give_up(hub, brief)
        await records.put_plan(replace(plan, cancelled_at=now, updated_at=now), new=False)
        notes += await live(plan)
        await changes.keep(hub, plan, notes, look)


async def live(plan: Plan) -> list[Note]:
    """Return what is live of a work as notes: every place, and then every request of the launch."""
    briefs = (await records.briefs_of([plan.id]))[plan.id]
    return [*shown(await places(plan)), *await asked(briefs)]


async def places(plan: Plan) -> list[Exposure]:
    """Return where a work is live."""
    return await live_records.live_of(Subject(SubjectKind.WORK, plan.work_id), LIVE_MAX)


def shown(found: Iterable[Exposure]) -> list[Note]:
    """Return places as notes."""
    return [Note(What.LIVE, kind=one.shown.channel, said=one.shown.outside_id) for one in found]


async def asked(briefs: Sequence[Brief]) -> list[Note]:
    """Return the requests of briefs that are live, as notes."""
    found = await requests.get_many([one.request_id for one in briefs if one.request_id])
    return [
        Note(What.LIVE, brief.milestone, brief.kind, said=_named(found[brief.request_id]))
        for brief in briefs
        if brief.request_id in found and found[brief.request_id].state is RequestState.LIVE
    ]


async def _give_up(hub: Hub, brief: Brief) -> list[Note]:
    if brief.state is BriefState.DRAFT:
        await records.put_brief(replace(brief, state=BriefState.DROPPED), new=False)
        return [Note(What.DROPPED, brief.milestone, brief.kind, said=CANCELLED)]
    if brief.request_id is None or brief.state is not BriefState.SUBMITTED:
        return []
    # Locked: a receipt that is written this moment makes it live, and what is live stays so.
    request = (await ledger.load(brief.request_id)).request
    if request.state is RequestState.LIVE:
        return []
    if request.state not in OVER:
        await revise.withdraw(hub, HUB, request.id, CANCELLED)
    await records.put_brief(replace(brief, state=BriefState.DROPPED), new=False)
    if request.state in OVER:
        return []
    return [Note(What.WITHDRAWN, brief.milestone, brief.kind, said=_named(request))]


def _named(request: Request) -> str:
    return f"#{request.number} {request.title}"
