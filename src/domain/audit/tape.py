"""What an archive looks like: lines of JSON, packed. Pure.

First a line about itself, then events in the order in which they were made; behind those that an
anchor covers, the anchor. The same events are always the same bytes.
"""

import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson

from domain.actor import Door
from domain.audit.model import Anchor, Archive, Event
from domain.errors import Invalid

#: What the file calls its form, so that a later one can be told from it.
FORM = "greenlight-archive/1"

#: That the packed form is that of gzip, without a name or a time in it.
_GZIP = 31

#: A line of an archive: an event, or an anchor over those before it.
Entry = Event | Anchor


def head(archive: Archive, previous: str) -> bytes:
    """Return the first line; `previous` is the SHA-256 of the archive before, empty if none is."""
    about = {"form": FORM, "number": archive.number, "previous": previous}
    return _line(about | {"after_seq": archive.after_seq, "last_seq": archive.last_seq})


def line(entry: Entry) -> bytes:
    """Return the line of an event or an anchor."""
    return _line({"event" if isinstance(entry, Event) else "anchor": asdict(entry)})


async def packed(lines: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield lines packed, in pieces."""
    packer = zlib.compressobj(wbits=_GZIP)
    async for one in lines:
        if piece := packer.compress(one):
            yield piece
    yield packer.flush()


async def unpacked(pieces: AsyncIterator[bytes]) -> AsyncIterator[dict[str, Any]]:
    """Yield what the lines of a packed file say; `Invalid` if it is none."""
    unpacker, rest = zlib.decompressobj(wbits=_GZIP), b""
    try:
        async for piece in pieces:
            *lines, rest = (rest + unpacker.decompress(piece)).split(b"\n")
            for one in lines:
                yield orjson.loads(one)
    except (zlib.error, ValueError) as error:
        raise Invalid("no_archive", "This is no archive of the record.") from error


def entry(said: Mapping[str, Any]) -> Entry | None:
    """Return the event or anchor that a line says; None for the first line."""
    if found := said.get("event"):
        at, door = datetime.fromisoformat(found["at"]), Door(found["door"])
        return Event(**{**found, "at": at, "door": door})
    if found := said.get("anchor"):
        return Anchor(**{**found, "at": datetime.fromisoformat(found["at"])})
    return None


def _line(value: Mapping[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE)
