"""Rankings over the door: in pages, of a series, and of one title."""

from typing import Any

import pytest

from tests.api.door import door
from tests.heard import heard, launched, titles
from tests.world import World

RANK = """query($by: AudioFitBy!, $first: Int, $after: String) {
  audioFit(by: $by, window: 7, first: $first, after: $after) { totalCount ranked
    pageInfo { hasNextPage hasPreviousPage endCursor } edges { node { name rank score streams } } }
}"""
TITLE = """{ works(first: 1) { edges { node { titles { name
  audioFit(window: 7) { name rank score streams } } } } } }"""


async def test_a_ranking_goes_on_where_its_page_ended(world: World) -> None:
    for place, one in enumerate(await titles(world, "Night Train", "Harbour", "Boat"), 1):
        await heard(world, one, 100 * place)
    front = await door(world, "manager")
    names: list[str] = []
    more: list[tuple[bool, bool]] = []
    after = None
    for _ in range(3):
        page = (await front.data(RANK, by="TITLE", first=1, after=after))["audioFit"]
        names += [edge["node"]["name"] for edge in page["edges"]]
        more.append((page["pageInfo"]["hasPreviousPage"], page["pageInfo"]["hasNextPage"]))
        after = page["pageInfo"]["endCursor"]

    assert names == ["Boat", "Harbour", "Night Train"]
    assert more == [(False, True), (True, True), (True, False)]
    assert (page["totalCount"], page["ranked"]) == (3, 3)


@pytest.mark.parametrize(("name", "value"), [("brand", "brd_nope"), ("market", "XX")])
async def test_a_brand_or_market_that_is_none_is_an_error_at_its_argument(
    world: World, name: str, value: str
) -> None:
    front = await door(world, "manager")
    query = f'{{ audioFit(by: TITLE, {name}: "{value}") {{ totalCount }} }}'
    answer = await front.send(query)

    (error,) = answer["errors"]
    assert error["extensions"]["code"] == f"no_such_{name}"
    assert error["extensions"]["path"] == [name]


async def test_a_series_is_ranked_by_its_titles_and_a_title_shows_its_own_place(
    world: World,
) -> None:
    one, two = await titles(world, "Night Train", "Harbour", series="Sea Stories")
    await launched(world, one, world.brand_id)
    await heard(world, one, 100)
    await heard(world, two, 300)
    front, agent = await door(world, "manager"), await door(world, "agent")
    (series,) = (await front.data(RANK, by="SERIES"))["audioFit"]["edges"]
    found: dict[str, Any] = (await front.data(TITLE))["works"]["edges"][0]["node"]["titles"][0]
    hidden = await agent.send(TITLE)

    # 400 of 500 is four fifths of 40, half of 40, and half of 20.
    assert series["node"] == {"name": "Sea Stories", "rank": 1, "score": "62.00", "streams": 2_800}
    assert found["name"] in {"Night Train", "Harbour"}
    fits = {
        "Night Train": {"rank": 2, "score": "50.00", "streams": 700},
        "Harbour": {"rank": 1, "score": "60.00", "streams": 2_100},
    }
    assert found["audioFit"] == {"name": found["name"]} | fits[found["name"]]
    assert hidden["errors"]
    assert "rank" not in str(hidden["data"])
