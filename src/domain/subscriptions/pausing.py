"""Pausing a webhook, by its people or by the hub itself, and having it sent to again.

Changes are kept for what is paused, each thing once, and sent when it is active again.
"""

from domain import ids
from domain.actor import SCHEDULE, Actor
from domain.audit import service as audit
from domain.cases import open_case
from domain.cases.model import CaseKind, Given, Priority, Report, Severity, Source
from domain.cases.open_case import Place
from domain.cases.rules import MANAGERS
from domain.database import transaction
from domain.errors import Conflict
from domain.hub import Hub
from domain.people import entering
from domain.subscriptions.holding import held
from domain.tellings import service as tellings
from domain.tellings.model import Outcome, Telling, Way, What
from domain.webhooks import asking, delivery_records, records
from domain.webhooks.model import Webhook, WebhookState, Why

#: How many minutes of business time there are to answer, and to do, where its owner is barred.
MINUTES = (480, 2_400)


async def pause(hub: Hub, actor: Actor, webhook_id: str) -> str:
    """Send nothing by a webhook until it is resumed; for its owner, and for admins."""
    async with transaction():
        before = await held(actor, webhook_id)
        if before.state is WebhookState.ACTIVE:
            await _stand(hub, actor, before, WebhookState.PAUSED, Why.WISH)
    return webhook_id


async def resume(hub: Hub, actor: Actor, webhook_id: str) -> str:
    """Send what was kept for a webhook, and what comes; for its owner, and for admins.

    Raises `Conflict` where its owner may not enter: it would be paused again at once.
    """
    now = hub.clock.now()
    async with transaction():
        before = await held(actor, webhook_id)
        if not await entering.may_enter(before.owner_id):
            said = "Its owner may not enter any more; let somebody who may register it anew."
            raise Conflict("owner_barred", said)
        if before.state is WebhookState.PAUSED:
            await _stand(hub, actor, before, WebhookState.ACTIVE, Why.NOT)
            for delivery_id in await delivery_records.waiting(webhook_id):
                await asking.send(hub.wake, now, webhook_id, delivery_id)
    return webhook_id


async def by_itself(hub: Hub, webhook: Webhook, why: Why) -> None:
    """Pause a webhook since the hub has to, in its transaction, and tell who can mend that."""
    if webhook.state is WebhookState.PAUSED:
        return
    await _stand(hub, SCHEDULE, webhook, WebhookState.PAUSED, why)
    if why is Why.BARRED:
        await _tell_managers(hub, webhook)
    else:
        await _tell_owner(hub, webhook, why)


async def _stand(hub: Hub, actor: Actor, webhook: Webhook, state: WebhookState, why: Why) -> None:
    await records.stand(webhook.id, state, why)
    act = "webhook.paused" if state is WebhookState.PAUSED else "webhook.resumed"
    await audit.record(hub.clock.now(), actor, act, webhook.id, {"why": why.value})
    hub.announce(webhook.id)


async def _tell_owner(hub: Hub, webhook: Webhook, why: Why) -> None:
    now = hub.clock.now()
    told = Telling(
        id=ids.new(ids.Prefix.TELLING),
        key=f"{webhook.id}:{why}:{now.isoformat()}",
        what=What.WEBHOOK,
        way=Way.DIRECT,
        outcome=Outcome.ASKED,
        asked_at=now,
        user_id=webhook.owner_id,
        details={"webhook": webhook.name, "why": why.value},
    )
    await tellings.ask(hub, told, now)


async def _tell_managers(hub: Hub, webhook: Webhook) -> None:
    """Open the case by which those who manage hear that somebody has to take a webhook over."""
    why = f"The owner of the webhook {webhook.name} may not enter any more; it is paused."
    report = Report(
        kind=CaseKind.CONTENT_ISSUE,
        source=Source.WATCH,
        title=f"The webhook {webhook.name} has no owner",
        text=f"{why}\nWhoever needs it registers it anew with `createWebhook`; an admin ends this"
        " one with `deleteWebhook`.",
        given=Given(severity=Severity.LOW),
        brand_id=None,
        market=None,
        subjects=(),
    )
    await open_case.notice(hub, SCHEDULE, report, Place(Priority.P3, MANAGERS, *MINUTES, (why,)))
