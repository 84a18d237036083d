"""What ending something asks for, as reviewers read it."""

from bot.language import later
from bot.messages.kinds.declaring import declared, field, markets, named

TELLING = declared(
    {
        later("What"): named("subject_id"),
        later("How it ends"): field("ending"),
        later("Day"): field("ends_on"),
        later("Paid for"): field("paid_for"),
        later("Markets"): markets,
        later("Evidence"): field("evidence"),
    },
    beside=("What", "How it ends", "Day", "Paid for", "Markets"),
    long=("Evidence",),
)
