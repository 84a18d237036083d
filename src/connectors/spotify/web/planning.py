"""Which few steps make one list of items another. Pure.

Taking an item out by its name takes out every occurrence of it, so what stands too often is taken
out wholly and put in again where it belongs. Then what is out of order is moved, and what is
missing is put in, from the front.
"""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.spotify.web.client import ITEMS_MAX


@dataclass(frozen=True, slots=True)
class Remove:
    """Take out every occurrence of up to `ITEMS_MAX` items."""

    uris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Move `length` items from `start` to before the one that is at `before` now."""

    start: int
    before: int
    length: int


@dataclass(frozen=True, slots=True)
class Insert:
    """Put up to `ITEMS_MAX` items before the one at `position`."""

    position: int
    uris: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replace:
    """Have these items stand and no others; for lists that hold what has no name any more."""

    uris: tuple[str, ...]


Step = Remove | Move | Insert | Replace


def plan(have: Sequence[str], want: Sequence[str]) -> Sequence[Step]:
    """Return the steps from `have` to `want`, in order; none if they are alike.

    An empty name in `have` is an item that cannot be named, and so not be taken out. `want` holds
    up to `ITEMS_MAX` items.
    """
    if "" in have:
        return (Replace(tuple(want)),)
    wanted = Counter(want)
    surplus = [uri for uri, count in Counter(have).items() if count > wanted[uri]]
    left = [uri for uri in have if uri not in set(surplus)]
    places = _placed(left, want)
    removes = [Remove(tuple(surplus[at : at + ITEMS_MAX])) for at in _hundreds(surplus)]
    return (*removes, *_moves(places), *_inserts(set(places), want))


def out_of_order(have: Sequence[str], want: Sequence[str]) -> Sequence[str]:
    """Return those of `have` that are elsewhere in `want`, as few as can be said."""
    stays = {at for _, at in _common(have, want)}
    return [uri for at, uri in enumerate(have) if at not in stays]


def _hundreds(items: Sequence[str]) -> range:
    return range(0, len(items), ITEMS_MAX)


def _placed(left: Sequence[str], want: Sequence[str]) -> list[int]:
    """Return for each item that is left its place in `want`, every place once.

    As many as can be keep their order: those are in the longest common subsequence of both. Of
    `left` there is nothing that `want` does not hold as often.
    """
    kept = dict(_common(left, want))
    free: dict[str, deque[int]] = {}
    for at, uri in enumerate(want):
        if at not in kept:
            free.setdefault(uri, deque()).append(at)
    stays = {index: at for at, index in kept.items()}
    return [stays[i] if i in stays else free[uri].popleft() for i, uri in enumerate(left)]


def _common(left: Sequence[object], want: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Yield the pairs (place in `want`, place in `left`) of a longest common subsequence."""
    longest = [[0] * (len(want) + 1) for _ in range(len(left) + 1)]
    for i in reversed(range(len(left))):
        for j in reversed(range(len(want))):
            same = left[i] == want[j]
            beside = max(longest[i + 1][j], longest[i][j + 1])
            longest[i][j] = longest[i + 1][j + 1] + 1 if same else beside
    i = j = 0
    while i < len(left) and j < len(want):
        if left[i] == want[j]:
            yield j, i
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1


def _moves(places: Sequence[int]) -> Iterator[Move]:
    """Yield what puts different numbers in order; as many as can be are left where they are."""
    now, target = list(places), sorted(places)
    settled = {target[at] for at, _ in _common(places, target)}
    for at, place in enumerate(target):
        if place in settled:
            continue
        start, before = now.index(place), now.index(target[at - 1]) + 1 if at else 0
        ahead = range(at, len(target))
        end = next((index for index in ahead if target[index] in settled), len(target))
        length = _together(now[start:], target[at:end])
        if before != start:
            yield Move(start, before, length)
        block = now[start : start + length]
        settled, now = settled.union(block), _moved(now, start, before, length)


def _together(now: Sequence[int], following: Sequence[int]) -> int:
    """Return how many of `following`, the first included, stand together as they are to stand."""
    pairs = zip(now, following, strict=False)
    apart = (at for at, (one, other) in enumerate(pairs) if one != other)
    return next(apart, min(len(now), len(following)))


def _moved(items: list[int], start: int, before: int, length: int) -> list[int]:
    block, rest = items[start : start + length], items[:start] + items[start + length :]
    into = before if before <= start else before - length
    return rest[:into] + block + rest[into:]


def _inserts(there: set[int], want: Sequence[str]) -> Iterator[Insert]:
    """Yield what puts in the places that are not there, runs of them together."""
    at = 0
    while at < len(want):
        end = at
        while end < len(want) and end not in there and end - at < ITEMS_MAX:
            end += 1
        if end > at:
            yield Insert(at, tuple(want[at:end]))
        at = max(end, at + 1)
