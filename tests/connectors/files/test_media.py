"""What a file is, found out with bounded work however it is made."""

import io
import random
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from connectors.files import media
from connectors.files.media import measure
from tests.world import silence, tone

SIZE = 4_000_000


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
CRAFTED = {
    "jpeg of empty segments": b"\xff\xd8" + b"\xff\xe5\0\x02" * (SIZE // 4),
    "png of empty chunks": PNG + chunk(b"abCd") * (SIZE // 12),
    "wav of empty chunks": b"RIFF\0\0\0\0WAVE" + b"abcd\0\0\0\0" * (SIZE // 8),
    "mp3 of half frames": b"\xff\xe0" * (SIZE // 2),
    "ogg of empty pages": (b"OggS\0\x02" + b"\0" * 21) * (SIZE // 27),
}


@pytest.fixture
def spent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes each look into a file gave."""
    found: list[int] = []
    read = media._Bounded.read

    def noted(self: Any, size: int | None = -1, /) -> bytes:
        got = read(self, size)
        found.append(len(got))
        return got

    monkeypatch.setattr(media._Bounded, "read", noted)
    return found


@pytest.mark.parametrize("name", CRAFTED)
def test_a_file_of_nothing_but_headers_costs_little(
    tmp_path: Path, spent: list[int], name: str
) -> None:
    path = tmp_path / "crafted"
    path.write_bytes(CRAFTED[name])
    found = measure(path)

    assert (found["duration_ms"], found["width"]) == (None, None)
    assert spent
    assert len(spent) <= media.AUDIO_READS_MAX
    if found["media_type"] is None:
        assert len(spent) <= media.IMAGE_READS_MAX


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_with_much_before_its_size_is_measured(tmp_path: Path, kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (64, 48)).save(out, kind)
    content = out.getvalue()
    head = 2 if kind == "JPEG" else len(PNG)
    piece = (
        b"\xff\xe5" + struct.pack(">H", 60_000) + b"\0" * 59_998
        if kind == "JPEG"
        else chunk(b"abCd", b"\0" * 60_000)
    )
    path = tmp_path / "picture"
    path.write_bytes(content[:head] + piece * 100 + content[head:])

    assert (measure(path)["width"], measure(path)["height"]) == (64, 48)


@pytest.mark.parametrize(
    "content",
    [b"", b"RIFF\0\0\0\0WAVEfmt \x02\0\0\0ab", b"OggS", b"ID3", b"\xff\xfb", PNG, b"\xff\xd8\xff"],
)
def test_a_file_that_breaks_off_raises_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken"
    path.write_bytes(content)
    assert measure(path)["duration_ms"] is None


def box(name: bytes, *inside: bytes) -> bytes:
    held = b"".join(inside)
    return struct.pack(">I4s", 8 + len(held), name) + held


def mp4(kind: bytes) -> bytes:
    """Three seconds with one track of a kind."""
    head = box(b"mvhd", bytes(12) + struct.pack(">II", 1_000, 3_000) + bytes(80))
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + kind + bytes(13))))
    return box(b"ftyp", b"M4A \0\0\0\0M4A ") + box(b"moov", head, track) + box(b"mdat", bytes(64))


LARGE_BOX = struct.pack(">I4sQ", 1, b"free", 40) + bytes(24)
MP4S = {
    "sound": (mp4(b"soun"), ("audio/mp4", 3_000)),
    "sound behind a box of a long size": (
        mp4(b"soun").replace(box(b"mdat", bytes(64)), LARGE_BOX),
        ("audio/mp4", 3_000),
    ),
    "moving pictures": (mp4(b"vide"), ("video/mp4", 3_000)),
    "neither": (mp4(b"text"), (None, None)),
    "a box larger than the file": (
        box(b"ftyp", b"M4A ") + struct.pack(">I4s", 99, b"moov"),
        (None, None),
    ),
    "a box smaller than its name": (
        box(b"ftyp", b"M4A ") + struct.pack(">I4s", 3, b"moov"),
        (None, None),
    ),
    "a box cut off in its size": (box(b"ftyp") + struct.pack(">I4s", 1, b"moov"), (None, None)),
}


@pytest.mark.parametrize("name", MP4S)
def test_an_mp4_is_what_its_tracks_are(tmp_path: Path, name: str) -> None:
    content, wanted = MP4S[name]
    path = tmp_path / "crafted"
    path.write_bytes(content)
    found = measure(path)

    assert (found["media_type"], found["duration_ms"]) == wanted


TEXTS = {
    "webvtt": ("WEBVTT\n\n00:00.000 --> 00:02.000\nGrüß Gott".encode(), "text/vtt"),
    "webvtt with a mark": ("\ufeffWEBVTT - beans\n".encode(), "text/vtt"),
    "a word alike": (b"WEBVTTX", "text/plain"),
    "subrip": (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nHi", "application/x-subrip"),
    "plain": ("Grüß Gott.\n".encode(), "text/plain"),
    "another encoding": ("Grüß".encode("latin-1"), None),
    "half a character at the end": ("Grü".encode()[:-1], None),
    "a control character": (b"Hi\0there", None),
    "turned around, far behind": (b"a" * 600_000 + "\u202e".encode(), None),
    "more than any transcript": (b"a" * 20_000_001, None),
    "nothing": (b"", None),
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_told_from_what_is_none(tmp_path: Path, name: str) -> None:
    content, wanted = TEXTS[name]
    path = tmp_path / "text"
    path.write_bytes(content)

    assert measure(path)["media_type"] == wanted


FRAMES = silence(2)
LIKE_SOUND = random.Random(7).randbytes(30_000)


@pytest.mark.parametrize(
    ("content", "foreign"),
    [
        (FRAMES, False),
        (FRAMES[:-200], False),
        (FRAMES + b"\0" * 5_000, False),
        (FRAMES + b"TAG".ljust(128, b"x"), False),
        (
            FRAMES + b"\0" * 32 + b"x" * 40 + b"APETAGEX" + struct.pack("<IIII8x", 2_000, 72, 1, 0),
            False,
        ),
        (FRAMES + b"TAG+".ljust(227, b"x") + b"TAG".ljust(128, b"x"), False),
        (b"ID3\x03\x00\x00\x00\x00\x00\x0a" + b"\0" * 10 + FRAMES, False),
        (FRAMES + b"PK\x03\x04" * 500, True),
        (FRAMES + LIKE_SOUND, True),
        (FRAMES + LIKE_SOUND + b"TAG".ljust(128, b"x"), True),
        (FRAMES + b"000000LYRICS200" * 40, True),
        (FRAMES + b"<html></html>", True),
        (tone(1.5), False),
        (tone(1.5) + b"PK\x03\x04" * 500, True),
    ],
)
def test_what_stands_behind_the_sound_is_told_from_what_belongs_to_it(
    tmp_path: Path, content: bytes, *, foreign: bool
) -> None:
    path = tmp_path / "sound"
    path.write_bytes(content)

    assert measure(path).get("ends_foreign") is foreign
