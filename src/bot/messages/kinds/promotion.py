"""What a promotion asks for, as reviewers read it."""

from bot.messages.kinds.declaring import declared, field, markets
from bot.messages.telling import file

TELLING = declared(
    {
        "Occasion": field("occasion"),
        "Day": field("appears_on"),
        "Markets": markets,
        "Budget": field("budget"),
        "Sensitive topic": field("sensitive_topic"),
        "About": field("about"),
        "Pack": lambda brief, files, _: (
            file(files, brief.pack_asset_id) if brief.pack_asset_id else ""
        ),
    },
    beside=("Occasion", "Day", "Markets", "Budget", "Sensitive topic"),
    long=("About",),
)
