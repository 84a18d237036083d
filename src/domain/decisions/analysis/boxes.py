"""Boxes: for each column of a table a set of atoms, as a whole number. None is ever empty.

How many boxes a table falls into may grow beyond all measure, so every search is given an
`Effort`, and `TooLarge` ends it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Box = tuple[int, ...]


class TooLarge(Exception):
    """A search took more than it was allowed."""


@dataclass(slots=True)
class Effort:
    """How many boxes may still be looked at."""

    left: int

    def spend(self, boxes: int) -> None:
        """Take from what is left; `TooLarge` if there is nothing."""
        self.left -= boxes
        if self.left < 0:
            raise TooLarge


def meet(one: Box, two: Box) -> Box | None:
    """Return what two boxes share; None for nothing."""
    shared = []
    for left, right in zip(one, two, strict=True):
        both = left & right
        if not both:
            return None
        shared.append(both)
    return tuple(shared)


def touch(one: Box, two: Box) -> bool:
    """Whether two boxes share anything."""
    # A plain loop, for nearly all the time is spent here.
    for left, right in zip(one, two, strict=True):  # noqa: SIM110
        if not left & right:
            return False
    return True


def within(inner: Box, outer: Box) -> bool:
    """Whether all of `inner` lies in `outer`."""
    return not any(left & ~right for left, right in zip(inner, outer, strict=True))


def without(box: Box, hole: Box) -> Iterator[Box]:
    """Yield boxes that share nothing and are together what of `box` does not lie in `hole`."""
    left = [*box]
    for at, (mine, its) in enumerate(zip(box, hole, strict=True)):
        if outside := mine & ~its:
            yield (*left[:at], outside, *left[at + 1 :])
        left[at] = mine & its


def uncovered(box: Box, holes: Sequence[Box], effort: Effort) -> Iterator[Box]:
    """Yield boxes that share nothing and are together what of `box` no hole covers."""
    waiting = [(box, holes)]
    while waiting:
        piece, around = waiting.pop()
        effort.spend(len(around) + 1)
        near = [hole for hole in around if touch(piece, hole)]
        if not near:
            yield piece
            continue
        # The one that cuts the fewest columns leaves the fewest pieces; none if it covers all.
        best = min(near, key=lambda hole: _cuts(piece, hole))
        waiting += [(left, near) for left in without(piece, best)]


def grown(piece: Box, holes: Sequence[Box], whole: Box) -> Box:
    """Return a box around `piece`, as large as it can be within `whole` without touching a hole."""
    found = [*piece]
    for at, every in enumerate(whole):
        beside = [*found]
        beside[at] = every
        taken = 0
        for hole in holes:
            if touch(tuple(beside), hole):
                taken |= hole[at]
        found[at] = every & ~taken
    return tuple(found)


def gaps(whole: Box, holes: Sequence[Box], effort: Effort) -> Iterator[Box]:
    """Yield boxes that are together what no hole covers, each as large as it can be.

    They may share something, for that keeps them few; none lies within another.
    """
    found: list[Box] = []
    for piece in uncovered(whole, holes, effort):
        effort.spend(len(found))
        if not any(within(piece, known) for known in found):
            found.append(grown(piece, holes, whole))
            yield found[-1]


def _cuts(piece: Box, hole: Box) -> int:
    return sum(1 for mine, its in zip(piece, hole, strict=True) if mine & ~its)
