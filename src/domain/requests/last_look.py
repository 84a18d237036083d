"""The last look at a request, in the job that makes it real.

What held when it was approved may not hold any more: time passes, and so may the rules change
that were released for what is under way. What they refuse by now goes back to the requester. What
only somebody has to look at whom nobody asked opens those stages, and keeps every other yes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.actor import CONNECTOR
from domain.approvals import rules as approval_rules
from domain.approvals.model import Stage, StagePlan, StageState
from domain.calendars import records as calendars
from domain.database import transaction
from domain.decisions import records as decisions
from domain.decisions.model import Judgement
from domain.errors import Invalid
from domain.hub import Hub
from domain.placements import records as placements
from domain.requests import ledger
from domain.requests.kinds import Kind, kind_named
from domain.requests.kinds.kind import Payload
from domain.requests.ledger import Ledger
from domain.requests.model import Move, Request
from domain.requests.rulings import rule_again
from domain.requests.submit import as_planned, check_reviewers, stages_from

#: As of how long before its day a brief is judged that may go out on it.
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Found:
    """Why a request must not go live now, as one says it; else the stages that have to look first.

    `judgements` are what the rules said; none where they refuse.
    """

    refused: tuple[str, ...] = ()
    unasked: tuple[StagePlan, ...] = ()
    judgements: tuple[Judgement, ...] = ()


class LookFirst(Exception):
    """Somebody has to look before a request goes live; `found` says who."""

    def __init__(self, found: Found) -> None:
        super().__init__("somebody has to look first")
        self.found = found


async def look(hub: Hub, request: Request, *, on_its_day: bool = False) -> Found:
    """Return what stands between `request` and going live by today's rules; nothing if it may.

    What waited with everybody's yes may go out `on_its_day`; all else is asked for before that.

    A stage that nobody could decide is a refusal: it waits for no one. Must not run in a
    transaction. `Upstream` if a decision service does not answer: the job is tried again then.
    """
    kind, now = kind_named(request.kind), hub.clock.now()
    try:
        payload = await _read(kind, request, now - _DAY if on_its_day else now)
        ruling = await rule_again(hub, kind, payload, now, request)
        held = await ledger.look(request.id)
        unasked = _unasked(ruling.plans, held.stages)
        await check_reviewers(unasked, payload.headline, held.authors)
    except Invalid as problem:
        return Found(refused=tuple(one.message.rstrip(".") for one in (problem, *problem.others)))
    return Found(unasked=unasked, judgements=ruling.judgements if unasked else ())


async def _read(kind: Kind, request: Request, asked_at: datetime) -> Payload:
    """Return what is asked for as of an instant; the hub publishes on its day what was handed over.

    Of a revision that was handed over before, the day may have come: it is looked at again then.
    """
    handed = (await placements.hand_overs_of([request.id])).get(request.id)
    if handed is not None and handed.revision == request.revision:
        return kind.payload.model_validate(request.payload)
    return kind.parse(request.payload, asked_at)


async def ask(hub: Hub, request: Request, found: Found) -> None:
    """Open the stages that nobody was asked in, unless the request has moved since it was read."""
    async with transaction():
        before = await ledger.load(request.id)
        if before.request.version == request.version:
            await decisions.add(request.id, request.revision, found.judgements, hub.clock.now())
            await _open(hub, before, found.unasked)


async def _open(hub: Hub, before: Ledger, plans: Sequence[StagePlan]) -> None:
    request, now = before.request, hub.clock.now()
    headline = kind_named(request.kind).payload.model_validate(request.payload).headline
    teams = await check_reviewers(plans, headline, before.authors)
    wanted = {plan.key: plan for plan in plans}
    known = [
        as_planned(stage, plan, teams[plan.key]) if (plan := wanted.get(stage.key)) else stage
        for stage in before.stages
    ]
    there = {stage.key for stage in known}
    more = [plan for plan in plans if plan.key not in there]
    stages = approval_rules.renew(
        [*known, *stages_from(request.id, more, teams)],
        there & wanted.keys(),
        now,
        await calendars.for_markets(request.markets),
    )
    names = ", ".join(f"`{plan.title}`" for plan in plans)
    after = await ledger.write(
        hub,
        CONNECTOR,
        before,
        stages[: len(known)],
        move=Move.REOPEN,
        act="request.reopened",
        note=f"The rules ask for more by now, so somebody looks first: {names}.",
        details={"stages": [plan.key for plan in plans]},
        fresh=stages[len(known) :],
    )
    await ledger.ask_prepare(hub, after.request, now)


def _unasked(plans: Sequence[StagePlan], stages: Sequence[Stage]) -> tuple[StagePlan, ...]:
    """Return which stages the rules ask for by now that nobody, or too few, approved."""
    approved = {s.key: s.quorum for s in stages if s.state is StageState.APPROVED}
    return tuple(plan for plan in plans if plan.team and approved.get(plan.key, 0) < plan.quorum)
