"""What all days add up to: a ratio only where both of its sums are of the same days."""

import pytest

from domain.metrics import bringing
from domain.metrics.model import Line, State
from domain.metrics.summing import sums_of
from tests.heard import titles
from tests.world import ROOT, World

RATE = "play_completion_rate"


@pytest.mark.parametrize(("days", "state"), [((1, 2, 3, 5), State.VALUE), ((1, 2, 4, 5), None)])
async def test_a_ratio_is_of_the_same_days(
    world: World, days: tuple[int, ...], state: State | None
) -> None:
    (title,) = await titles(world, "Harbour")
    said = [("plays", day, "100") for day in (1, 2, 3, 5)]
    said += [("plays_completed", day, "60") for day in days]
    lines = [
        Line(place, title, metric, f"2026-11-{day:02}", value)
        for place, (metric, day, value) in enumerate(said, 1)
    ]
    await bringing.bring(world.hub, ROOT, bringing.Given("other", "x", "b" * 64, lines))
    found = (await sums_of([title], ["plays", RATE]))[title]
    rate = next(one for one in found if one.metric.key == RATE)

    assert str(next(one.value for one in found if one.metric.key == "plays")) == "400"
    assert rate.state is (state or State.MISSING)
    assert str(rate.value) == ("0.600000" if state else "None")
