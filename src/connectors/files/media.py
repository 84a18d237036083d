"""What a file is, judged by its content: Pillow for images, tinytag for audio, PDF by its mark.

Only headers are read but of text, so a picture that would unpack to gigabytes costs nothing here. A
file may be made of nothing but headers, millions of them; so the libraries read through `_Bounded`,
and what has more of them than any real file is nothing known.
"""

import io
import struct
from pathlib import Path
from typing import NotRequired, TypedDict

from PIL import Image
from tinytag import TinyTag, TinyTagException

from connectors.files.mp4 import PICTURE, SOUND, tracks
from connectors.files.tails import ends_foreign
from connectors.files.texts import text_type

# Pillow refuses large pictures before it says how large they are. Nothing is unpacked here, and how
# large a picture may be is a rule of the core's.
Image.MAX_IMAGE_PIXELS = None

#: Enough of a file's beginning to tell every kind we take.
HEAD_BYTES = 16

#: How many pieces of a file are looked at, and how many bytes of them. Ours: a picture has its size
#: behind some dozens of pieces, colours and thumbnails of megabytes among them; a recording of an
#: hour has some ten thousand pages, each of them looked at; one of 500 MB a hundred thousand.
IMAGE_READS_MAX, IMAGE_BYTES_MAX = 10_000, 32_000_000
AUDIO_READS_MAX, AUDIO_BYTES_MAX = 500_000, 512_000_000

#: How files begin that are neither heard nor seen, and need no look inside.
_MARKS = {
    b"%PDF-": "application/pdf",
    b"PK\x03\x04": "application/zip",
    b"\x1f\x8b": "application/gzip",
}

_IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png"}


class Measures(TypedDict):
    """Real type, milliseconds, pixels; None where it is nothing known or has no such measure.

    Samples per second and channels are there for audio whose head tells them; `ends_foreign` says
    that something else stands behind it.
    """

    media_type: str | None
    duration_ms: int | None
    width: int | None
    height: int | None
    sample_rate_hz: NotRequired[int | None]
    channels: NotRequired[int | None]
    ends_foreign: NotRequired[bool]


class _TooMuchError(OSError):
    """There is more to look at than a real file has."""


class _Bounded(io.BufferedReader):
    """A file that may be read so often and so far."""

    def __init__(self, path: Path, reads: int, size: int) -> None:
        super().__init__(io.FileIO(path))
        self._reads, self._size = reads, size

    def read(self, size: int | None = -1, /) -> bytes:
        """Read as a file does; `_TooMuchError` beyond the bounds."""
        found = super().read(-1 if size is None or size < 0 else min(size, self._size + 1))
        self._reads -= 1
        self._size -= len(found)
        if self._reads < 0 or self._size < 0:
            raise _TooMuchError("more than a real file has")
        return found


def measure(path: Path) -> Measures:
    """Look at a file and say what it is."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    audio = _mp4_type(path) if head[4:8] == b"ftyp" else _audio_type(head)
    if audio is not None:
        return _audio(path, audio)
    marked = next((kind for mark, kind in _MARKS.items() if head.startswith(mark)), None)
    return _image(path) or _unmeasured(marked or text_type(path))


def _audio_type(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    if head[:4] == b"OggS":
        return "audio/ogg"
    if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0):  # noqa: PLR2004  An MPEG frame begins with eleven set bits.
        return "audio/mpeg"
    return None


def _mp4_type(path: Path) -> str | None:
    try:
        with _Bounded(path, AUDIO_READS_MAX, AUDIO_BYTES_MAX) as file:
            found = tracks(file, path.stat().st_size)
    except (OSError, struct.error):
        return None
    if PICTURE in found:
        return "video/mp4"
    return "audio/mp4" if SOUND in found else None


def _unmeasured(media_type: str | None) -> Measures:
    return Measures(media_type=media_type, duration_ms=None, width=None, height=None)


def _audio(path: Path, media_type: str) -> Measures:
    try:
        with _Bounded(path, AUDIO_READS_MAX, AUDIO_BYTES_MAX) as file:
            heard = TinyTag.get(file_obj=file, tags=False)
    except (TinyTagException, OSError, ValueError, ArithmeticError, LookupError, struct.error):
        return _unmeasured(media_type)
    return Measures(
        media_type=media_type,
        duration_ms=round(heard.duration * 1000) if heard.duration else None,
        width=None,
        height=None,
        sample_rate_hz=_counted(heard.samplerate),
        channels=_counted(heard.channels),
        ends_foreign=ends_foreign(path, media_type),
    )


def _counted(found: int | None) -> int | None:
    """Return a number of a file's head if there can be such a one, as a column holds it."""
    return int(found) if found and 0 < found < 2**31 else None


def _image(path: Path) -> Measures | None:
    try:
        with (
            _Bounded(path, IMAGE_READS_MAX, IMAGE_BYTES_MAX) as file,
            Image.open(file, formats=tuple(_IMAGES)) as image,
        ):
            kind, (width, height) = _IMAGES[image.format or ""], image.size
    except (OSError, ValueError, KeyError, SyntaxError, struct.error):
        return None
    return Measures(media_type=kind, duration_ms=None, width=width, height=height)
