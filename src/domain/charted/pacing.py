"""Spend of a campaign against its flight and its budget."""

from domain.actor import Actor
from domain.charted import figures, rules
from domain.charts.model import Pacing
from domain.charts.rules import even
from domain.charts.spec import Spec
from domain.hub import Hub
from domain.metrics.reading import Asked
from domain.metrics.rules import day_of
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import reading
from domain.thresholds.probing import plan_of
from domain.thresholds.rules import PARTS


async def pacing(hub: Hub, actor: Actor, spec: Spec) -> Pacing | None:
    """Return the pacing of the campaign `spec.subject`; None for what has no flight or budget.

    The days are those of the flight, and the plan is an even one, as thresholds have it. Where
    days lack, sums are of what is known, and nothing is projected.
    """
    require(actor, Act.SEE_METRICS)
    request = await reading.get(actor, spec.subject)
    plan = plan_of(request.payload) if request.kind == "campaign" else None
    if plan is None or spec.metric != "spend":
        return None
    begins, ends = day_of(plan.first), day_of(plan.last)
    last = min(ends, figures.today(hub))
    asked = Asked(request.id, "spend", begins, max(begins, last), dimension="")
    run = await figures.run(hub, actor, asked, currency=plan.currency)
    daily = run.points if run else ()
    fresh = run.fresh if run else figures.nothing(hub)
    budget = plan.budget / PARTS
    return Pacing(
        title=request.title,
        currency=plan.currency,
        begins=begins,
        ends=ends,
        budget=budget,
        spent=rules.summed(daily),
        expected=even(begins, ends, budget),
        fresh=fresh,
        projected=rules.projected(daily, fresh.complete_to, ends),
    )
