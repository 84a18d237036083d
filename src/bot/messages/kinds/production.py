"""What a production asks for, as reviewers read it."""

from bot.language import later
from bot.messages.kinds.declaring import declared, field, markets, named

TELLING = declared(
    {
        later("Show"): named("show_id"),
        later("Recorded"): field("records_on"),
        later("Comes out"): field("publishes_on"),
        later("Guests"): field("guests"),
        later("Markets"): markets,
        later("Budget"): field("budget"),
        later("Sensitive topic"): field("sensitive_topic"),
        later("Topic"): field("topic"),
    },
    beside=("Show", "Recorded", "Comes out", "Markets", "Budget", "Sensitive topic"),
    long=("Topic",),
)
