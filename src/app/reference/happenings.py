"""docs/reference/webhook-events.md: what webhooks and subscriptions tell, and with which fields."""

from api.schema import schema
from api.webhooks.queries import ROOTS
from app.reference.markdown import page, row, table
from domain.webhooks.model import Happening

_INTRO = """
What changed is told to whoever listens: by webhooks (`createWebhook`; [how](../webhooks.md)) \
and by subscriptions ([how](../graphql.md)). Neither says what changed: each tells how the \
thing stands now, in the fields that were asked for, with the rights of whoever asked.

## Webhooks

Every message has the same envelope:

| field | holds |
|---|---|
| `type` | the type of the event, as below |
| `version` | 1 |
| `timestamp` | when it was sent, ISO 8601 |
| `webhook` | the webhook's id |
| `subject` | the id of what changed; empty for a test |
| `sequence` | grows with every change of the same subject |
| `data` | the answer to the webhook's query; null for a test |
| `errors` | beside `data`, where parts could not be read |

`data` has the one field that stands for the event:
"""


def webhook_events() -> str:
    """Return the page."""
    printed = schema._schema  # noqa: SLF001  Strawberry shows it no other way.
    enum = printed.type_map["WebhookEvent"]
    rows = [
        row(
            f"`{name}`",
            f"`{Happening[name].value}`",
            _asked(Happening[name]),
            " ".join(str(value.description).split()),
        )
        for name, value in enum.values.items()  # type: ignore[attr-defined]
    ]
    told = printed.subscription_type
    assert told is not None  # noqa: S101  The house has subscriptions.
    heard = [
        row(
            f"`{name}({', '.join(one.args)})`" if one.args else f"`{name}`",
            f"`{one.type}`",
            str(one.description),
        )
        for name, one in told.fields.items()
    ]
    return page(
        "Events for webhooks and subscriptions",
        _INTRO,
        table(("event", "type", "field of `data`", "what happened"), rows),
        "## Subscriptions",
        table(("subscription", "tells", "when"), heard),
    )


def _asked(happening: Happening) -> str:
    return f"`{ROOTS[happening]}`" if happening in ROOTS else "-"
