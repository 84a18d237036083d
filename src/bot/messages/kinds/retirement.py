"""What ending something asks for, as reviewers read it."""

from bot.messages.kinds.declaring import declared, field, markets, named

TELLING = declared(
    {
        "What": named("subject_id"),
        "How it ends": field("ending"),
        "Day": field("ends_on"),
        "Paid for": field("paid_for"),
        "Markets": markets,
        "Evidence": field("evidence"),
    },
    beside=("What", "How it ends", "Day", "Paid for", "Markets"),
    long=("Evidence",),
)
