"""Registering webhooks, changing and deleting them, renewing what signs, trying them out."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain import ids
from domain.activation.journeys import rules as signing
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Invalid
from domain.hub import Hub
from domain.people.model import Act
from domain.people.names import clean_name
from domain.people.rules import require
from domain.people.service import get_user
from domain.subscriptions import holding
from domain.subscriptions.selecting import Selecting
from domain.webhooks import asking, records, rules
from domain.webhooks.model import Happening, Webhook, WebhookState, Why


@dataclass(frozen=True, slots=True)
class Wanted:
    """A webhook as it is to be; see `Webhook`. None is what stays, or, of a new one, is missing."""

    name: str | None = None
    address: str | None = None
    happenings: Sequence[Happening] | None = None
    selection: str | None = None


async def register(
    hub: Hub, actor: Actor, selecting: Selecting, wanted: Wanted, *, owner_id: str | None = None
) -> tuple[Webhook, str]:
    """Register a webhook; return it, and its secret, which is shown nowhere else.

    It reads with the rights of who registers it, or of `owner_id`, which takes the right to change
    people. Raises `Invalid` for an address that nothing is ever sent to, and for a selection that
    is none; `Conflict` where there are too many.
    """
    owner = owner_id or actor.user_id
    if owner is None:
        raise Invalid("nobody", "A webhook belongs to somebody.", ("owner_id",))
    require(actor, Act.HOLD_WEBHOOKS)
    if owner != actor.user_id:
        require(actor, Act.CHANGE_PEOPLE)
        await get_user(owner)
    secret = signing.new_secret(secrets.token_bytes(signing.SECRET_BYTES))
    blank = Webhook(
        id=ids.new(ids.Prefix.WEBHOOK),
        owner_id=owner,
        name="",
        address="",
        happenings=(),
        selection="",
        state=WebhookState.ACTIVE,
        why=Why.NOT,
        made_at=hub.clock.now(),
        sealed=hub.secrets.seal(rules.SEALED_FOR, secret),
    )
    made = _checked(hub, selecting, blank, wanted)
    async with transaction():
        await sql.take_turns(Turn.WEBHOOKS)
        await _require_room(owner)
        await records.add(made)
        details = {"owner": owner, **_told(made)}
        await audit.record(made.made_at, actor, "webhook.registered", made.id, details)
        hub.announce(made.id)
    return made, secret


async def change(
    hub: Hub, actor: Actor, selecting: Selecting, webhook_id: str, wanted: Wanted
) -> str:
    """Change what a webhook is told of, where, and what of it; for its owner, and for admins.

    What waits is told as it is selected from now on. Raises as `register` does.
    """
    async with transaction():
        before = await holding.held(actor, webhook_id)
        after = _checked(hub, selecting, before, wanted)
        if after != before:
            await records.change(after)
            details = {"before": _told(before), "after": _told(after)}
            await audit.record(hub.clock.now(), actor, "webhook.changed", webhook_id, details)
            hub.announce(webhook_id)
    return webhook_id


async def rotate(hub: Hub, actor: Actor, webhook_id: str) -> tuple[str, str]:
    """Give a webhook a new secret; return its id and that secret.

    The one before signs beside it for a day. A third ends the first at once: two sign, and no more.
    """
    secret, now = signing.new_secret(secrets.token_bytes(signing.SECRET_BYTES)), hub.clock.now()
    until = now + signing.OVERLAP
    async with transaction():
        await holding.held(actor, webhook_id)
        await records.rotate(webhook_id, hub.secrets.seal(rules.SEALED_FOR, secret), until)
        details = {"before_until": until.isoformat()}
        await audit.record(now, actor, "webhook.secret_rotated", webhook_id, details)
        hub.announce(webhook_id)
    return webhook_id, secret


async def delete(hub: Hub, actor: Actor, webhook_id: str) -> str:
    """Delete a webhook with its secrets and its log; nothing that waits is sent."""
    async with transaction():
        before = await holding.held(actor, webhook_id)
        await records.remove(webhook_id)
        await audit.record(
            hub.clock.now(), actor, "webhook.deleted", webhook_id, {"before": _told(before)}
        )
        hub.announce(webhook_id)
    return webhook_id


async def test(hub: Hub, actor: Actor, webhook_id: str) -> str:
    """Send a message that tells of nothing, to try the receiver out; also if it is paused."""
    now = hub.clock.now()
    async with transaction():
        await holding.held(actor, webhook_id)
        await asking.one(hub.wake, now, webhook_id, Happening.TEST, "")
        await audit.record(now, actor, "webhook.tested", webhook_id, {})
    return webhook_id


async def redeliver(hub: Hub, actor: Actor, delivery_id: str) -> str:
    """Send how the thing of a delivery stands now, as a new delivery; return the webhook's id.

    It has a later number, so that no receiver takes what was for what is. Raises `Conflict` where
    the webhook is paused.
    """
    now = hub.clock.now()
    async with transaction():
        webhook, found = await holding.delivery(actor, delivery_id)
        if webhook.state is WebhookState.PAUSED and found.happening is not Happening.TEST:
            raise Conflict("paused", "This webhook is paused: `resumeWebhook` sends what waits.")
        await asking.one(hub.wake, now, webhook.id, found.happening, found.subject_id)
        details = {"delivery": delivery_id}
        await audit.record(now, actor, "webhook.redelivered", webhook.id, details)
    return webhook.id


def _checked(hub: Hub, selecting: Selecting, before: Webhook, wanted: Wanted) -> Webhook:
    """Return a webhook as it is wanted; `Invalid` with what is wrong with that."""
    if hub.journeys is None:
        raise Conflict("not_connected", "Nothing here sends webhooks.")
    name = before.name if wanted.name is None else clean_name(wanted.name)
    address = before.address if wanted.address is None else wanted.address.strip()
    hub.journeys.require(address)
    given = before.happenings if wanted.happenings is None else wanted.happenings
    happenings = tuple(one for one in Happening if one in given and one is not Happening.TEST)
    if not happenings:
        raise Invalid("no_events", "Choose one event at least; `webhookEvents` names them.", _PATH)
    selection = before.selection if wanted.selection is None else wanted.selection
    if len(selection) > rules.SELECTION_MAX:
        said = f"A query has at most {rules.SELECTION_MAX:,} characters."
        raise Invalid("too_long", said, ("query",))
    selecting.require(selection, happenings)
    return replace(before, name=name, address=address, happenings=happenings, selection=selection)


_PATH = ("events",)


async def _require_room(owner_id: str) -> None:
    everyones = await records.all_of(None)
    if sum(one.owner_id == owner_id for one in everyones) >= rules.OWNED_MAX:
        said = f"Somebody has at most {rules.OWNED_MAX} webhooks; delete one first."
        raise Conflict("too_many_webhooks", said)
    if len(everyones) >= rules.WEBHOOKS_MAX:
        said = f"There are {rules.WEBHOOKS_MAX} webhooks, the most there may be."
        raise Conflict("too_many_webhooks", said)


def _told(one: Webhook) -> dict[str, object]:
    """Return what the record keeps of a webhook: never its secret."""
    events = [happening.value for happening in one.happenings]
    return {"name": one.name, "address": one.address, "events": events, "query": one.selection}
