"""What the enums of campaign reviews are called in the schema, and what their values mean."""

from collections.abc import Mapping
from enum import EnumMeta

from domain.campaigns.reviews.model import Occasion, Remedy, Severity

NAMED: tuple[tuple[EnumMeta, str, str], ...] = (
    (Occasion, "ReviewOccasion", "Why a campaign is reviewed."),
    (Severity, "ReviewSeverity", "How bad what is suggested about is."),
    (Remedy, "ReviewRemedy", "What a suggestion may be asked for as."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "ReviewOccasion": {
        "MIDDLE": "Half of its flight is settled.",
        "END": "All of its flight is settled.",
        "ASKED": "Somebody asked.",
    },
    "ReviewSeverity": {
        "INFO": "Nothing is bad.",
        "WARNING": "Something should be done.",
        "CRITICAL": "Something should be done at once.",
    },
    "ReviewRemedy": {
        "NONE": "Nothing; it is to be looked at.",
        "REVISION": "A revision of the campaign.",
        "PAUSE": "A pause of the campaign, from the day after.",
    },
}
