"""What every chart has around its picture: title, legend, and a foot that says as of when."""

from collections.abc import Sequence

from domain.charts.lettering import fitted, width
from domain.charts.marks import Mark, put
from domain.charts.model import Freshness, Presence
from domain.charts.paper import WIDTH, Paper
from domain.charts.reader import Reader

#: The blank at both sides, in pixels.
SIDE = 24

_TITLE, _UNDER, _SMALL = 18, 13, 11

#: A line of the legend, in pixels; what a mark takes in it, and the blank behind each entry.
_ROW, _MARK, _GAP = 18, 26, 18

#: Mark, colour and words of an entry.
Entry = tuple[Mark, str, str]


def head(paper: Paper, title: str, under: str, legend: Sequence[Entry]) -> float:
    """Draw title, the line under it and the legend; return where the picture may begin."""
    room = WIDTH - 2 * SIDE
    paper.text((SIDE, 34), title, size=_TITLE, bold=True, room=room)
    paper.text((SIDE, 56), under, size=_UNDER, fill=paper.palette.muted, room=room)
    x, y = float(SIDE), 80.0
    for mark, color, words in legend:
        takes = _MARK + width(words, 12)
        if x > SIDE and x + takes > WIDTH - SIDE:
            x, y = float(SIDE), y + _ROW
        put(paper, mark, (x + 10, y - 4), color)
        paper.text((x + _MARK, y), words, fill=paper.palette.ink, room=room - _MARK)
        x += takes + _GAP
    return y + 14 if legend else 70.0


def foot(paper: Paper, reader: Reader, y: float, fresh: Freshness, more: int = 0) -> float:
    """Write as of when a chart is, and how much it leaves out; return where it ends."""
    said = [reader.say("as_of", day=reader.date(fresh.as_of))]
    if fresh.complete_to is not None:
        said.append(reader.say("complete", day=reader.date(fresh.complete_to)))
    if more > 0:
        said.append(reader.say("more", count=reader.count(more)))
    paper.text(
        (SIDE, y + 14),
        " · ".join(said),
        size=_SMALL,
        fill=paper.palette.muted,
        room=WIDTH - 2 * SIDE,
    )
    return y + 30


def absence(paper: Paper, kinds: set[Presence], reader: Reader) -> list[Entry]:
    """Return what a legend says of the days without a number."""
    color, found = paper.palette.muted, []
    if Presence.MISSING in kinds:
        found.append((Mark.CROSS, color, reader.say("missing")))
    if Presence.SUPPRESSED in kinds:
        found.append((Mark.BOX, color, reader.say("suppressed")))
    return found


def nothing(paper: Paper, reader: Reader, top: float, high: float) -> None:
    """Say that there is nothing to draw, where the picture would be."""
    place = (SIDE, top)
    paper.rect(place, WIDTH - 2 * SIDE, high, paper.palette.veil, edge=paper.palette.muted)
    middle = (WIDTH / 2, top + high / 2 + 5)
    room = WIDTH - 4 * SIDE
    paper.text(middle, reader.say("nothing"), size=14, anchor="middle", room=room)


def widest(texts: Sequence[str], most: float, size: float = 12, *, bold: bool = False) -> float:
    """Return how wide a column must be for all of `texts`, and no wider than `most`."""
    shown = (fitted(one, most, size, bold=bold) for one in texts)
    return max((width(one, size, bold=bold) for one in shown), default=0.0)
