"""What a file must be, and what may be said of a show. Pure.

What an ad may be made of is less, and its campaign's readiness says so; what directories of
podcasts take of an episode, its release.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from types import MappingProxyType

from domain.catalog.model import Asset, AssetKind, Show, ShowFacts
from domain.errors import Invalid
from domain.files import MediaFacts
from domain.language_tags import settled

#: The most bytes a file may have. Ours: an episode of eight hours at 128 kbit/s; artwork and
#: transcripts never come near theirs.
SIZES_MAX: Mapping[AssetKind, int] = MappingProxyType(
    {
        AssetKind.AUDIO: 500_000_000,
        AssetKind.IMAGE: 20_000_000,
        AssetKind.DOCUMENT: 20_000_000,
    }
)

#: What a document is that is read as it was printed, and what follows it: text, for transcripts.
PRINTED = "application/pdf"
TEXTS = ("text/vtt", "application/x-subrip", "text/plain")

#: What may unpack to anything; known so that it can be named when it is refused.
ARCHIVES = frozenset({"application/zip", "application/gzip"})

#: The most pixels a picture may have. A small file can unpack to gigabytes, here or at whoever
#: opens it later.
PIXELS_MAX = 50_000_000

#: The most days a show keeps between competitors.
SEPARATION_DAYS_MAX = 365

#: The shortest audio, in milliseconds. Ours: no ad, sting or episode is shorter than a second, and
#: what is, is what an upload or an export broke off.
AUDIO_MS_MIN = 1_000

#: The longest language, in characters; what the column holds.
LANGUAGE_LENGTH_MAX = 16

#: Which types a file may have; `ENDINGS` knows how the name of each ends.
MEDIA_TYPES: Mapping[AssetKind, tuple[str, ...]] = MappingProxyType(
    {
        AssetKind.AUDIO: ("audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav"),
        AssetKind.IMAGE: ("image/jpeg", "image/png"),
        AssetKind.DOCUMENT: (PRINTED, *TEXTS),
    }
)

#: How the names of files end that leave the hub, by what they were found to be.
ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "audio/mpeg": "mp3",
        "audio/mp4": "m4a",
        "audio/ogg": "ogg",
        "audio/wav": "wav",
        "image/jpeg": "jpg",
        "image/png": "png",
        PRINTED: "pdf",
        "text/vtt": "vtt",
        "application/x-subrip": "srt",
        "text/plain": "txt",
    }
)


def problem_of(kind: AssetKind, promised_size: int, facts: MediaFacts) -> str | None:
    """Return why an uploaded file cannot be used; None if it can."""
    if facts.size != promised_size:
        return f"The file has {facts.size} bytes; {promised_size} were promised."
    if facts.media_type not in MEDIA_TYPES[kind]:
        wanted = ", ".join(MEDIA_TYPES[kind])
        said = f"The content is {facts.media_type or 'nothing known'}; it must be one of {wanted}."
        return f"{said} Archives are not unpacked." if facts.media_type in ARCHIVES else said
    if kind is AssetKind.AUDIO:
        return _audio_problem(facts)
    if kind is AssetKind.IMAGE and not (facts.width and facts.height):
        return "The image has no size."
    if (facts.width or 0) * (facts.height or 0) > PIXELS_MAX:
        size = f"{facts.width:,} x {facts.height:,} pixels"
        return f"The image would unpack to {size}; it may have {PIXELS_MAX:,} in all."
    return None


def _audio_problem(facts: MediaFacts) -> str | None:
    if not facts.duration_ms:
        return "The audio has no length."
    if facts.duration_ms < AUDIO_MS_MIN:
        found = f"The audio has {facts.duration_ms} ms"
        return (
            f"{found}, and at least {AUDIO_MS_MIN:,} are needed: it seems to be a part of a file."
        )
    if facts.ends_foreign:
        return "Something that is no sound stands behind the audio; export it anew, and only it."
    return None


def visible(agency_id: str | None, asset: Asset) -> bool:
    """Whether people of the agency `agency_id` (None: of the house) may see and use `asset`.

    An agency has its own files only; what else there is, it may not know.
    """
    return agency_id is None or asset.agency_id == agency_id


def check_promise(kind: AssetKind, name: str, size: int) -> None:
    """Raise `Invalid` unless a file called `name` of `size` bytes may be uploaded."""
    most = SIZES_MAX[kind]
    if not 0 < size <= most:
        said = f"A file of the kind {kind.upper()} has 1 to {most:,} bytes."
        raise Invalid("bad_size", said, ("size",))
    if any(letter in name for letter in "/\\") or not name.isprintable() or name[:1] == ".":
        raise Invalid(
            "bad_name",
            "A file name holds no slashes and no control characters, and begins with no point;"
            " give the name alone, without folders.",
            ("name",),
        )


def with_facts(show: Show, facts: ShowFacts) -> Show:
    """Return `show` with what is said of it; what is not said stays as it is."""
    return replace(show, **{name: said for name, said in asdict(facts).items() if said is not None})


def check_facts(facts: ShowFacts) -> None:
    """Raise `Invalid` unless a show can be like that."""
    share, days = facts.under_age_share, facts.separation_days
    if share is not None and not 0 <= share <= 100:  # noqa: PLR2004  Per cent.
        raise Invalid("bad_share", "A share is 0 to 100 per cent.", ("under_age_share",))
    if days is not None and not 0 <= days <= SEPARATION_DAYS_MAX:
        raise Invalid(
            "bad_separation", f"Give 0 to {SEPARATION_DAYS_MAX} days.", ("separation_days",)
        )


def clean_language(language: str) -> str:
    """Return the one spelling of the language of a show; `und` and its like where none is known.

    `Invalid` for what is no language.
    """
    said = settled(language)
    if len(said) > LANGUAGE_LENGTH_MAX:
        raise Invalid("bad_language", "Use a BCP 47 language such as de or pt-BR.", ("language",))
    return said
