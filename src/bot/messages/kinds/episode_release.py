"""What the release of an episode asks for, as reviewers read it."""

from bot.messages.kinds.declaring import declared, field, markets, named
from bot.messages.telling import file

TELLING = declared(
    {
        "Show": named("show_id"),
        "Episode": named("episode_id"),
        "Comes out": field("releases_on"),
        "Published by": field("target"),
        "Markets": markets,
        "Budget": field("budget"),
        "Audio": lambda brief, files, _: file(files, brief.audio_asset_id),
        "Artwork": lambda brief, files, _: file(files, brief.artwork_asset_id),
        "Transcript": lambda brief, files, _: (
            file(files, brief.transcript_asset_id) if brief.transcript_asset_id else ""
        ),
        "Sponsor reads": lambda brief, *_: "\n".join(brief.sponsor_reads),
        "Disclaimers": lambda brief, *_: "\n".join(brief.disclaimers),
        "Script": field("script"),
    },
    beside=("Show", "Episode", "Comes out", "Published by", "Markets", "Budget"),
    long=("Sponsor reads", "Disclaimers", "Script"),
)
