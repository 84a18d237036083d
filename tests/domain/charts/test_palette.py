"""Colours are legible in both themes, and told apart by people who do not see all of them."""

from itertools import combinations, product
from typing import get_args

import pytest

from domain.charts.marks import OF_SERIES, OF_VERDICT
from domain.charts.model import SERIES_MAX, Theme, Verdict
from domain.charts.palette import PALETTES
from tests.domain.charts.seeing import Sight, contrast, distance

themes = pytest.mark.parametrize("theme", Theme)


def test_contrast_is_what_wcag_counts() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_red_and_green_come_near_for_those_who_miss_a_cone() -> None:
    assert distance("#d62728", "#2ca02c", "all") > 100
    assert distance("#d62728", "#2ca02c", "deutan") < 35


@themes
def test_text_stands_out_from_all_it_lies_on(theme: Theme) -> None:
    colors = PALETTES[theme]
    grounds = (colors.ground, colors.veil, colors.tint)

    assert min(contrast(colors.ink, one) for one in grounds) >= 7
    assert contrast(colors.muted, colors.ground) >= 4.5


@themes
def test_lines_and_marks_stand_out(theme: Theme) -> None:
    colors = PALETTES[theme]
    marks = (colors.actual, colors.plan, *colors.series, *colors.verdicts.values())

    assert min(contrast(one, colors.ground) for one in marks) >= 3
    on_bands = product((colors.actual, colors.plan, colors.muted), (colors.veil, colors.tint))
    assert min(contrast(one, ground) for one, ground in on_bands) >= 3


@themes
@pytest.mark.parametrize("sight", get_args(Sight))
def test_colours_that_mean_different_things_stay_apart(theme: Theme, sight: Sight) -> None:
    colors = PALETTES[theme]

    for group in (colors.series, tuple(colors.verdicts.values())):
        assert min(distance(a, b, sight) for a, b in combinations(group, 2)) >= 20


def test_nothing_is_told_by_colour_alone() -> None:
    assert len(set(OF_VERDICT.values())) == len(Verdict)
    assert len({mark for mark, _ in OF_SERIES}) == len({dash for _, dash in OF_SERIES})
    assert len(OF_SERIES) == SERIES_MAX == len({mark for mark, _ in OF_SERIES})
    assert {len(one.series) for one in PALETTES.values()} == {SERIES_MAX}
