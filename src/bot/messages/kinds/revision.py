"""What a change of what is out asks for, as reviewers read it."""

from bot.messages.kinds.declaring import declared, field, markets, named

TELLING = declared(
    {
        "Of": named("subject_id"),
        "Other claims": field("changes_claims"),
        "Other audio": field("changes_audio"),
        "Markets": markets,
        "Change": field("change"),
        "Evidence": field("evidence"),
    },
    beside=("Of", "Other claims", "Other audio", "Markets"),
    long=("Change", "Evidence"),
)
