"""What an MP4 file holds: the kinds of its tracks, found in the boxes that it is made of.

Source: ISO/IEC 14496-12, sections 4.2 (boxes) and 8.4.3 (handlers).
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

#: Where a track says what it is, from the whole file on.
_HANDLERS = (b"moov", b"trak", b"mdia", b"hdlr")

#: What tracks of sound and of moving pictures are called.
SOUND, PICTURE = b"soun", b"vide"

#: What follows the name of a box that says what a track is, before the kind of the track.
_BEFORE_KIND = 8


def tracks(file: BinaryIO, size: int) -> set[bytes]:
    """Return of which kinds the tracks of a file of `size` bytes are."""
    return set(_kinds(file, 0, size, _HANDLERS))


def _kinds(file: BinaryIO, start: int, stop: int, path: tuple[bytes, ...]) -> Iterator[bytes]:
    sought, *below = path
    for name, first, end in _boxes(file, start, stop):
        if name != sought:
            continue
        if below:
            yield from _kinds(file, first, end, tuple(below))
        else:
            file.seek(first + _BEFORE_KIND)
            yield file.read(4)


def _boxes(file: BinaryIO, start: int, stop: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name of each box in a part of a file, where what it holds begins, and its end."""
    while start + 8 <= stop:
        file.seek(start)
        size, name = struct.unpack(">I4s", file.read(8))
        first = start + 8
        if size == 1:  # It takes more than four bytes to say.
            size, first = struct.unpack(">Q", file.read(8))[0], first + 8
        end = start + size if size else stop
        if not first <= end <= stop:
            return
        yield name, first, end
        start = end
