"""What the enums of ads are called in the schema, and what their values mean."""

from collections.abc import Mapping
from enum import EnumMeta

from domain.requests.kinds.button import ButtonLanguage

NAMED: tuple[tuple[EnumMeta, str, str], ...] = (
    (ButtonLanguage, "ButtonLanguage", "The languages Spotify has for a button."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "ButtonLanguage": {
        one.name: f"The button is in the language `{one.value}` of BCP 47."
        for one in ButtonLanguage
    },
}
