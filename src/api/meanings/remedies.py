"""What the enums of estimates and remedies are called in the schema, and what they mean."""

from collections.abc import Mapping
from enum import EnumMeta

from domain.campaigns.estimates.model import Answer
from domain.campaigns.remedies.model import RemedyState

NAMED: tuple[tuple[EnumMeta, str, str], ...] = (
    (Answer, "EstimateAnswer", "What asking Spotify for an estimate came to."),
    (RemedyState, "RemedyState", "How far a remedy of a rejection is."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "EstimateAnswer": {
        "FORECAST": "It said how many people it expects.",
        "TOO_FEW": "Too few people fit for it to run.",
        "NONE": "It gave none; nothing waits for one.",
    },
    "RemedyState": {
        "OPEN": "It is to be done.",
        "DONE": "Somebody ticked it off.",
        "SENT": "It was closed with the revision that went out, or with a newer rejection.",
    },
}
