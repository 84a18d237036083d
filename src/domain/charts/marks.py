"""Marks: one shape for each meaning, so that nothing is told by colour alone."""

from enum import StrEnum

from domain.charts.model import Verdict
from domain.charts.paper import Paper, Place


class Mark(StrEnum):
    """A shape on a chart or in its legend."""

    DOT = "dot"
    RING = "ring"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    SQUARE = "square"
    BOX = "box"
    CROSS = "cross"
    LINE = "line"
    DASHES = "dashes"
    DOTS = "dots"
    PATCH = "patch"
    GAP = "gap"


#: By what a rule said.
OF_VERDICT = {
    Verdict.MET: Mark.DOT,
    Verdict.BREACHED: Mark.DIAMOND,
    Verdict.RECOVERING: Mark.TRIANGLE,
    Verdict.UNKNOWN: Mark.RING,
}

#: Shapes and dashes that tell titles apart beside their colours, in the order of those.
OF_SERIES = (
    (Mark.DOT, ""),
    (Mark.DIAMOND, "8 4"),
    (Mark.TRIANGLE, "2 3"),
    (Mark.SQUARE, "10 3 2 3"),
    (Mark.RING, "5 2"),
)

#: Dashes of lines, by their mark.
DASH = {Mark.LINE: "", Mark.DASHES: "6 4", Mark.DOTS: "2 4"}


def put(paper: Paper, mark: Mark, place: Place, color: str, size: float = 4) -> None:
    """Draw a mark with its middle at `place`, `size` pixels to each side."""
    x, y = place
    ground = paper.palette.ground
    if mark is Mark.DOT:
        paper.ring(place, size - 0.5, color, ground)
    elif mark is Mark.RING:
        paper.ring(place, size - 0.5, ground, color)
    elif mark is Mark.DIAMOND:
        far = size + 1
        paper.area([(x, y - far), (x + far, y), (x, y + far), (x - far, y)], color, edge=ground)
    elif mark is Mark.TRIANGLE:
        corners = [(x, y - size - 1), (x + size + 1, y + size), (x - size - 1, y + size)]
        paper.area(corners, color, edge=ground)
    elif mark in {Mark.SQUARE, Mark.BOX}:
        corners = [
            (x - size, y - size),
            (x + size, y - size),
            (x + size, y + size),
            (x - size, y + size),
        ]
        filled = mark is Mark.SQUARE
        paper.area(corners, color if filled else ground, edge=ground if filled else color)
    elif mark is Mark.CROSS:
        far = size - 1
        paper.line((x - far, y - far), (x + far, y + far), color, thick=1.5)
        paper.line((x - far, y + far), (x + far, y - far), color, thick=1.5)
    else:
        _sample(paper, mark, place, color)


def _sample(paper: Paper, mark: Mark, place: Place, color: str) -> None:
    """Draw a short piece of a line or of a surface, for a legend."""
    x, y = place
    if mark in DASH:
        paper.line((x - 10, y), (x + 10, y), color, thick=2, dash=DASH[mark])
    else:
        edge = paper.palette.muted if mark is Mark.GAP else ""
        paper.rect((x - 8, y - 5), 16, 10, color, edge=edge)
