"""The enums of webhooks in the schema: their names there, and what they and their values mean."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.webhooks.model import Happening, Standing, WebhookState, Why

#: Every enum of webhooks with its name and meaning there.
NAMED: Sequence[tuple[type[StrEnum], str, str]] = (
    (Happening, "WebhookEvent", "What a webhook can be told of."),
    (WebhookState, "WebhookState", "Whether a webhook is sent to."),
    (Why, "WebhookPause", "Why a webhook is paused."),
    (Standing, "WebhookDeliveryState", "What became of something that was to be sent."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "WebhookEvent": {
        "REQUEST_CHANGED": "A request changed, with all that stands on it: stages, votes, drafts,"
        " what is published and placed, hand-overs, files.",
        "CASE_CHANGED": "A case changed, or something was said in it.",
        "ALERT_CHANGED": "An alert opened, was handled or ended, or started something.",
        "SHOW_CHANGED": "What the feed of a show says, or what is in it, changed.",
        "TEST": "Somebody tries a webhook out with `testWebhook`; it tells of nothing.",
    },
    "WebhookState": {
        "ACTIVE": "It is sent to.",
        "PAUSED": "It is not; changes are kept for it, each thing once.",
    },
    "WebhookPause": {
        "NOT": "It is not paused.",
        "WISH": "Somebody paused it.",
        "FAILING": "Its receiver took nothing for too long.",
        "GONE": "Its receiver said that it is gone (410).",
        "BARRED": "Its owner may not enter any more.",
    },
    "WebhookDeliveryState": {
        "WAITING": "It is tried again.",
        "DELIVERED": "The receiver took it.",
        "DROPPED": "It need not be sent any more; `trouble` says why.",
        "FAILED": "It was given up; `trouble` says why.",
    },
}
