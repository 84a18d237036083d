"""Asking that a change is told: in its own transaction, once for each webhook and thing.

What waits untried for the same thing takes the change on with a later number, for what is told is
how a thing stands: a burst of changes is one message.
"""

from datetime import datetime

from domain import ids
from domain.jobs import service as jobs
from domain.jobs.model import Wake
from domain.webhooks import delivery_records, records, rules
from domain.webhooks.model import Delivery, Happening, Standing, WebhookState

#: The job that sends one delivery.
SEND = "webhook.send"


async def changed(wake: Wake, now: datetime, subject_id: str) -> None:
    """Ask that every webhook is told that something changed, in the transaction that changes it."""
    happening = rules.happening_of(subject_id)
    if happening is None:
        return
    found = await records.told_of(happening)
    if not found:
        return
    sequence = await delivery_records.next_of(subject_id)
    for webhook_id, state in found.items():
        one = _made(webhook_id, happening, subject_id, sequence, now)
        # For what is paused it is kept only: making it active again asks for the jobs.
        if await delivery_records.add(one) and state is WebhookState.ACTIVE:
            await send(wake, now, webhook_id, one.id)


async def one(
    wake: Wake, now: datetime, webhook_id: str, happening: Happening, subject_id: str
) -> None:
    """Ask that one webhook is told how something stands, as its next change would be."""
    sequence = await delivery_records.next_of(subject_id) if subject_id else 0
    made = _made(webhook_id, happening, subject_id, sequence, now)
    if await delivery_records.add(made):
        await send(wake, now, webhook_id, made.id)


async def send(wake: Wake, now: datetime, webhook_id: str, delivery_id: str) -> None:
    """Ask for the job that sends a delivery; a second one finds nothing left to do.

    Those of one webhook run one at a time, so that a slow receiver holds up nobody else's.
    """
    await jobs.ask(
        wake,
        now,
        key=f"webhook:{delivery_id}:{ids.new(ids.Prefix.JOB)}",
        kind=SEND,
        lane=f"webhook:{webhook_id}",
        details={"delivery_id": delivery_id},
    )


def _made(
    webhook_id: str, happening: Happening, subject_id: str, sequence: int, now: datetime
) -> Delivery:
    id_ = ids.new(ids.Prefix.WEBHOOK_DELIVERY)
    return Delivery(id_, webhook_id, happening, subject_id, sequence, Standing.WAITING, now)
