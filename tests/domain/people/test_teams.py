"""Where the cards of teams go, and who hears of what they leave lying."""

import pytest

from domain.errors import Invalid, Missing
from domain.people import languages, leading, membership
from domain.people.languages import Reader
from tests.world import ROOT, World


@pytest.mark.parametrize("half", [{"workspace_id": "T0001"}, {"place": "CSHOWS"}])
async def test_a_new_team_has_a_whole_place_or_none(world: World, half: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        await membership.add_team(world.hub, ROOT, "shows", "Shows", **half)
    assert (refused.value.code, refused.value.path) == ("half_a_place", ("place",))


async def test_which_of_two_teams_is_not_there_is_said(world: World) -> None:
    with pytest.raises(Missing) as refused:
        await leading.set_escalation(world.hub, ROOT, world.teams["legal"], "team_none")
    assert (refused.value.code, refused.value.path) == ("no_such_team", ("escalation_team_id",))


async def test_what_is_no_language_does_not_keep_a_zone_from_being_learned(world: World) -> None:
    user_id = world.people["requester"]
    learned = await languages.learn(world.hub, ROOT, user_id, "no language", "Europe/Berlin")
    assert learned == await languages.of_person(user_id) == Reader("en", "Europe/Berlin")
