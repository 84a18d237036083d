"""What may be counted, against an oracle that tries every sum of groups."""

from itertools import product
from random import Random

import pytest

from domain.audience.segments.anonymity import CUTS_MAX, Group, Withheld, withheld

LEAST = 3


def group(letters: str) -> Group:
    return frozenset(letters)


def told_apart(groups: list[Group], least: int) -> bool:
    """Whether sums of up to twice each group tell of fewer than `least`: slow, and by trying."""
    everybody = sorted(frozenset[str]().union(*groups))
    for times in product((-2, -1, 0, 1, 2), repeat=len(groups)):
        sums = [
            sum(n for n, one in zip(times, groups, strict=True) if who in one) for who in everybody
        ]
        if set(sums) <= {0, 1} and 0 < sum(sums) < least:
            return True
    return False


def pairs_apart(new: Group, counted: list[Group], least: int) -> bool:
    """Whether fewer than `least` are in one of two groups only, account by account."""
    for one in counted:
        only_new = [who for who in new if who not in one]
        only_old = [who for who in one if who not in new]
        if 0 < len(only_new) < least or 0 < len(only_old) < least:
            return True
    return False


@pytest.mark.parametrize("seed", range(60))
def test_what_is_counted_never_adds_up_to_fewer_than_may_be_told(seed: int) -> None:
    random = Random(seed)
    least, counted, refused = random.choice((2, 3)), list[Group](), 0
    everybody = "abcdefghijklmnop"[: random.choice((9, 12, 16))]
    # Blocks, so that much is counted; a few letters of them, so that much would tell too much.
    blocks = [everybody[at : at + least] for at in range(0, len(everybody), least)]
    for _ in range(9):
        new = frozenset("".join(random.sample(blocks, random.randint(1, len(blocks)))))
        if random.random() < 0.4:
            new ^= frozenset(random.sample(everybody, random.randint(1, 2)))
        why = withheld(new, counted, least)
        if len(new) < least:
            assert why is Withheld.TOO_FEW
        elif new not in counted and pairs_apart(new, counted, least):
            assert why is Withheld.DIFFERENCE
        if why is None and new not in counted and len(counted) < 5:
            counted.append(new)
            assert not told_apart(counted, least)
        refused += why is not None

    assert counted


@pytest.mark.parametrize(
    ("new", "counted", "why"),
    [
        ("", [], Withheld.TOO_FEW),
        ("ab", [], Withheld.TOO_FEW),
        ("abc", [], None),
        ("abc", ["abc"], None),
        ("abc", ["def"], None),
        ("abcd", ["abc"], Withheld.DIFFERENCE),
        ("abc", ["abcd"], Withheld.DIFFERENCE),
        ("abcx", ["abcy"], Withheld.DIFFERENCE),
        ("abcdef", ["abc"], None),
        ("abcdef", ["defghi"], None),
        # All but the segments that are counted: what is left is the one that is withheld.
        ("abcdefgh", ["abc", "def"], Withheld.DIFFERENCE),
        ("abcdefghi", ["abc", "def"], None),
        # No two differ by few, and yet the four come to one account.
        ("abcghix", ["abcdef", "ghijkl", "defjkl"], Withheld.DIFFERENCE),
    ],
)
def test_a_difference_that_would_tell_of_few_is_withheld(
    new: str, counted: list[str], why: Withheld | None
) -> None:
    assert withheld(group(new), [group(one) for one in counted], LEAST) is why


def test_no_more_is_counted_than_can_be_told_apart() -> None:
    counted = [frozenset({f"{at}a", f"{at}b"}) for at in range(CUTS_MAX)]

    assert withheld(frozenset("xyz"), counted, 2) is Withheld.TOO_MANY_CUTS
    assert withheld(counted[7], counted, 2) is None
