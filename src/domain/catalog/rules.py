"""What a file must be. Pure.

Limits are those of the Spotify Ads API v3: audio MP3, OGG or WAV of at most 31 s in an audio ad,
images JPEG or PNG, files up to 20 MB in one piece.
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.catalog.model import Asset, AssetKind
from domain.errors import Invalid
from domain.files import MediaFacts

#: The most bytes a file may have.
SIZE_MAX = 20_000_000

MEDIA_TYPES: Mapping[AssetKind, tuple[str, ...]] = MappingProxyType(
    {
        AssetKind.AUDIO: ("audio/mpeg", "audio/ogg", "audio/wav"),
        AssetKind.IMAGE: ("image/jpeg", "image/png"),
    }
)


def problem_of(kind: AssetKind, promised_size: int, facts: MediaFacts) -> str | None:
    """Return why an uploaded file cannot be used; None if it can."""
    if facts.size != promised_size:
        return f"The file has {facts.size} bytes; {promised_size} were promised."
    if facts.media_type not in MEDIA_TYPES[kind]:
        wanted = ", ".join(MEDIA_TYPES[kind])
        return f"The content is {facts.media_type or 'nothing known'}; it must be one of {wanted}."
    if kind is AssetKind.AUDIO and not facts.duration_ms:
        return "The audio has no length."
    if kind is AssetKind.IMAGE and not (facts.width and facts.height):
        return "The image has no size."
    return None


def visible(agency_id: str | None, asset: Asset) -> bool:
    """Whether people of the agency `agency_id` (None: of the house) may see and use `asset`.

    An agency has its own files only; what else there is, it may not know.
    """
    return agency_id is None or asset.agency_id == agency_id


def check_promise(name: str, size: int) -> None:
    """Raise `Invalid` unless a file called `name` of `size` bytes may be uploaded."""
    if not 0 < size <= SIZE_MAX:
        raise Invalid("bad_size", f"A file has 1 to {SIZE_MAX:,} bytes.", ("size",))
    if any(letter in name for letter in "/\\") or not name.isprintable():
        raise Invalid(
            "bad_name", "A file name holds no slashes and no control characters.", ("name",)
        )
