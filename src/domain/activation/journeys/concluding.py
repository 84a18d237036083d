"""What follows from an answer: taken, tried again, given up; what an endpoint has is a receipt."""

from datetime import timedelta

from domain.activation import asking
from domain.activation import records as listed
from domain.activation.journeys import records, rules
from domain.activation.journeys.model import Delivery, DeliveryState, Endpoint, EventKind
from domain.activation.off import is_off
from domain.actor import CONNECTOR, SCHEDULE
from domain.audit import service as audit
from domain.cases import open_case
from domain.cases.model import (
    CaseKind,
    Given,
    Priority,
    Report,
    Severity,
    Source,
    Subject,
    SubjectKind,
)
from domain.cases.open_case import Place
from domain.cases.rules import MANAGERS
from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import GiveUp
from domain.placements import acknowledging
from domain.requests import ledger, outcomes
from domain.requests import records as requests
from domain.requests.model import Move, Request, RequestState
from domain.webhooks import Answer

#: How many minutes of business time there are to answer, and to do, where an endpoint is gone.
MINUTES = (240, 960)


async def conclude(
    hub: Hub,
    request: Request,
    endpoint: Endpoint,
    delivery: Delivery,
    attempts: int | None,
    answer: Answer,
) -> timedelta | None:
    """Write what an attempt came to; return how long to wait for the next, None if it was taken.

    `delivery` is as it stood before the attempt, the one number `attempts`; None where nothing was
    sent, and `answer` stands for why. Raises `GiveUp` where no attempt follows, once that is
    written.
    """
    taken = answer.code in rules.TAKEN
    is_gone = answer.code == rules.GONE
    wait = None
    if attempts is not None and not is_gone:
        wait = rules.wait_after(attempts, answer.code, answer.retry_after)
    async with transaction():
        await ledger.load(request.id)  # Whoever moves it locks it first, and messages after it.
        present = await records.locked(delivery.id)
        if present is None or present.state is DeliveryState.DELIVERED:
            return None  # Another attempt at it was taken meanwhile, whatever came of this one.
        if taken:
            await _take(hub, endpoint, delivery, answer)
            return None
        if is_gone and attempts is not None and await records.gone(endpoint.id):
            await disable(hub, request, endpoint)
        state = DeliveryState.FAILED if wait is None else DeliveryState.WAITING
        next_at = None if wait is None else hub.clock.now() + wait
        told = Answer(answer.code, said(answer))
        await records.came_to(delivery.id, state, told, next_at)
        if wait is None and delivery.state is not DeliveryState.FAILED:
            await _give_up(hub, request, delivery, told)
        hub.announce(request.id)
    if wait is None:
        raise GiveUp(f"the endpoint {endpoint.name} did not take it. {said(answer)}")
    return wait


def said(answer: Answer) -> str:
    """Return why an answer is not enough, in one sentence."""
    return answer.trouble or f"It answered {answer.code}."


async def _take(hub: Hub, endpoint: Endpoint, delivery: Delivery, answer: Answer) -> None:
    now = hub.clock.now()
    await records.came_to(delivery.id, DeliveryState.DELIVERED, Answer(answer.code))
    details = {
        "delivery": delivery.id,
        "kind": delivery.kind.value,
        "endpoint": endpoint.id,
        "page": delivery.page,
    }
    await audit.record(now, CONNECTOR, "journey.delivered", delivery.request_id, details)
    if delivery.kind is EventKind.REMOVED:
        for one in (await listed.of_requests([delivery.request_id]))[delivery.request_id]:
            if one.account_id in delivery.account_ids and one.removed_at is None:
                await is_off(hub, CONNECTOR, one, f"{endpoint.name} was told, and took it.")
    if delivery.kind is EventKind.STARTED:
        await _take_on(hub, endpoint, delivery)
    hub.announce(delivery.request_id)


async def _take_on(hub: Hub, endpoint: Endpoint, delivery: Delivery) -> None:
    """Have the request live once every page of it was taken: no person need say so."""
    pages = [
        one
        for one in await records.locked_of(delivery.request_id)
        if one.kind is EventKind.STARTED and one.revision == delivery.revision
    ]
    request = await requests.get(delivery.request_id)
    done = all(one.state is DeliveryState.DELIVERED for one in pages)
    if not done or request is None or request.state is not RequestState.PUBLISHED:
        return
    if request.revision != delivery.revision:
        return  # What was taken is an earlier list; the present one has pages of its own.
    now, receipt = hub.clock.now(), f"{endpoint.name} took the list."
    if await acknowledging.by_hub(request.id, receipt, now) is None:
        return  # Somebody of the team was quicker.
    details = {"endpoint": endpoint.id, "receipt": receipt}
    await outcomes.move(hub, request.id, Move.GO_LIVE, "placement.taken_on", details=details)


async def _give_up(hub: Hub, request: Request, delivery: Delivery, answer: Answer) -> None:
    """Record that something is not sent any more; whom it should have taken off, people do."""
    details = {"delivery": delivery.id, "kind": delivery.kind.value, "code": answer.code}
    details |= {"trouble": answer.trouble}
    await audit.record(hub.clock.now(), CONNECTOR, "journey.failed", request.id, details)
    if delivery.kind is EventKind.REMOVED:
        for one in (await listed.of_requests([request.id]))[request.id]:
            if one.account_id in delivery.account_ids and one.removed_at is None:
                await asking.people(hub, request, one)


async def disable(hub: Hub, request: Request, endpoint: Endpoint) -> None:
    """Record that an endpoint is sent to no more, and tell those who manage by a case."""
    now = hub.clock.now()
    details = {"before": endpoint.state.value, "after": "gone", "request": request.id}
    await audit.record(now, CONNECTOR, "journey.endpoint_gone", endpoint.id, details)
    why = f"The endpoint {endpoint.name} answered 410 to #{request.number}: it is gone."
    report = Report(
        kind=CaseKind.CONTENT_ISSUE,
        source=Source.WATCH,
        title=f"The endpoint {endpoint.name} is gone",
        text=f"{why}\nNothing is sent to it any more. Register the one that took its place, or"
        " make it active again with `setJourneyEndpointActive`; `greenlight doctor` names what was"
        " not sent, and `greenlight retry` sends it.",
        given=Given(severity=Severity.HIGH),
        brand_id=request.brand_id,
        market=None,
        subjects=(Subject(SubjectKind.REQUEST, request.id),),
    )
    place = Place(Priority.P2, MANAGERS, *MINUTES, (why,))
    await open_case.notice(hub, SCHEDULE, report, place)
    hub.announce(endpoint.id)
