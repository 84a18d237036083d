"""An episode, or other branded audio, that is to come out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from domain.catalog.model import AssetKind
from domain.errors import Invalid
from domain.feed_writing import EpisodeType
from domain.jobs.model import AGAIN
from domain.requests.kinds import base, titled, translated
from domain.requests.kinds.base import Id
from domain.requests.kinds.kind import HandsOver, Ref, Thing
from domain.requests.kinds.parts import Amount
from domain.requests.kinds.referenced import Seen
from domain.requests.kinds.titled import TitledBrief, Told
from domain.requests.kinds.translated import TRANSLATIONS_MAX, Text, Translation

#: Asked for whenever a release moved: what follows the episode may go on.
MOVED = AGAIN


class Target(StrEnum):
    """Where an episode is published."""

    FEED = "feed"
    DISTRIBUTION_API = "distribution_api"
    MEGAPHONE = "megaphone"
    PUBLISHING_TEAM = "publishing_team"
    WEBHOOK = "webhook"


#: How many pixels a side artwork has, which is square. Source: what Apple's and Spotify's podcast
#: directories take.
ARTWORK_PIXELS = range(1_400, 3_001)

#: What audio podcast directories take of what can be uploaded. Source: Spotify's delivery
#: specification and Apple's requirements for audio.
DIRECTORY_AUDIO = frozenset({"audio/mpeg", "audio/mp4"})

#: By which targets an episode reaches directories as it is, without anybody in between.
_FOR_DIRECTORIES = frozenset({Target.FEED, Target.DISTRIBUTION_API, Target.MEGAPHONE})

#: The largest number of a season. Ours: a year is the largest that anybody counts by.
SEASON_MAX = 9_999


class EpisodeReleaseBrief(TitledBrief):
    """What is asked for. `releases_on` is a day of the show's own calendar."""

    show_id: Annotated[Id, Field(description="The show it comes out in.")]
    episode_id: Annotated[Id, Field(description="The episode of the catalogue it is.")]
    target: Annotated[Target, Field(description="Where it is published.")]
    releases_on: Annotated[date, Field(description="The day it comes out, after today.")]
    script: Annotated[
        str, Field(min_length=1, max_length=3000, description="What is said; up to 3,000.")
    ]
    sponsor_reads: Annotated[
        tuple[Text, ...],
        Field(max_length=10, description="What is said of sponsors: 10 of up to 500 characters."),
    ] = ()
    disclaimers: Annotated[
        tuple[Text, ...],
        Field(max_length=10, description="Legal disclaimers: 10 of up to 500 characters."),
    ] = ()
    audio_asset_id: Annotated[
        Id, Field(description="The audio, of the kind AUDIO; MP3 or M4A for directories.")
    ]
    artwork_asset_id: Annotated[Id, Field(description="The artwork, of the kind IMAGE.")]
    transcript_asset_id: Annotated[
        Id | None,
        Field(description="The transcript, a DOCUMENT; feeds show WebVTT, SubRip and plain text."),
    ] = None
    translations: Annotated[
        tuple[Translation, ...],
        Field(
            max_length=TRANSLATIONS_MAX,
            description="Disclaimers and transcripts in up to 20 languages that are not spoken.",
        ),
    ] = ()
    budget: Annotated[
        Amount | None, Field(description="What it costs, if it costs more than its making.")
    ] = None
    season: Annotated[
        int | None,
        Field(ge=1, le=SEASON_MAX, description="Its season, 1 to 9,999; unknown if left out."),
    ] = None
    episode_type: Annotated[
        EpisodeType,
        Field(description="What it is to its show; a trailer has no number of its own."),
    ] = EpisodeType.FULL
    explicit: Annotated[
        bool | None,
        Field(description="Whether it is for adults; as its show says if left out."),
    ] = None

    @property
    def asset_ids(self) -> Mapping[str, str]:
        """The audio, the artwork, and the transcripts that there are."""
        named = base.files_of(self, "audio_asset_id", "artwork_asset_id", "transcript_asset_id")
        return named | translated.files_of(self.translations)

    def path_of(self, field: str) -> tuple[str, ...]:
        """Return where it names a file: a transcript that is no translation by its own field."""
        return translated.paths_of(self.translations).get(field, (field,))

    @property
    def every_disclaimer(self) -> Sequence[str]:
        """The disclaimers in all languages, those in what is spoken first."""
        return [*self.disclaimers, *(text for one in self.translations for text in one.disclaimers)]

    @property
    def refers(self) -> Sequence[Ref]:
        """The show, the episode, and the title whose record it is told by."""
        titles = [Ref(Thing.TITLE, self.title_id, ("title_id",))] if self.title_id else []
        return (
            Ref(Thing.SHOW, self.show_id, ("show_id",)),
            Ref(Thing.EPISODE, self.episode_id, ("episode_id",)),
            *titles,
        )


def check(brief: EpisodeReleaseBrief, now: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    lines = [name for name in ("episode_title", "series", "series_number") if getattr(brief, name)]
    return [
        *base.plain_problems(brief, *lines),
        *base.day_problems(brief, now, "releases_on"),
        *base.money_problems(brief.budget, "budget"),
        *_number_problems(brief),
        *translated.problems(brief.translations),
    ]


def _number_problems(brief: EpisodeReleaseBrief) -> list[Invalid]:
    """Return whether people number a trailer; what its title's record says is the title's."""
    if brief.episode_type is not EpisodeType.TRAILER or Told.SERIES_NUMBER in brief.from_record:
        return []
    if brief.series_number is None:
        return []
    said = "A trailer has no number of its own; leave it out, or make this an episode or a bonus."
    return [Invalid("trailer_numbered", said, ("series_number",))]


def facts(brief: EpisodeReleaseBrief, _: datetime, seen: Seen) -> dict[str, Any]:
    """Return what the table of stages judges. Amounts are major units; 0 where there is none."""
    own = seen.episodes[brief.episode_id].sensitivity or seen.shows[brief.show_id].sensitivity
    return {
        **base.money_facts(brief.budget),
        "topic_sensitivity": own.value if own else None,
        "has_disclaimers": bool(brief.every_disclaimer),
        "sponsor_reads": len(brief.sponsor_reads),
    }


def fits(brief: EpisodeReleaseBrief, _: datetime, seen: Seen) -> Sequence[Invalid]:
    """Return which files are other than they have to be, and what is out of order."""
    wanted = {
        "audio_asset_id": AssetKind.AUDIO,
        "artwork_asset_id": AssetKind.IMAGE,
    }
    texts = ("transcript_asset_id", *translated.files_of(brief.translations))
    documents = dict.fromkeys(texts, AssetKind.DOCUMENT)
    return [
        *seen.of_kinds(brief, wanted | documents, texts=texts),
        *_audio_problems(brief, seen),
        *_artwork_problems(brief, seen),
        *titled.record_problems(brief, seen),
    ]


def _audio_problems(brief: EpisodeReleaseBrief, seen: Seen) -> list[Invalid]:
    """Return whether directories of podcasts would refuse the audio."""
    found = seen.assets.get(brief.audio_asset_id)
    if found is None or found.kind is not AssetKind.AUDIO or found.media_type in DIRECTORY_AUDIO:
        return []
    if brief.target not in _FOR_DIRECTORIES:
        return []
    said = (
        f"Podcast directories take MP3 and M4A; `{found.name}` is {found.media_type}."
        " Upload it as one of these."
    )
    return [Invalid("other_audio", said, ("audio_asset_id",))]


def _artwork_problems(brief: EpisodeReleaseBrief, seen: Seen) -> list[Invalid]:
    """Return whether the artwork is of no size that podcast directories take."""
    found = seen.assets.get(brief.artwork_asset_id)
    if found is None or found.width is None or found.height is None:
        return []
    if found.width == found.height and found.width in ARTWORK_PIXELS:
        return []
    said = (
        f"Artwork is square, {ARTWORK_PIXELS[0]} to {ARTWORK_PIXELS[-1]} pixels a side;"
        f" `{found.name}` has {found.width} × {found.height}. Upload one of that size."  # noqa: RUF001  As sizes are written.
    )
    return [Invalid("artwork_size", said, ("artwork_asset_id",))]


def instructions(brief: EpisodeReleaseBrief) -> Sequence[str]:
    """Return what the publishing team has to do."""
    target, markets = brief.target.replace("_", " "), ", ".join(sorted(brief.markets))
    return (
        f"Publish by {target} on {brief.releases_on.isoformat()}, not earlier.",
        f"Only in {markets}.",
        *(("Mark it as a trailer.",) if brief.episode_type is EpisodeType.TRAILER else ()),
        *(("Mark it as a bonus.",) if brief.episode_type is EpisodeType.BONUS else ()),
        *(("Mark it as explicit.",) if brief.explicit else ()),
        *(("Do not mark it as explicit.",) if brief.explicit is False else ()),
        *(f"Say or show the disclaimer: {one}" for one in brief.disclaimers),
        *(
            f"Say or show the disclaimer in {one.tag}: {text}"
            for one in brief.translations
            for text in one.disclaimers
        ),
    )


_SPOKEN = frozenset({"script", "sponsor_reads", "disclaimers", "translations", "audio_asset_id"})

#: What listeners read of it, beside it.
_TOLD = frozenset({*titled.Told, "title_id", "from_record", "season", "episode_type", "explicit"})

KIND = base.kind_of(
    "episode_release",
    EpisodeReleaseBrief,
    check=check,
    facts=facts,
    fits=fits,
    watches={
        "script": _SPOKEN | {"episode_id", "show_id", "transcript_asset_id", "name"} | _TOLD,
        "legal": _SPOKEN
        | {"markets", "show_id", "episode_id", "transcript_asset_id"}
        | {"title_id", "description", "credits", "explicit"},
        "brand": frozenset({"name", "artwork_asset_id", "audio_asset_id", "sponsor_reads"})
        | {"episode_title", "description", "series"},
        "executive": frozenset({"budget", "episode_id", "show_id", "markets", "releases_on"}),
    },
    hands_over=HandsOver(
        "publishing-team", "publishing", lambda brief: brief.show_id, instructions
    ),
    moved=MOVED,
)
