"""What follows from an answer: taken, tried again, given up; and when a webhook is paused."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.activation.journeys import rules as trying
from domain.activation.journeys.concluding import said
from domain.database import transaction
from domain.hub import Hub
from domain.subscriptions import pausing
from domain.webhooks import Answer, delivery_records, records, rules
from domain.webhooks.model import Attempt, Delivery, Standing, Webhook, Why


@dataclass(frozen=True, slots=True)
class Came:
    """What the attempt `number` came to, how long that took, and what is shown of the answer."""

    number: int
    answer: Answer
    took: timedelta
    excerpt: str


async def conclude(hub: Hub, webhook: Webhook, delivery: Delivery, came: Came) -> timedelta | None:
    """Write what an attempt came to; return how long to wait for the next, None if there is none.

    `delivery` is as it stood before the attempt.
    """
    now, answer = hub.clock.now(), came.answer
    async with transaction():
        webhook_now = await records.get(webhook.id, locked=True)
        present = await delivery_records.get(delivery.id, locked=True)
        if webhook_now is None or present is None:
            return None  # It was deleted meanwhile, with its log.
        await delivery_records.answered(_attempt(delivery, came, now))
        if answer.code in trying.TAKEN:
            await delivery_records.came_to(delivery.id, Standing.DELIVERED)
            await records.taken(webhook.id)
            return None
        if present.state is not Standing.WAITING:
            return None  # Another attempt was quicker, and counts.
        wait = _wait(came)
        state = Standing.FAILED if wait is None else Standing.WAITING
        next_at = None if wait is None else now + wait
        await delivery_records.came_to(delivery.id, state, said(answer), next_at)
        await _count(hub, webhook_now, gone=answer.code == trying.GONE)
    return wait


async def give_up(hub: Hub, webhook: Webhook, delivery: Delivery, why: str) -> None:
    """Write that something cannot be sent, as it is; trying again would be no use."""
    now = hub.clock.now()
    async with transaction():
        webhook_now = await records.get(webhook.id, locked=True)
        present = await delivery_records.get(delivery.id, locked=True)
        if webhook_now is None or present is None or present.state is not Standing.WAITING:
            return
        number = delivery.attempts + 1
        await delivery_records.tried(delivery.id, number, "", now)
        came = Came(number, Answer(None, why), timedelta(0), "")
        await delivery_records.answered(_attempt(delivery, came, now))
        await delivery_records.came_to(delivery.id, Standing.FAILED, why)
        await _count(hub, webhook_now, gone=False)


def _wait(came: Came) -> timedelta | None:
    if came.answer.code == trying.GONE:
        return None
    return trying.wait_after(came.number, came.answer.code, came.answer.retry_after)


def _attempt(delivery: Delivery, came: Came, now: datetime) -> Attempt:
    return Attempt(
        delivery_id=delivery.id,
        number=came.number,
        at=now,
        code=came.answer.code,
        trouble="" if came.answer.code in trying.TAKEN else said(came.answer),
        milliseconds=round(came.took.total_seconds() * 1_000),
        excerpt=came.excerpt,
    )


async def _count(hub: Hub, webhook: Webhook, *, gone: bool) -> None:
    """Count a failure, and pause what says that it is gone, or has failed for too long."""
    now = hub.clock.now()
    failures, since = await records.failed(webhook.id, now)
    if gone:
        await pausing.by_itself(hub, webhook, Why.GONE)
    elif rules.is_failing(failures, since, now):
        await pausing.by_itself(hub, webhook, Why.FAILING)
