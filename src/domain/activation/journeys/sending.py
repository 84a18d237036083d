"""Sending one message: begun in one transaction, sent with none open, concluded in another.

Every attempt carries the same id, so that whoever heard the one before does nothing twice. Whom a
page names is judged anew for each attempt: who agrees no more by then is left out.
"""

from dataclasses import dataclass
from datetime import datetime

from domain.activation import records as listed
from domain.activation import rules as activation
from domain.activation.journeys import body, concluding, records, rules
from domain.activation.journeys.body import Named
from domain.activation.journeys.model import (
    Delivery,
    DeliveryState,
    Endpoint,
    EndpointState,
    EventKind,
)
from domain.audience.segments import records as segments
from domain.catalog import site_records
from domain.consents import records as consents
from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import GiveUp, Job, RetryLater
from domain.requests import records as requests
from domain.requests.kinds.targeting import TargetingBrief
from domain.requests.model import Request, RequestState
from domain.webhooks import Answer, Message

#: Why a job waits whose endpoint is paused, and how long, in seconds, if nobody ends that.
PAUSED, PAUSE_SECONDS = "its endpoint is paused", 3_600

#: Where a list that was handed over still goes out.
_OUT = frozenset({RequestState.PUBLISHED, RequestState.LIVE})

#: What is answered in place of an endpoint that said before that it is gone, and of one that is
#: paused for so long that people take somebody off.
STILL_GONE = Answer(rules.GONE, "The endpoint said before that it is gone.")
STILL_PAUSED = Answer(None, "The endpoint is paused, and taking off cannot wait.")


@dataclass(frozen=True, slots=True)
class _Begun:
    """An attempt that was written down, as it stood before: what is sent, or why nothing is."""

    delivery: Delivery
    endpoint: Endpoint
    request: Request
    message: Message | Answer


async def send(hub: Hub, job: Job) -> None:
    """Send one message; the handler of `going.SEND`."""
    if hub.journeys is None:
        raise GiveUp("nothing here sends webhooks")
    begun = await _begin(hub, job.details["delivery_id"])
    if begun is None:
        return
    attempts: int | None = None
    if isinstance(begun.message, Answer):
        answer = begun.message
    else:
        answer, attempts = await hub.journeys.send(begun.message), begun.delivery.attempts + 1
    wait = await concluding.conclude(
        hub, begun.request, begun.endpoint, begun.delivery, attempts, answer
    )
    if wait is not None:
        raise RetryLater(wait.total_seconds(), concluding.said(answer))


async def _begin(hub: Hub, delivery_id: str) -> _Begun | None:
    """Write an attempt down and return it; None where there is nothing to send any more."""
    now = hub.clock.now()
    async with transaction():
        delivery = await records.locked(delivery_id)
        if delivery is None or delivery.state in {DeliveryState.DELIVERED, DeliveryState.DROPPED}:
            return None
        request = await requests.get(delivery.request_id)
        endpoint = await records.endpoint(delivery.endpoint_id)
        brief = activation.brief_of(request) if request else None
        if request is None or endpoint is None or not isinstance(brief, TargetingBrief):
            raise LookupError(delivery_id)
        sent = await records.locked_of(request.id)
        if why := _needless(delivery, request, brief, now) or rules.outdated(delivery, sent):
            await records.came_to(delivery.id, DeliveryState.DROPPED, Answer(None, why))
            hub.announce(request.id)
            return None
        if endpoint.state is EndpointState.PAUSED and not rules.too_late(delivery, now):
            raise RetryLater(PAUSE_SECONDS, PAUSED)
        if endpoint.state is not EndpointState.ACTIVE:
            is_gone = endpoint.state is EndpointState.GONE
            return _Begun(delivery, endpoint, request, STILL_GONE if is_gone else STILL_PAUSED)
        members = await _members(delivery, brief)
        await records.tried(delivery.id, now)
    said = body.written(delivery, request, brief, members)
    secrets = [hub.secrets.unseal(rules.SEALED_FOR, one) for one in rules.sealed_now(endpoint, now)]
    headers = rules.headers(secrets, delivery.id, now, said)
    return _Begun(delivery, endpoint, request, Message(endpoint.address, headers, said))


def _needless(
    delivery: Delivery, request: Request, brief: TargetingBrief, now: datetime
) -> str | None:
    """Return why a page need not be sent any more; None if it has to be, as all else has."""
    if delivery.kind is not EventKind.STARTED:
        return None
    if request.state not in _OUT:
        return "The request is not out any more."
    if delivery.revision != request.revision:
        return "A later revision took its place."
    if brief.until is not None and brief.until < now.date():
        return "Its last day has passed."
    return None


async def _members(delivery: Delivery, brief: TargetingBrief) -> list[Named]:
    """Return whom a message names: of a page, those who still agree and were not taken off."""
    account_ids = delivery.account_ids
    if delivery.kind is EventKind.STARTED:
        ledgers = await consents.of_subjects(account_ids)
        lists = await listed.of_requests([delivery.request_id])
        # Who is on two lists of one request is judged by the later one.
        off = {one.account_id: one.asked_at is not None for one in lists[delivery.request_id]}
        account_ids = tuple(
            one for one in account_ids if not off[one] and activation.agreed(brief, ledgers[one])
        )
    accounts = await site_records.accounts_by_id(account_ids)
    offers = await segments.offers_of(account_ids)
    return [Named(accounts[one].pseudonym, offers.get(one)) for one in account_ids]
