"""A cover as Spotify takes it: a JPEG that is small enough once it is written in base64."""

import io
from collections.abc import Iterator

from PIL import Image, ImageOps

#: The most bytes of a cover as sent, in base64. Source: Web API 2026.5.31, playlist images.
PAYLOAD_BYTES_MAX = 256_000

#: Three bytes are four signs of base64.
JPEG_BYTES_MAX = PAYLOAD_BYTES_MAX // 4 * 3

#: Fewer pixels a side look poor, and no artwork is made with more. Ours.
SIDE_MIN, SIDE_MAX = 300, 10_000

#: The most pixels that are unpacked. Ours, as for any file: about 150 MB.
PIXELS_MAX = 50_000_000

#: How much longer one side may be than the other; Spotify shows a square. Ours.
LONGER_MAX = 1.05

#: What is tried, in this order: pixels a side, then quality.
SIDES, QUALITIES = (1_000, 640, 300), (90, 75, 50)


class BadCoverError(Exception):
    """No cover can be made of it; says why."""


def as_cover(content: bytes) -> bytes:
    """Return a picture as a JPEG of at most `JPEG_BYTES_MAX`; takes the processor's time.

    `BadCoverError` if it is none, too small, too large or far from square. How large it is, is
    read from its head before anything is unpacked.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            _look(image.width, image.height)
            image.draft("RGB", (SIDES[0], SIDES[0]))
            upright = ImageOps.exif_transpose(image)
            plain = _opaque(upright)
    except (OSError, ValueError, SyntaxError) as error:
        raise BadCoverError("the cover cannot be read as a picture") from error
    return next(_smaller(plain))


def _look(width: int, height: int) -> None:
    size = f"the cover is {width} x {height} pixels;"
    if max(width, height) > SIDE_MAX:
        raise BadCoverError(f"{size} give up to {SIDE_MAX:,} a side")
    if width * height > PIXELS_MAX:
        raise BadCoverError(f"{size} give up to {PIXELS_MAX // 1_000_000} million pixels")
    if min(width, height) < SIDE_MIN:
        raise BadCoverError(f"{size} give {SIDE_MIN} a side or more")
    if max(width, height) > LONGER_MAX * min(width, height):
        raise BadCoverError(f"{size} give a square one")


def _opaque(image: Image.Image) -> Image.Image:
    """Return a picture in red, green and blue; what can be seen through is on white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(ground, seen).convert("RGB")


def _smaller(image: Image.Image) -> Iterator[bytes]:
    """Yield a picture as JPEGs that are small enough, the best first."""
    for side in SIDES:
        shown = image.copy()
        shown.thumbnail((side, side))
        for quality in QUALITIES:
            held = io.BytesIO()
            shown.save(held, "JPEG", quality=quality, optimize=True)
            if held.tell() <= JPEG_BYTES_MAX:
                yield held.getvalue()
