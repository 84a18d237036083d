"""What a production asks for, as reviewers read it."""

from bot.messages.kinds.declaring import declared, field, markets, named

TELLING = declared(
    {
        "Show": named("show_id"),
        "Recorded": field("records_on"),
        "Comes out": field("publishes_on"),
        "Guests": field("guests"),
        "Markets": markets,
        "Budget": field("budget"),
        "Sensitive topic": field("sensitive_topic"),
        "Topic": field("topic"),
    },
    beside=("Show", "Recorded", "Comes out", "Markets", "Budget", "Sensitive topic"),
    long=("Topic",),
)
