"""What a change of what is out asks for, as reviewers read it."""

from bot.language import later
from bot.messages.kinds.declaring import declared, field, markets, named

TELLING = declared(
    {
        later("Of"): named("subject_id"),
        later("Other claims"): field("changes_claims"),
        later("Other audio"): field("changes_audio"),
        later("Markets"): markets,
        later("Change"): field("change"),
        later("Evidence"): field("evidence"),
    },
    beside=("Of", "Other claims", "Other audio", "Markets"),
    long=("Change", "Evidence"),
)
