"""Whether a file is text, and which: transcripts come as such. It is read in pieces."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from domain.text import honest

#: How large text may be, in bytes, and how much of it is looked at at once. Ours.
TEXT_BYTES_MAX, PIECE_BYTES = 20_000_000, 262_144

#: How transcripts with times begin. Sources: WebVTT, section 4.1; SubRip as players read it.
_TIMED = {
    "text/vtt": re.compile(r"\ufeff?WEBVTT(?=[ \t\r\n]|\Z)"),
    "application/x-subrip": re.compile(
        r"\ufeff?\s*\d+[ \t]*\r?\n\d{1,2}:\d\d:\d\d,\d{3} --> \d{1,2}:\d\d:\d\d,\d{3}"
    ),
}


def text_type(path: Path) -> str | None:
    """Return what a file of UTF-8 is; None if any of it is no text, or turns its direction."""
    if not 0 < path.stat().st_size <= TEXT_BYTES_MAX:
        return None
    found = None
    try:
        for text in _pieces(path):
            if honest(text):
                return None
            found = found or _kind(text)
    except UnicodeDecodeError:
        return None
    return found


def _pieces(path: Path) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)  # Half a character at the end is none.


def _kind(beginning: str) -> str:
    return next((kind for kind, mark in _TIMED.items() if mark.match(beginning)), "text/plain")
