"""What the release of an episode asks for, as reviewers read it."""

from bot.language import later
from bot.messages.kinds.declaring import declared, field, markets, named
from bot.messages.telling import file

TELLING = declared(
    {
        later("Show"): named("show_id"),
        later("Episode"): named("episode_id"),
        later("Comes out"): field("releases_on"),
        later("Published by"): field("target"),
        later("Markets"): markets,
        later("Budget"): field("budget"),
        later("Audio"): lambda brief, files, _: file(files, brief.audio_asset_id),
        later("Artwork"): lambda brief, files, _: file(files, brief.artwork_asset_id),
        later("Transcript"): lambda brief, files, _: (
            file(files, brief.transcript_asset_id) if brief.transcript_asset_id else ""
        ),
        later("Sponsor reads"): lambda brief, *_: "\n".join(brief.sponsor_reads),
        later("Disclaimers"): lambda brief, *_: "\n".join(brief.disclaimers),
        later("Script"): field("script"),
    },
    beside=("Show", "Episode", "Comes out", "Published by", "Markets", "Budget"),
    long=("Sponsor reads", "Disclaimers", "Script"),
)
