"""The last look at a request, in the job that makes it real.

What held when it was approved may not hold any more: time passes, and so may the rules change
that were released for what is under way.
"""

from collections.abc import Sequence

from domain.approvals import records as approvals
from domain.approvals.model import Stage, StagePlan, StageState
from domain.errors import Invalid
from domain.hub import Hub
from domain.requests.kinds import kind_named
from domain.requests.model import Request
from domain.requests.rulings import rule_again


async def objections(hub: Hub, request: Request) -> tuple[str, ...]:
    """Return why `request` must not go live now, as one says it; empty if it may.

    Must not run in a transaction. `Upstream` if a decision service does not answer: the job is
    tried again then.
    """
    kind, now = kind_named(request.kind), hub.clock.now()
    try:
        ruling = await rule_again(hub, kind, kind.parse(request.payload, now), now, request)
    except Invalid as problem:
        return tuple(one.message.rstrip(".") for one in (problem, *problem.others))
    stages = (await approvals.stages_of([request.id]))[request.id]
    return _unasked(ruling.plans, stages)


def _unasked(plans: Sequence[StagePlan], stages: Sequence[Stage]) -> tuple[str, ...]:
    """Return which stages the rules ask for by now that nobody, or too few, approved."""
    approved = {s.key: s.quorum for s in stages if s.state is StageState.APPROVED}
    return tuple(
        f"the rules ask for the stage `{plan.title}` by now; submit it again for its yes"
        for plan in plans
        if plan.team and approved.get(plan.key, 0) < plan.quorum
    )
