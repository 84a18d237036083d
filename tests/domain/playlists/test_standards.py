"""Who says what music a brand wants."""

import pytest

from domain.actor import Role
from domain.errors import Forbidden
from domain.people import service as people
from domain.playlists import records
from domain.playlists.model import Standard
from domain.playlists.standards import set_standard
from tests.world import ROOT, World


async def test_who_manages_one_market_does_not_say_it_for_all(world: World) -> None:
    user = await people.add_user(world.hub, ROOT, name="Ger Man", email="german@hub.example.com")
    await people.grant_role(world.hub, ROOT, user.id, Role.MANAGER, market="DE")
    world.people["german"] = user.id
    wanted = Standard(world.brand_id, banned_genres=("polka",))
    with pytest.raises(Forbidden, match="these markets"):
        await set_standard(world.hub, await world.actor("german"), wanted)
    none = await records.of_brands([world.brand_id])
    await set_standard(world.hub, await world.actor("manager"), wanted)

    assert none == {}
    assert await records.of_brands([world.brand_id]) == {world.brand_id: wanted}
