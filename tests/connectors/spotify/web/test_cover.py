"""A cover is small, square and plain, or refused before it is unpacked."""

import io
import struct
import zlib

import pytest
from PIL import Image

from connectors.spotify.web.cover import JPEG_BYTES_MAX, BadCoverError, as_cover
from tests.connectors.spotify.web.conftest import picture


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=("JPEG",))


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head says that it is huge."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_becomes_a_jpeg_of_its_shape(kind: str) -> None:
    assert opened(as_cover(picture((2_000, 2_000), kind))).size == (1_000, 1_000)


def test_what_is_hard_to_pack_becomes_smaller_until_it_fits() -> None:
    held = io.BytesIO()
    Image.effect_noise((1_500, 1_500), 200).convert("RGB").save(held, "JPEG", quality=60)
    cover = as_cover(held.getvalue())

    assert len(cover) <= JPEG_BYTES_MAX
    assert opened(cover).width >= 300


def test_what_can_be_seen_through_is_on_white() -> None:
    held = io.BytesIO()
    Image.new("RGBA", (400, 400), (255, 0, 0, 0)).save(held, "PNG")

    assert opened(as_cover(held.getvalue())).getpixel((200, 200)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "cannot be read"),
        (b"\x89PNG\r\n\x1a\n then nothing", "cannot be read"),
        (picture()[:900], "cannot be read"),
        (picture((299, 299)), "give 300 a side or more"),
        (picture((640, 320)), "give a square one"),
        (claiming(60_000, 60_000), "up to 10,000 a side"),
        (claiming(9_000, 9_000), "50 million pixels"),
    ],
    ids=["empty", "no picture", "cut off", "small", "long", "huge", "a bomb"],
)
def test_what_makes_no_cover_is_refused_and_says_why(content: bytes, said: str) -> None:
    with pytest.raises(BadCoverError, match=said):
        as_cover(content)
