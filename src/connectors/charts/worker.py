"""The process that paints: SVG in, PNG out, one after the other, until nobody asks any more.

It is run as a file, alone: nothing of Greenlight is imported, and nothing of its environment is
here. A message is its length in four bytes, most significant first, and then itself; an answer has
one byte before that, 0 for a picture and 1 for why there is none.
"""

import os
import struct
import sys
from pathlib import Path

import resvg_py

#: Dots for each pixel of a chart: 1,080 dots in a row.
ZOOM = 1.5

FONTS = Path(__file__).parent / "fonts"

_HEAD = struct.Struct(">I")


def paint(svg: str) -> bytes:
    """Return `svg` as PNG, with the bundled fonts and no others; `ValueError` if it is no SVG."""
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=ZOOM,
        skip_system_fonts=True,
        font_files=[str(FONTS / "DejaVuSans.ttf"), str(FONTS / "DejaVuSans-Bold.ttf")],
        sans_serif_family="DejaVu Sans",
    )


def main() -> None:
    """Answer messages until there are no more."""
    if hasattr(os, "nice"):
        os.nice(5)  # People who wait for an answer come before a picture.
    heard, told = sys.stdin.buffer, sys.stdout.buffer
    while len(head := heard.read(_HEAD.size)) == _HEAD.size:
        given = heard.read(*_HEAD.unpack(head))
        try:
            status, answer = b"\0", paint(given.decode())
        except Exception as error:  # noqa: BLE001  Whatever it is, the next chart is none of it.
            status, answer = b"\1", str(error).encode()[:1_000]
        told.write(status + _HEAD.pack(len(answer)) + answer)
        told.flush()


if __name__ == "__main__":
    main()
