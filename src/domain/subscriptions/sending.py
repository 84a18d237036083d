"""Sending one delivery: begun in one transaction, sent with none open, concluded in another.

What is told is read anew for each attempt, with the rights its owner has at that moment. Every
attempt carries the same id, so that whoever heard the one before does nothing twice.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.activation.journeys import rules as signing
from domain.activation.journeys.concluding import said
from domain.actor import Actor, Door
from domain.database import transaction
from domain.errors import Invalid
from domain.hub import Hub
from domain.jobs.model import GiveUp, Job, RetryLater
from domain.people import entering
from domain.subscriptions import concluding, pausing
from domain.subscriptions.selecting import Selecting
from domain.webhooks import Message, asking, delivery_records, records, rules
from domain.webhooks.model import Delivery, Happening, Standing, Webhook, Why

#: Asked for every hour: what is old is forgotten, what was left is asked for again.
LOOK = "webhooks.look"

#: How long something may wait before it counts as left. Ours: longer than any job is in hand.
LEFT_FOR = timedelta(minutes=10)

#: Why nothing need be sent any more.
OVERTAKEN, UNSEEN = "A later change was delivered already.", "Its owner may not see it any more."


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that was written down: by which webhook, of what, with whose rights.

    `delivery` is as it stood before, `number` counts the attempts with this one.
    """

    webhook: Webhook
    delivery: Delivery
    reader: Actor

    @property
    def number(self) -> int:
        """Which attempt this is, from 1."""
        return self.delivery.attempts + 1


async def send(hub: Hub, selecting: Selecting, job: Job) -> None:
    """Send one delivery; the handler of `asking.SEND`."""
    if hub.journeys is None:
        raise GiveUp("nothing here sends webhooks")
    begun = await _begin(hub, job.details["delivery_id"])
    if begun is None:
        return
    try:
        message = await _message(hub, selecting, begun)
    except Invalid as refusal:
        why = f"What it selects is refused: {refusal.message}"
        await concluding.give_up(hub, begun.webhook, begun.delivery, why)
        return
    if message is None or not await _write_down(hub, begun, message):
        return
    since = asyncio.get_running_loop().time()
    answer = await hub.journeys.send(message)
    took = asyncio.get_running_loop().time() - since
    hidden = [*_secrets(hub, begun.webhook), *message.headers["webhook-signature"].split(" ")]
    excerpt = rules.excerpt(answer.said, hidden)
    came = concluding.Came(begun.number, answer, timedelta(seconds=took), excerpt)
    wait = await concluding.conclude(hub, begun.webhook, begun.delivery, came)
    if wait is not None:
        raise RetryLater(wait.total_seconds(), said(answer))


async def look(hub: Hub, _: Job) -> None:
    """Forget what is old, and ask again for what was left; the handler of `LOOK`."""
    now = hub.clock.now()
    async with transaction():
        before, payloads = now - rules.LOG_KEPT, now - rules.PAYLOAD_KEPT
        await delivery_records.forget(before, payloads, rules.LOG_MAX)
        for webhook_id, delivery_id in await delivery_records.left(now - LEFT_FOR):
            await asking.send(hub.wake, now, webhook_id, delivery_id)


async def _begin(hub: Hub, delivery_id: str) -> Begun | None:
    """Write that an attempt begins; None where there is nothing to send, or not now."""
    async with transaction():
        found = await delivery_records.get(delivery_id)
        webhook = await records.get(found.webhook_id, locked=True) if found else None
        delivery = await delivery_records.get(delivery_id, locked=True)
        if webhook is None or delivery is None or delivery.state is not Standing.WAITING:
            return None
        if not rules.goes_out(webhook, delivery):
            return None
        reader = await entering.person(hub, webhook.owner_id, Door.API)
        if reader is None:
            await pausing.by_itself(hub, webhook, Why.BARRED)
            return None
        if delivery.sequence and await delivery_records.overtaken(delivery):
            await delivery_records.came_to(delivery.id, Standing.DROPPED, OVERTAKEN)
            return None
        await delivery_records.begin(delivery.id)
    return Begun(webhook, delivery, reader)


async def _message(hub: Hub, selecting: Selecting, begun: Begun) -> Message | None:
    """Return what is sent; None where its owner may not see what it is of. Raises `Invalid`."""
    webhook, delivery = begun.webhook, begun.delivery
    told: dict[str, Any] = {"data": None}
    if delivery.happening is not Happening.TEST:
        found = await selecting.read(hub, begun.reader, webhook, delivery)
        if found is None:
            await _unseen(delivery)
            return None
        told = dict(found)
    body = rules.body(webhook, delivery, told)
    if len(body) > rules.PAYLOAD_BYTES_MAX:
        most = f"{rules.PAYLOAD_BYTES_MAX:,}"
        raise Invalid("too_large", f"It makes a message of more than {most} bytes; ask for less.")
    headers = signing.headers(_secrets(hub, webhook), delivery.id, hub.clock.now(), body)
    return Message(webhook.address, headers, body, rules.SECONDS)


async def _unseen(delivery: Delivery) -> None:
    """End what its owner may not see: unless they were told of it before, it leaves no trace."""
    async with transaction():
        if delivery.tried_at is None:
            await delivery_records.remove(delivery.id)
        else:
            await delivery_records.came_to(delivery.id, Standing.DROPPED, UNSEEN)


async def _write_down(hub: Hub, begun: Begun, message: Message) -> bool:
    """Write down what is about to be sent; False if it is not to be any more."""
    async with transaction():
        present = await delivery_records.get(begun.delivery.id, locked=True)
        if present is None or present.state is not Standing.WAITING:
            return False
        now = hub.clock.now()
        await delivery_records.tried(present.id, begun.number, message.body.decode(), now)
    return True


def _secrets(hub: Hub, webhook: Webhook) -> list[str]:
    sealed = signing.sealed_now(webhook, hub.clock.now())
    return [hub.secrets.unseal(rules.SEALED_FOR, one) for one in sealed]
