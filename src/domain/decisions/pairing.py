"""Finding what belongs together in two versions of something, and what changed its place. Pure."""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Hashable, Sequence

#: Numbers, from 0, in the version before and the one after; None where it is only in the other.
Pair = tuple[int | None, int | None]

#: What each thing is known by in the version before, and in the one after. None is known by
#: nothing.
Keys = tuple[Sequence[Hashable], Sequence[Hashable]]


def paired(*rounds: Keys) -> list[Pair]:
    """Return what belongs together, in the order of the version after, then what it has not.

    The first of `rounds` decides; what finds no partner is looked for by the next.
    """
    old_count, new_count = (len(keys) for keys in rounds[0])
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for olds, news in rounds:
        free: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for was in range(old_count):
            if was not in taken and olds[was] is not None:
                free[olds[was]].append(was)
        for now in range(new_count):
            if now not in partner and free.get(news[now]):
                partner[now] = free[news[now]].popleft()
                taken.add(partner[now])
    found: list[Pair] = [(partner.get(now), now) for now in range(new_count)]
    return found + [(was, None) for was in range(old_count) if was not in taken]


def both(pairs: Sequence[Pair]) -> list[tuple[int, int]]:
    """Return the pairs that have two."""
    return [(was, now) for was, now in pairs if was is not None and now is not None]


def moved(pairs: Sequence[Pair]) -> set[Pair]:
    """Return the fewest pairs without which the rest stand in the order they stood before."""
    order = sorted(both(pairs), key=lambda pair: pair[1])
    # The longest rising run: `ends[n]` is the pair that ends the lowest run of n + 1 pairs.
    ends: list[int] = []
    before: list[int | None] = []
    for at, (was, _) in enumerate(order):
        place = bisect_left(ends, was, key=lambda other: order[other][0])
        before.append(ends[place - 1] if place else None)
        ends[place : place + 1] = [at]
    staying: set[Pair] = set()
    at_last = ends[-1] if ends else None
    while at_last is not None:
        staying.add(order[at_last])
        at_last = before[at_last]
    return {pair for pair in order if pair not in staying}
