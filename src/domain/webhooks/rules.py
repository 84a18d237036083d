"""What is told to which webhook, in which form, and when it has failed for too long. Pure."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from domain.ids import Prefix
from domain.webhooks.model import Delivery, Happening, Webhook, WebhookState

#: The version of the form; it changes where a receiver would have to read it differently.
VERSION = 1

#: What secrets are sealed for.
SEALED_FOR = "webhook-secret"

#: The most webhooks of one person, and of one hub; every change asks each of them. Ours.
OWNED_MAX, WEBHOOKS_MAX = 10, 100

#: The longest selection, in characters. Ours.
SELECTION_MAX = 10_000

#: How long one attempt may take, in seconds: a receiver takes it first and works afterwards. Ours.
SECONDS = 10.0

#: The largest message, in bytes. Ours.
PAYLOAD_BYTES_MAX = 262_144

#: The most that is kept of what a receiver says, in characters. Ours.
EXCERPT_MAX = 500

#: So many failures in a row pause a webhook, once they have gone on for so long: a burst of changes
#: fails often in a minute in which the receiver is started anew. Ours.
FAILURES_MAX, FAILING_FOR = 20, timedelta(hours=1)

#: How long payloads are kept, and what became of them; and the most deliveries kept of a webhook.
PAYLOAD_KEPT, LOG_KEPT, LOG_MAX = timedelta(days=7), timedelta(days=30), 10_000

#: What an excerpt shows in place of a secret or signature.
HIDDEN = "[hidden]"

#: Of which kinds of thing a change is told. What is published stands on its request.
_OF: Mapping[str, Happening] = MappingProxyType(
    {
        Prefix.REQUEST: Happening.REQUEST_CHANGED,
        Prefix.CASE: Happening.CASE_CHANGED,
        Prefix.ALERT: Happening.ALERT_CHANGED,
        Prefix.SHOW: Happening.SHOW_CHANGED,
    }
)


def happening_of(subject_id: str) -> Happening | None:
    """Return what a change of something is to webhooks; None if they are not told of such."""
    return _OF.get(subject_id.partition("_")[0])


def body(webhook: Webhook, delivery: Delivery, said: Mapping[str, Any]) -> bytes:
    """Return the message: JSON with `type`, `version`, `timestamp`, what it is of, and `data`.

    `timestamp` is when it was asked for, the same in every attempt. `said` holds `data`, and
    `errors` where parts of it could not be read.
    """
    message = {
        "type": delivery.happening.value,
        "version": VERSION,
        "timestamp": delivery.made_at.isoformat(),
        "webhook": webhook.id,
        "subject": delivery.subject_id or None,
        "sequence": delivery.sequence,
        **said,
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def excerpt(said: str, hidden: Sequence[str]) -> str:
    """Return the beginning of what a receiver said, in one line, with nothing of `hidden` in it."""
    for one in hidden:
        said = said.replace(one, HIDDEN)
    seen = "".join(sign if sign.isprintable() else " " for sign in said)
    return " ".join(seen.split())[:EXCERPT_MAX]


def is_failing(failures: int, since: datetime | None, now: datetime) -> bool:
    """Whether so many attempts failed in a row, for so long, that no more are made."""
    return failures >= FAILURES_MAX and since is not None and now - since >= FAILING_FOR


def goes_out(webhook: Webhook, delivery: Delivery) -> bool:
    """Whether something is sent to a webhook now; a test also tries out one that is paused."""
    return webhook.state is WebhookState.ACTIVE or delivery.happening is Happening.TEST
