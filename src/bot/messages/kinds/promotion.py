"""What a promotion asks for, as reviewers read it."""

from bot.language import later
from bot.messages.kinds.declaring import declared, field, markets
from bot.messages.telling import file

TELLING = declared(
    {
        later("Occasion"): field("occasion"),
        later("Day"): field("appears_on"),
        later("Markets"): markets,
        later("Budget"): field("budget"),
        later("Sensitive topic"): field("sensitive_topic"),
        later("About"): field("about"),
        later("Pack"): lambda brief, files, _: (
            file(files, brief.pack_asset_id) if brief.pack_asset_id else ""
        ),
    },
    beside=("Occasion", "Day", "Markets", "Budget", "Sensitive topic"),
    long=("About",),
)
