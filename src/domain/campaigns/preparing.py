"""Making a campaign ready: checked, drafted at the publisher, validated. Safe to repeat."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.activation import service as activation
from domain.activation.service import Looked
from domain.campaigns import bidding, records, rules
from domain.campaigns.estimates import rules as expecting
from domain.campaigns.estimates.estimating import estimate
from domain.campaigns.model import AdPublisher, Check, Draft, NotAccepted, Order
from domain.campaigns.orders import READINESS, order_of
from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import Job
from domain.requests import outcomes


async def prepare(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Check a revision, draft it at the publisher, have it validated, and close `readiness`."""
    details = job.details
    request = await outcomes.awaited(details["request_id"], details["revision"], READINESS)
    if request is None:
        return  # Nobody waits for it now; whatever brings the request back asks for it anew.
    order = await order_of(request)
    looked = await activation.look(hub, request)
    kept_back = await activation.problems_of(request, looked.activation)
    checks = [
        *rules.readiness(order.brief, order.assets),
        await _billing(publisher, order),
        _activation(looked, kept_back),
    ]
    known = await records.get(request.id)
    outside: Mapping[str, str] = known.outside if known else {}
    version = None
    if all(check.holds for check in checks):
        estimates = await estimate(hub, publisher, order)
        found = bidding.bids(order.flights, estimates)
        order = replace(order, bids=bidding.by_market(found))
        checks += [expecting.check(estimates), bidding.check(found)]
    if all(check.holds for check in checks):
        outside, version, objections = await _drafted(hub, publisher, order, outside)
        said = "; ".join(objections) or f"validated at version {version}"
        checks.append(Check("Draft at Spotify", holds=not objections, found=said))
    problems = [f"{check.name}: {check.found}." for check in checks if not check.holds]
    async with transaction():
        approved = None if problems else version
        await _keep(hub, order, outside, version, approved, tuple(checks))
        await activation.close(hub, request, READINESS, problems, looked)


async def _drafted(
    hub: Hub, publisher: AdPublisher, order: Order, known: Mapping[str, str]
) -> tuple[Mapping[str, str], int | None, tuple[str, ...]]:
    """Return the outside ids, the validated version, and what the publisher objects to."""
    outside = known
    try:
        outside = await publisher.make_ready(order, known)
        await _keep(hub, order, outside, None, None, ())
        validation = await publisher.validate(order, outside)
    except NotAccepted as refusal:
        return outside, None, refusal.problems
    return outside, validation.version, validation.problems


def _activation(looked: Looked, problems: Sequence[str]) -> Check:
    """Return the check whether it may reach whom it is meant for."""
    found = " ".join(problems or looked.activation.reasons) or "nothing speaks against it"
    return Check("Consent, age and country", holds=not problems, found=found.rstrip("."))


async def _billing(publisher: AdPublisher, order: Order) -> Check:
    try:
        return rules.billed_in(order.brief, await publisher.currency())
    except NotAccepted as refusal:
        return Check("Currency", holds=False, found="; ".join(refusal.problems))


async def _keep(
    hub: Hub,
    order: Order,
    outside: Mapping[str, str],
    version: int | None,
    approved_version: int | None,
    checks: tuple[Check, ...],
) -> None:
    state = (outside, version, approved_version, checks, hub.clock.now())
    await records.put(Draft(order.request_id, order.revision, *state, bids=order.bids))
