"""An agency has its own files only; what else there is answers as if it were not there."""

from typing import Any

import pytest

from domain.catalog.model import AssetKind
from domain.errors import Invalid
from domain.requests.revise import revise
from domain.requests.submit import submit
from tests.api.door import Door, door
from tests.world import World, square, upload

LIST = "query($b: ID!) { assets(brandId: $b) { id } }"
NODE = "query($id: ID!) { node(id: $id) { id } }"


@pytest.fixture
async def pictures(world: World) -> dict[str, str]:
    """One picture each of the agency, its rival and the house."""
    found = {}
    for who in ("agent", "rival", "requester"):
        actor = await world.actor(who)
        made = await upload(world.hub, actor, world.brand_id, AssetKind.IMAGE, square(640))
        found[who] = made.id
    return found


async def listed(front: Door, world: World) -> set[str]:
    data = await front.data(LIST, b=world.brand_id)
    return {asset["id"] for asset in data["assets"]}


async def test_a_list_holds_what_is_ones_own(world: World, pictures: dict[str, str]) -> None:
    agent, rival = await door(world, "agent"), await door(world, "rival")

    assert pictures["agent"] in await listed(agent, world)
    assert not {pictures["rival"], pictures["requester"]} & await listed(agent, world)
    assert await listed(rival, world) == {pictures["rival"]}


@pytest.mark.parametrize("who", ["requester", "manager"])
async def test_people_of_the_house_see_every_file(
    world: World, pictures: dict[str, str], who: str
) -> None:
    front = await door(world, who)

    assert set(pictures.values()) <= await listed(front, world)
    for asset in pictures.values():
        assert (await front.data(NODE, id=asset))["node"] == {"id": asset}


async def test_a_hidden_file_is_found_no_more_than_a_missing_one(
    world: World, pictures: dict[str, str]
) -> None:
    front = await door(world, "agent")

    assert (await front.data(NODE, id=pictures["agent"]))["node"] == {"id": pictures["agent"]}
    for hidden in (pictures["rival"], pictures["requester"], f"ast_{'0' * 26}"):
        assert (await front.data(NODE, id=hidden))["node"] is None


async def refusal(world: World, who: str, **changes: Any) -> Invalid:
    with pytest.raises(Invalid) as caught:
        await submit(world.hub, await world.actor(who), "campaign", world.brief(**changes))
    return caught.value


async def test_a_hidden_file_cannot_be_asked_for(world: World, pictures: dict[str, str]) -> None:
    missing = f"ast_{'0' * 26}"
    unknown = await refusal(world, "agent", logo_asset_id=missing)
    for hidden in (pictures["rival"], pictures["requester"]):
        error = await refusal(world, "agent", logo_asset_id=hidden)
        assert (error.code, error.path) == (unknown.code, unknown.path)
        assert error.message.replace(hidden, missing) == unknown.message


async def test_a_hidden_file_cannot_come_in_by_a_revision(
    world: World, pictures: dict[str, str]
) -> None:
    actor = await world.actor("agent")
    request = await submit(world.hub, actor, "campaign", world.brief())
    with pytest.raises(Invalid, match="has no file"):
        await revise(world.hub, actor, request.id, world.brief(logo_asset_id=pictures["rival"]))

    own = world.brief(logo_asset_id=pictures["agent"])
    assert (await revise(world.hub, actor, request.id, own)).revision == 2
