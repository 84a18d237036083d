"""Text on a chart: what of it may stand there, how wide it is, and where it is cut.

Widths are those of DejaVu Sans, which pictures are made with. It is wider than the sans-serif
fonts that a browser would take in its place, so that what fits here fits there.
"""

from functools import lru_cache
from unicodedata import combining, east_asian_width

from domain.charts.widths import BOLD, REGULAR
from domain.text import cleared

#: Of characters that are not in the table, in thousandths of the size: of wide ones, and others.
_WIDE, _OTHER = 1_000, 800

_ELLIPSIS = "…"


def line(text: str) -> str:
    """Return `text` as one line of what may stand in XML and does not turn what is read."""
    return " ".join(cleared(text).replace("\ufffe", "").replace("\uffff", "").split())


@lru_cache(maxsize=4_096)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide `text` is, in pixels, in letters of `size` pixels."""
    table = BOLD if bold else REGULAR
    return sum(table.get(one) or _unlisted(one) for one in text) * size / 1_000


def _unlisted(one: str) -> int:
    if combining(one):
        return 0
    return _WIDE if east_asian_width(one) in "WF" else _OTHER


@lru_cache(maxsize=4_096)
def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return `text` in one honest line, cut with an ellipsis where it is wider than `room`."""
    text = line(text)
    if width(text, size, bold=bold) <= room:
        return text
    room -= width(_ELLIPSIS, size, bold=bold)
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle], size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + _ELLIPSIS if low or room >= 0 else ""
