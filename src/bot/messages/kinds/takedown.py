"""What a takedown asks for, as reviewers read it."""

from bot.language import later
from bot.messages.kinds.declaring import declared, field, markets, named
from bot.messages.telling import file
from domain.territories import spoken

TELLING = declared(
    {
        later("Reason"): field("reason"),
        later("Urgent"): field("urgent"),
        later("Markets"): markets,
        later("Further territories"): lambda brief, *_: (
            spoken(brief.territories) if brief.territories else ""
        ),
        later("What"): named("subject_id"),
        later("Track"): field("isrc"),
        later("Where"): field("address"),
        later("What happened"): field("details"),
        later("Evidence"): lambda brief, files, _: (
            file(files, brief.evidence_asset_id) if brief.evidence_asset_id else ""
        ),
    },
    beside=("Reason", "Urgent", "Markets"),
    long=("What happened",),
)
