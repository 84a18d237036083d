"""Whose webhooks somebody sees and changes: their own, and an admin everybody's."""

from domain.actor import Actor
from domain.errors import Missing
from domain.people.model import Act
from domain.people.rules import may, require
from domain.webhooks import delivery_records, records
from domain.webhooks.model import Delivery, Webhook


async def listed(actor: Actor) -> list[Webhook]:
    """Return the webhooks that somebody sees, the newest first."""
    require(actor, Act.SEE_WEBHOOKS)
    return await records.all_of(None if _sees_all(actor) else actor.user_id or "")


async def seen(actor: Actor, webhook_id: str) -> Webhook:
    """Return a webhook; `Missing` if there is none that somebody sees."""
    require(actor, Act.SEE_WEBHOOKS)
    return _theirs(actor, await records.get(webhook_id))


async def held(actor: Actor, webhook_id: str) -> Webhook:
    """Return a webhook that somebody may change, locked until the commit; `Missing` if none."""
    require(actor, Act.HOLD_WEBHOOKS)
    return _theirs(actor, await records.get(webhook_id, locked=True))


async def delivery(actor: Actor, delivery_id: str) -> tuple[Webhook, Delivery]:
    """Return something that was sent, or tried, by a webhook of theirs, which is locked.

    `Missing` if there is none.
    """
    found = await delivery_records.get(delivery_id)
    if found is None or found.tried_at is None:
        raise _no_delivery()
    try:
        return await held(actor, found.webhook_id), found
    except Missing:
        raise _no_delivery() from None


def _theirs(actor: Actor, found: Webhook | None) -> Webhook:
    if found is None or not (found.owner_id == actor.user_id or _sees_all(actor)):
        said = "There is no such webhook of yours; `webhooks` names them."
        raise Missing("no_such_webhook", said, ("webhook_id",))
    return found


def _sees_all(actor: Actor) -> bool:
    return may(actor, Act.CHANGE_PEOPLE)


def _no_delivery() -> Missing:
    said = "There is no such delivery of yours; `Webhook.deliveries` names them."
    return Missing("no_such_delivery", said, ("delivery_id",))
