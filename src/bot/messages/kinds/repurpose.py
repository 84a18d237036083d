"""What using something again asks for, as reviewers read it."""

from bot.language import later
from bot.messages.kinds.declaring import declared, field, markets, named

TELLING = declared(
    {
        later("What"): named("subject_id"),
        later("Where"): field("channels"),
        later("Others in it"): field("third_party_material"),
        later("Markets"): markets,
        later("Evidence"): field("evidence"),
    },
    beside=("What", "Where", "Others in it", "Markets"),
    long=("Evidence",),
)
