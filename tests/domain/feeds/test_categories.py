"""Apple's categories of podcasts."""

import pytest

from domain.feed_writing import Category
from domain.feeds.categories import CATEGORIES, known


def test_there_are_nineteen_and_ninety_one_below_them() -> None:
    assert len(CATEGORIES) == 19
    assert sum(len(below) for below in CATEGORIES.values()) == 91


@pytest.mark.parametrize(
    ("name", "below", "is_one"),
    [
        ("Arts", "", True),
        ("Arts", "Books", True),
        ("Arts", "Careers", False),
        ("arts", "", False),
        ("Books", "", False),
        ("Government", "", True),
        ("", "", False),
    ],
)
def test_a_category_is_known_under_the_one_it_belongs_to(
    name: str, below: str, *, is_one: bool
) -> None:
    assert known(Category(name, below)) is is_one
