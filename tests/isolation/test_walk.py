"""Whoever has nothing to do with a brand, a market or an agency learns nothing of it and changes
nothing of it: tried with every field and every mutation that the schema has."""

import pytest

from domain.clock import SteppingClock
from tests.isolation import asking
from tests.isolation.oracle import KNOWN
from tests.isolation.sides import AGENT, both
from tests.isolation.walking import opened
from tests.world import World

#: Those who are kept within an agency, a brand and a market.
KEPT_IN = (AGENT, "a_manager", "a_market")
#: Those whose token says nobody, or nobody any more.
NOBODY = ("nobody", "expired")

#: Fields of what the house of the walk does not have yet, each with why.
UNVISITED: dict[str, str] = {}
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_nothing_that_can_be_asked_tells_one_side_of_the_other(
    world: World, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = await opened(await both(world, clock), monkeypatch)

    assert {who: await walk.reads(who) for who in (*KEPT_IN, *NOBODY)} == {
        who: [] for who in (*KEPT_IN, *NOBODY)
    }
    for who in ("admin", "manager"):
        assert len(await walk.reads(who)) > 100, "who may see all hears of B, or nothing is proven"
    missing = {kind for kind, _ in asking.pairs() - walk.visited} - {*UNVISITED}
    assert missing == set(), "put a row of it into tests/isolation/rows.json"


@pytest.mark.long
@pytest.mark.parametrize("who", sorted({*KNOWN} - {*KEPT_IN}))
async def test_nothing_tells_anybody_of_one_side_of_the_other(
    world: World, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    walk = await opened(await both(world, clock), monkeypatch)

    assert await walk.reads(who) == []


@pytest.mark.parametrize("who", KEPT_IN)
async def test_no_mutation_changes_the_other_side_or_tells_that_it_is_there(
    world: World, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    walk = await opened(await both(world, clock), monkeypatch)

    assert await walk.acts(who) == {}
