"""What using something again asks for, as reviewers read it."""

from bot.messages.kinds.declaring import declared, field, markets, named

TELLING = declared(
    {
        "What": named("subject_id"),
        "Where": field("channels"),
        "Others in it": field("third_party_material"),
        "Markets": markets,
        "Evidence": field("evidence"),
    },
    beside=("What", "Where", "Others in it", "Markets"),
    long=("Evidence",),
)
