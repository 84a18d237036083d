"""What the release of an episode asks for, as reviewers read it."""

from collections.abc import Iterable

from bot.language import later, say
from bot.messages.kinds.declaring import declared, field, markets, named
from bot.messages.telling import file
from domain.requests.kinds.titled import Told, written_over

#: What people call the fields that a title's record may give.
_CALLED = {
    Told.EPISODE_TITLE: later("Title"),
    Told.DESCRIPTION: later("Description"),
    Told.CREDITS: later("Credits"),
    Told.SERIES: later("Series"),
    Told.SERIES_NUMBER: later("Number in the series"),
    Told.PUBLISHED_ON: later("Published"),
}


def _called(names: Iterable[Told]) -> str:
    return ", ".join(say(_CALLED[name]) for name in names)


TELLING = declared(
    {
        later("Show"): named("show_id"),
        later("Episode"): named("episode_id"),
        later("Record"): named("title_id"),
        later("From the record"): lambda brief, *_: _called(brief.from_record),
        later("Written over"): lambda brief, *_: _called(written_over(brief)),
        later("Title"): field("episode_title"),
        later("Series"): field("series"),
        later("Number in the series"): field("series_number"),
        later("Published"): field("published_on"),
        later("Credits"): lambda brief, *_: "; ".join(brief.credits),
        later("Comes out"): field("releases_on"),
        later("Published by"): field("target"),
        later("Markets"): markets,
        later("Budget"): field("budget"),
        later("Audio"): lambda brief, files, _: file(files, brief.audio_asset_id),
        later("Artwork"): lambda brief, files, _: file(files, brief.artwork_asset_id),
        later("Transcript"): lambda brief, files, _: (
            file(files, brief.transcript_asset_id) if brief.transcript_asset_id else ""
        ),
        later("Description"): field("description"),
        later("Sponsor reads"): lambda brief, *_: "\n".join(brief.sponsor_reads),
        later("Disclaimers"): lambda brief, *_: "\n".join(brief.disclaimers),
        later("Script"): field("script"),
    },
    beside=("Show", "Episode", "Comes out", "Published by", "Markets", "Budget"),
    long=("Description", "Sponsor reads", "Disclaimers", "Script"),
)
