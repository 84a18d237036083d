"""What the enums of ads are called in the schema, and what their values mean."""

from collections.abc import Mapping
from enum import EnumMeta

from domain.requests.kinds.bought import Inventory
from domain.requests.kinds.button import ButtonLanguage
from domain.requests.kinds.heard import Heard

NAMED: tuple[tuple[EnumMeta, str, str], ...] = (
    (ButtonLanguage, "ButtonLanguage", "The languages Spotify has for a button."),
    (Heard, "AdPlacement", "What an ad is heard between."),
    (Inventory, "Inventory", "Whose places in podcasts are sponsored."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "ButtonLanguage": {
        one.name: f"The button is in the language `{one.value}` of BCP 47."
        for one in ButtonLanguage
    },
    "AdPlacement": {"MUSIC": "Tracks.", "PODCAST": "Episodes, and what is in them."},
    "Inventory": {
        "SHOW": "The show's own, which its team places.",
        "SPOTIFY": "Spotify's, bought by a campaign of its own.",
    },
}
