"""What a takedown asks for, as reviewers read it."""

from bot.messages.kinds.declaring import declared, field, markets, named
from bot.messages.telling import file

TELLING = declared(
    {
        "Reason": field("reason"),
        "Urgent": field("urgent"),
        "Markets": markets,
        "What": named("subject_id"),
        "Where": field("address"),
        "What happened": field("details"),
        "Evidence": lambda brief, files, _: (
            file(files, brief.evidence_asset_id) if brief.evidence_asset_id else ""
        ),
    },
    beside=("Reason", "Urgent", "Markets"),
    long=("What happened",),
)
