"""What the release of an episode asks for, as reviewers read it."""

from collections.abc import Mapping
from typing import Any

from bot.language import later, say
from bot.messages.kinds.declaring import declared, field, markets, named
from bot.messages.telling import Files, file
from domain.feed_writing import EpisodeType
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

#: What is not usual, which is not said.
_TYPES = {EpisodeType.TRAILER: later("Trailer"), EpisodeType.BONUS: later("Bonus")}
_ADULTS = {True: later("For adults"), False: later("For everybody")}


def _record(brief: Any, _files: object, names: Mapping[str, str]) -> str:  # noqa: ANN401  Declared.
    """The title whose record tells of it, and what of that was written over."""
    title = names.get(brief.title_id or "", "")
    over = ", ".join(say(_CALLED[name]) for name in written_over(brief))
    return say("{title}; written over: {fields}", title=title, fields=over) if over else title


def _type(brief: Any, *_: object) -> str:  # noqa: ANN401  Declared.
    """What is unusual about it as an episode, if anything."""
    said = (_TYPES.get(brief.episode_type), _ADULTS.get(brief.explicit))
    return ", ".join(say(one) for one in said if one)


def _series(brief: Any, *_: object) -> str:  # noqa: ANN401  Declared.
    """The series, with its number there, and the season of the show."""
    season = say("season {number}", number=brief.season) if brief.season else ""
    return ", ".join(filter(None, (brief.series or "", str(brief.series_number or ""), season)))


def _disclaimers(brief: Any, *_: object) -> str:  # noqa: ANN401  Declared.
    """The disclaimers, a line each, those of other languages after those of what is spoken."""
    further = [_in(one.tag, text) for one in brief.translations for text in one.disclaimers]
    return "\n".join([*brief.disclaimers, *further])


def _transcripts(brief: Any, files: Files, _: object) -> str:  # noqa: ANN401  Declared.
    """The transcript, then those in other languages than the one that is spoken."""
    first = [file(files, brief.transcript_asset_id)] if brief.transcript_asset_id else []
    further = [
        _in(one.tag, file(files, one.transcript_asset_id))
        for one in brief.translations
        if one.transcript_asset_id
    ]
    return "; ".join([*first, *further])


def _in(language: str, text: str) -> str:
    return say("In {language}: {text}", language=language, text=text)


TELLING = declared(
    {
        later("Show"): named("show_id"),
        later("Episode"): named("episode_id"),
        later("Record"): _record,
        later("Title"): field("episode_title"),
        later("Series"): _series,
        later("Type"): _type,
        later("Published"): field("published_on"),
        later("Credits"): lambda brief, *_: "; ".join(brief.credits),
        later("Comes out"): field("releases_on"),
        later("Published by"): field("target"),
        later("Markets"): markets,
        later("Budget"): field("budget"),
        later("Audio"): lambda brief, files, _: file(files, brief.audio_asset_id),
        later("Artwork"): lambda brief, files, _: file(files, brief.artwork_asset_id),
        later("Transcript"): _transcripts,
        later("Description"): field("description"),
        later("Sponsor reads"): lambda brief, *_: "\n".join(brief.sponsor_reads),
        later("Disclaimers"): _disclaimers,
        later("Script"): field("script"),
    },
    beside=("Show", "Episode", "Comes out", "Published by", "Markets", "Budget"),
    long=("Description", "Sponsor reads", "Disclaimers", "Script"),
)
