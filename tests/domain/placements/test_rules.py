"""When two places on a show are too close, days and markets included."""

from dataclasses import replace
from datetime import date

import pytest

from domain.placements.model import Place, Span
from domain.placements.rules import in_one_episode, too_close

DAY = date(2026, 12, 10)
PLACE = Place(
    show_id="shw_1",
    sponsor_id="spn_1",
    episode_ids=frozenset({"eps_1"}),
    spans=(Span(DAY, DAY),),
    everywhere=False,
    markets=frozenset({"DE"}),
)


def days(first: int, last: int) -> tuple[Span, ...]:
    return (Span(date(2026, 12, first), date(2026, 12, last)),)


WINDOW = replace(PLACE, episode_ids=frozenset(), spans=days(8, 12))


@pytest.mark.parametrize(
    ("other", "together"),
    [
        (PLACE, True),
        (replace(PLACE, episode_ids=frozenset({"eps_2"})), False),
        (WINDOW, True),
        (replace(WINDOW, spans=days(11, 12)), False),
        (replace(WINDOW, spans=None), True),
        (replace(PLACE, markets=frozenset({"AT"})), False),
        (replace(PLACE, markets=frozenset({"AT"}), everywhere=True), True),
    ],
)
def test_who_is_heard_in_one_episode(other: Place, *, together: bool) -> None:
    assert in_one_episode(PLACE, other) is together
    assert in_one_episode(other, PLACE) is together


@pytest.mark.parametrize(
    ("spans", "separation", "close"),
    [
        (days(17, 18), 7, True),
        (days(18, 19), 7, False),
        (days(3, 3), 7, True),
        (days(2, 2), 7, False),
        (days(11, 11), 0, False),
        (days(10, 10), 0, True),
        (None, 0, True),
        ((*days(1, 1), *days(12, 12)), 3, True),
    ],
)
def test_how_many_days_lie_between(
    spans: tuple[Span, ...] | None, separation: int, *, close: bool
) -> None:
    other = replace(PLACE, episode_ids=frozenset({"eps_2"}), spans=spans)

    assert too_close(PLACE, other, separation) is close
    assert too_close(other, PLACE, separation) is close
