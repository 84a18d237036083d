"""What the enums of edits by others are called in the schema, and what their values mean."""

from collections.abc import Mapping
from enum import EnumMeta

from domain.campaigns.edits.model import About, By, Did, Part

NAMED: tuple[tuple[EnumMeta, str, str], ...] = (
    (By, "EditedBy", "What kind of somebody edited a campaign at Spotify."),
    (Part, "EditedPart", "What of a campaign was edited at Spotify."),
    (Did, "EditDone", "What became of what was edited."),
    (About, "EditedAbout", "What an edited field is about."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "EditedBy": {
        "PERSON": "Somebody in Ads Manager.",
        "SUPPORT": "Spotify's support; it names nobody.",
        "INTEGRATION": "A program other than the hub.",
        "SYSTEM": "Spotify itself.",
        "UNKNOWN": "Spotify does not say.",
    },
    "EditedPart": {
        "CAMPAIGN": "The campaign itself.",
        "AD_SET": "An ad set: what runs in one market.",
        "AD": "An ad.",
        "OTHER": "Something else.",
    },
    "EditDone": {
        "CREATED": "It was made.",
        "CHANGED": "It was changed.",
        "REMOVED": "It was removed.",
    },
    "EditedAbout": {
        "BUDGET": "Money.",
        "TARGETING": "Whom it reaches.",
        "STATUS": "Whether it runs.",
        "OTHER": "Something else.",
    },
}
