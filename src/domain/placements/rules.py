"""When two sponsors are too close to one another on a show. Pure.

What is not known counts as the worst: a place without days is close to every other.
"""

from datetime import timedelta

from domain.placements.model import Place, Span


def in_one_episode(one: Place, other: Place) -> bool:
    """Whether listeners of one episode would hear both.

    A place without episodes is heard in every episode of its days.
    """
    if not _heard_together(one, other):
        return False
    if one.episode_ids and other.episode_ids:
        return bool(one.episode_ids & other.episode_ids)
    return _within(one, other, 0)


def too_close(one: Place, other: Place, separation_days: int) -> bool:
    """Whether both are heard with no more than `separation_days` days between them."""
    return _heard_together(one, other) and _within(one, other, separation_days)


def _heard_together(one: Place, other: Place) -> bool:
    return one.everywhere or other.everywhere or bool(one.markets & other.markets)


def _within(one: Place, other: Place, days: int) -> bool:
    if one.spans is None or other.spans is None:
        return True
    return any(_near(mine, theirs, days) for mine in one.spans for theirs in other.spans)


def _near(one: Span, other: Span, days: int) -> bool:
    gap = timedelta(days=days)
    return one.first <= other.last + gap and other.first <= one.last + gap
