"""Whether the size of a group of accounts may be told, given what was told before. Pure.

A group of fewer than `least` is not counted for anybody (k-anonymity). Nor is one by which fewer
than `least` could be told apart: by taking it from a group that was counted before, or that one
from it, or by adding and subtracting any number of such groups.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from enum import StrEnum
from math import gcd


class Withheld(StrEnum):
    """Why a size is not told."""

    TOO_FEW = "too_few"
    DIFFERENCE = "difference"
    TOO_MANY_CUTS = "too_many_cuts"


#: What is said of a size that is not told.
SAID = {
    Withheld.TOO_FEW: "Fewer accounts than may be counted: ask for a wider group.",
    Withheld.DIFFERENCE: "Together with what was counted before it would tell of fewer accounts"
    " than may be counted: ask for one of the groups that were counted.",
    Withheld.TOO_MANY_CUTS: "As many groups were counted of these days as can be told apart:"
    " ask for one of those.",
}

#: The most groups that are counted of the same days.
CUTS_MAX = 60

Group = frozenset[str]


def withheld(group: Group, counted: Sequence[Group], least: int) -> Withheld | None:
    """Return why the size of `group` may not be told; None if it may.

    `counted` are the groups of which the size was told. A group of nobody is too few: that nobody
    is in it tells something of everybody.
    """
    if len(group) < least:
        return Withheld.TOO_FEW
    if group in counted:
        return None
    if len(set(counted)) >= CUTS_MAX:
        return Withheld.TOO_MANY_CUTS
    if any(_tells_apart(group, one, least) for one in counted):
        return Withheld.DIFFERENCE
    return Withheld.DIFFERENCE if _adds_up_to_few([*counted, group], least) else None


def _tells_apart(group: Group, other: Group, least: int) -> bool:
    return any(0 < len(rest) < least for rest in (group - other, other - group))


def _adds_up_to_few(groups: Collection[Group], least: int) -> bool:
    """Whether a sum of multiples of some groups leaves only accounts of small parts.

    Parts are the accounts that are in the same groups as one another: no sum tells those apart.
    Fewer than `least` are made of small parts alone, so whatever would tell of them is such a sum.
    Small parts that come to `least` together are withheld too, which is on the safe side.
    """
    rows = list(dict.fromkeys(groups))
    parts = Counter(
        tuple(account in row for row in rows) for account in frozenset[str]().union(*rows)
    )
    large = [part for part, size in parts.items() if size >= least]
    small = [part for part, size in parts.items() if size < least]
    table = [[int(part[at]) for part in (*large, *small)] for at in range(len(rows))]
    return any(any(row) for row in _without(table, len(large)))


def _without(table: list[list[int]], columns: int) -> list[list[int]]:
    """Return the rows of which nothing is left in the first `columns`, by exact elimination."""
    rows = table
    for column in range(columns):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rest = [row for row in rows if row is not pivot]
        rows = [_cleared(row, pivot, column) for row in rest]
    return rows


def _cleared(row: list[int], pivot: list[int], column: int) -> list[int]:
    if not row[column]:
        return row
    found = [
        here * pivot[column] - there * row[column] for here, there in zip(row, pivot, strict=True)
    ]
    shared = gcd(*found)
    return [value // shared for value in found] if shared > 1 else found
