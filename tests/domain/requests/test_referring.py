"""What somebody hears of a request that their brief refers to, and that they do not see."""

from collections.abc import Mapping
from typing import Any

import pytest

from domain import ids
from domain.actor import Actor
from domain.errors import Invalid
from domain.people import membership
from domain.requests import revise
from domain.requests.kinds import referring
from domain.requests.submit import consider, submit
from tests.domain.requests import acts
from tests.heard import titles
from tests.world import ROOT, World

#: For each kind that refers to a request: the field that does, and what else is asked for.
REFERRING: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "revision": (
        "subject_id",
        {
            "evidence": "Seen.",
            "change": "Begin later.",
            "changes_claims": True,
            "changes_audio": False,
        },
    ),
    "retirement": (
        "subject_id",
        {"evidence": "Seen.", "ending": "pause", "ends_on": "2026-12-20", "paid_for": True},
    ),
    "repurpose": (
        "subject_id",
        {"evidence": "Seen.", "channels": ["social"], "third_party_material": True},
    ),
    "takedown": ("subject_id", {"reason": "rights", "details": "It ended."}),
    "promotion": (
        "campaign_id",
        {"occasion": "interview", "about": "The author.", "appears_on": "2026-12-20"},
    ),
    "targeting": (
        "subject_id",
        {
            "means": "ad_set",
            "segment": "Who heard three episodes.",
            "audience_size": 5000,
            "youngest_age": 18,
            "special_category": False,
            "targets": "age=18-44",
        },
    ),
}


async def _said(world: World, who: Actor, kind: str, referred: str) -> list[tuple[str, str]]:
    """Return codes and messages of what is wrong with a brief that refers to a request."""
    field, more = REFERRING[kind]
    brief = {"name": "After it", "brand_id": world.brand_id, "markets": ["DE"], field: referred}
    try:
        await consider(world.hub, who, kind, {**brief, **more})
    except Invalid as wrong:
        found = (wrong, *wrong.others)
        return [(one.code, one.message.replace(referred, "*")) for one in found]
    return []


@pytest.mark.parametrize("kind", sorted(REFERRING))
async def test_whoever_does_not_see_a_request_hears_of_it_what_they_hear_of_none(
    world: World, kind: str
) -> None:
    request = await acts.asked(world)
    beside = await world.actor("other_requester")
    never = ids.new(ids.Prefix.REQUEST)

    of_it, of_none = [await _said(world, beside, kind, one) for one in (request.id, never)]

    assert of_it == of_none
    assert of_it[0][0] == "no_such_request"
    assert await _said(world, await world.actor("requester"), kind, request.id) != of_it, (
        "who asked for it sees it"
    )


async def test_whoever_sees_a_request_hears_how_it_stands(world: World) -> None:
    await membership.add_team(world.hub, ROOT, "marketing", "Marketing")
    request = await acts.asked(world)

    said = await _said(world, await world.actor("manager"), "revision", request.id)

    assert said == [("not_out", f"#{request.number} is in review; nothing of it is out.")]


async def test_a_revision_refers_to_nothing_that_its_writer_does_not_see(world: World) -> None:
    await membership.add_team(world.hub, ROOT, "publishing", "Publishing")
    await _reviewed(world, "rights")
    seen, unseen = await acts.asked(world), await _of_another(world)
    who = await world.actor("requester")
    brief = {"name": "After it", "brand_id": world.brand_id, "markets": ["DE"]}
    brief |= {"reason": "rights", "details": "It ended.", "subject_id": seen.id}
    asked = await submit(world.hub, who, "takedown", brief)

    with pytest.raises(Invalid, match=f"no request `{unseen}`"):
        await revise.revise(world.hub, who, asked.id, brief | {"subject_id": unseen})


async def _reviewed(world: World, key: str) -> None:
    """Add a team in which somebody may review."""
    team = await membership.add_team(world.hub, ROOT, key, key.title())
    await membership.add_member(world.hub, ROOT, team.id, world.people["brand_one"])


async def _of_another(world: World) -> str:
    who = await world.actor("other_requester")
    return (await submit(world.hub, who, "campaign", world.brief())).id


async def test_a_title_gives_nothing_to_the_brief_of_an_agency(world: World) -> None:
    (title,) = await titles(world, "Night train")
    of_house: dict[str, Any] = {"title_id": title, "agency_id": None}
    of_agency = of_house | {"agency_id": world.agency_id}

    assert (await referring.fill(of_agency))["from_record"] == []
    assert (await referring.fill(of_house))["from_record"] != [], "the house knows its titles"
