"""Files of the fake ad account: announced, sent whole or in pieces, measured, ready or refused."""

import io
import tempfile
from typing import Any

from PIL import Image
from tinytag import TinyTag, TinyTagException

#: The most bytes of an upload in one piece. Source: Ads API v3, assets.
UPLOAD_BYTES_MAX = 20_000_000

#: What a session of a chunked upload asks for, in megabytes. Source: the document's example.
CHUNK_MB = 10

KINDS = frozenset({"AUDIO", "IMAGE", "VIDEO"})


def announced_badly(body: dict[str, Any]) -> str | None:
    """Return what is wrong with the announcement of a file."""
    kind, name = body.get("asset_type"), body.get("name")
    if kind not in KINDS or not isinstance(name, str) or not 2 <= len(name) <= 120:  # noqa: PLR2004
        return "asset_type and a name of 2 to 120 characters"
    if (kind == "AUDIO") != ("asset_subtype" in body):
        return "asset_subtype is for AUDIO, and required there"
    return None


def measured(kind: str, content: bytes) -> dict[str, Any] | None:
    """Return what a file measures; None if it is not of its kind."""
    return _image(content) if kind == "IMAGE" else _audio(content)


def _image(content: bytes) -> dict[str, Any] | None:
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            return {"width": image.width, "height": image.height, "file_type": image.format}
    except (OSError, ValueError):
        return None


def _audio(content: bytes) -> dict[str, Any] | None:
    endings = {b"RIFF": "WAV", b"OggS": "OGG", b"ID3": "MP3"}
    kind = next((name for head, name in endings.items() if content.startswith(head)), None)
    if kind is None and content[:1] == b"\xff" and content[1:2] >= b"\xe0":
        kind = "MP3"  # Eleven set bits begin a frame of MPEG audio.
    if kind is None:
        return None
    with tempfile.NamedTemporaryFile(suffix=f".{kind.lower()}") as file:
        file.write(content)
        file.flush()
        try:
            seconds = TinyTag.get(file.name, tags=False).duration
        except (TinyTagException, OSError, ValueError):
            seconds = None
    return {"duration_ms": round(seconds * 1000), "file_type": kind} if seconds else None
