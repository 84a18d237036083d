"""What reaching a segment asks for, as reviewers read it."""

from bot.messages.kinds.declaring import declared, field, markets, named

TELLING = declared(
    {
        "By": field("means"),
        "Campaign": named("subject_id"),
        "People": lambda brief, *_: f"{brief.audience_size:,}",
        "Youngest": lambda brief, *_: f"{brief.youngest_age} years",
        "Special category": field("special_category"),
        "Markets": markets,
        "Segment": field("segment"),
        "Targets": field("targets"),
    },
    beside=("By", "Campaign", "People", "Youngest", "Special category", "Markets"),
    long=("Segment", "Targets"),
)
