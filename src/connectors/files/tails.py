"""What a recording ends with: sound, or something foreign that somebody appended to it.

What is behind the sound is heard by nobody, and given out with it all the same: an archive behind a
song is still an archive.
"""

import struct
from pathlib import Path

#: How much of a file's end is looked at. Ours: dozens of the longest frames, of 1,441 bytes.
END_BYTES = 65_536

#: The most tags behind the sound that are passed over. Ours: there are four kinds of them, and a
#: file of nothing but tags, some of 15 bytes, would be looked at millions of times.
TAGS_MAX = 16

#: So many frames in a row are no chance; each begins with a head of so many bytes.
FRAMES_MIN, HEAD_BYTES = 3, 4

#: What an MPEG frame's head says of its bits per second (in thousands), by version and layer, and
#: of its samples per second. Source: ISO/IEC 11172-3, 2.4.2.3; 13818-3, 2.4.2.3.
_RATES = {
    (3, 3): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (3, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (3, 1): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 3): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 1): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}

#: Sizes that a WAV file has which was written to a pipe: nobody knew them yet.
_UNSAID = frozenset({0, 0xFFFFFFFF})


def ends_foreign(path: Path, media_type: str) -> bool:
    """Whether something foreign stands behind the sound of a recording, where that can be told."""
    if media_type == "audio/wav":
        return _behind_riff(path)
    return media_type == "audio/mpeg" and not _ends_in_frames(_end(path))


def _behind_riff(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(8)
    said = int.from_bytes(head[4:8], "little")
    # What is odd is filled up by one byte, which is not counted.
    return said not in _UNSAID and path.stat().st_size > said + len(head) + 1


def _end(path: Path) -> bytes:
    """Return the end of a file before the tags that stand behind the sound, whatever their order.

    A tag may be longer than what is looked at: covers stand in some. What has more tags than any
    recording has no end that is sound.
    """
    stop = path.stat().st_size
    with path.open("rb") as file:
        for _ in range(TAGS_MAX + 1):
            file.seek(max(stop - END_BYTES, 0))
            end = file.read(min(END_BYTES, stop))
            length = _tag(end)
            if not 0 < length <= stop:
                return end
            stop -= length
    return b""


def _tag(end: bytes) -> int:
    """Return how long the tag is that an end has, in bytes; 0 if it has none."""
    if end[-128:-125] == b"TAG":  # ID3v1.
        return 128
    if end[-227:-223] == b"TAG+":  # What ID3v1 had no room for.
        return 227
    if end[-32:-24] == b"APETAGEX":
        size, flags = struct.unpack("<I4xI", end[-20:-8])
        return int(size) + (32 if flags >> 31 else 0)
    if end[-9:] == b"LYRICS200" and end[-15:-9].isdigit():
        return int(end[-15:-9]) + 15
    return 0


def _ends_in_frames(end: bytes) -> bool:
    """Whether frames stand one behind the other to the end, the last of them maybe broken off.

    Bytes of nothing count as no end: whoever cuts a recording leaves some.
    """
    end = end.rstrip(b"\0")
    at = end.find(b"\xff")
    while at >= 0:
        frames, reached = 0, at
        while length := _frame(end[reached : reached + HEAD_BYTES]):
            frames, reached = frames + 1, reached + length
        if frames >= FRAMES_MIN and reached > len(end) - HEAD_BYTES:
            return True
        at = end.find(b"\xff", at + 1)
    return False


def _frame(head: bytes) -> int:
    """Return how long a frame is that begins so, in bytes; 0 if none does, or does not say."""
    if len(head) < HEAD_BYTES or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004  Set bits.
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bits = _RATES.get((3 if version == 3 else 2, layer), ())  # noqa: PLR2004  MPEG 1, or 2 and 2.5.
    samples = _SAMPLES.get(version, ())
    rate, per_second, padded = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if rate >= len(bits) or not bits[rate] or per_second >= len(samples):
        return 0
    if layer == 3:  # noqa: PLR2004  Layer I counts in fours.
        return (12_000 * bits[rate] // samples[per_second] + padded) * 4
    half = layer == 1 and version != 3  # noqa: PLR2004  Layer III of MPEG 2 has half the samples.
    return (72_000 if half else 144_000) * bits[rate] // samples[per_second] + padded
