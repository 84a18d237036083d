"""What the command line says of webhooks: those that fail, and those the hub paused."""

from app.findings import PERSON
from domain.webhooks import records
from domain.webhooks.model import Webhook, WebhookState, Why

#: What a person does about a webhook that the hub paused, by why.
_REMEDIES = {
    Why.FAILING: "its receiver took nothing for too long; mend that, then `resumeWebhook`",
    Why.GONE: "its receiver is gone; give it another address, then `resumeWebhook`",
    Why.BARRED: "its owner may not enter any more; have it registered anew",
}


async def standing() -> list[str]:
    """Return a line for every webhook that is in trouble; a person is needed where it is paused."""
    return [_line(one) for one in await records.troubled()]


def _line(one: Webhook) -> str:
    named = f"webhook {one.name} ({one.id})"
    if one.state is WebhookState.PAUSED and one.why in _REMEDIES:
        return f"{PERSON}{named} is paused: {_REMEDIES[one.why]}"
    return f"{named}: its last {one.failures} attempts failed, and it is tried again"
