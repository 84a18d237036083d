"""Whoever has nothing to do with a brand, a market or an agency learns nothing of it and changes
nothing of it: tried with every field and every mutation that the schema has."""

from pathlib import Path

import pytest

from tests.isolation import asking
from tests.isolation.needing import UNPROVEN
from tests.isolation.oracle import KNOWN
from tests.isolation.sides import AGENT, Sides
from tests.isolation.walking import opened

#: Those who are kept within an agency and a brand; whoever else is, in the full count.
KEPT_IN = (AGENT, "a_manager")
#: Somebody who sends no token.
NOBODY = ("nobody",)

#: Fields that are asked for, and that nothing in this house has yet.
UNVISITED = Path(__file__).with_name("unvisited.txt")


async def test_nothing_that_can_be_asked_or_done_tells_one_side_of_the_other_or_changes_it(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = await opened(sides, monkeypatch)

    assert {who: await walk.reads(who) for who in (*KEPT_IN, *NOBODY)} == {
        who: [] for who in (*KEPT_IN, *NOBODY)
    }
    assert len(await walk.reads("admin")) > 100, "who may see all hears of B, or nothing is proven"
    missing = {f"{kind}.{name}" for kind, name in asking.pairs() - walk.visited}
    left = set(UNVISITED.read_text().split())
    assert missing - left == set(), "put a row of it into tests/isolation/rows.json"
    assert left - missing == set(), "visited by now: take it out of tests/isolation/unvisited.txt"
    assert {who: await walk.acts(who) for who in KEPT_IN} == {who: {} for who in KEPT_IN}
    unproven = await walk.unproven()
    assert unproven - UNPROVEN.keys() == set(), "say in tests/isolation/needing.py what it needs"
    assert UNPROVEN.keys() - unproven == set(), "it tells by now: take it out of `UNPROVEN`"


def test_every_field_of_every_type_is_asked_for() -> None:
    texts = [text for name in asking.roots() for text in asking.of_root(name)]

    assert asking.pairs() - {pair for text in texts for pair in asking.asked_by(text)} == set()


@pytest.mark.long
@pytest.mark.parametrize("who", sorted({*KNOWN} - {*KEPT_IN}))
async def test_nothing_tells_anybody_of_one_side_of_the_other(
    sides: Sides, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    walk = await opened(sides, monkeypatch)

    assert await walk.reads(who) == []
    assert await walk.acts(who) == {}
