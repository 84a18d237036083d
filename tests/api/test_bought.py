"""Inventory bought at Spotify: where no account is there for it, and who approves its campaign."""

from dataclasses import replace
from typing import Any

import pytest

from domain.clock import SteppingClock
from domain.people import membership
from tests.api.door import VOTE
from tests.bot.reading import lines
from tests.stories.desk import OneProcess
from tests.stories.sponsors import REVISE, Studio
from tests.stories.sponsors import studio as opened
from tests.stories.test_w4_bought import bought
from tests.world import ROOT, World

WAITING = """query { approvalsWaitingForMe(first: 9) { edges { node { kind } } } }"""
TROUBLE = """query($id: ID!) { request(id: $id) { trouble } }"""


@pytest.fixture
async def studio(world: World, clock: SteppingClock) -> Studio:
    return await opened(OneProcess.open(world, clock))


def without_account(studio: Studio) -> Studio:
    """Return the same hub as it is where no ad account is connected."""
    hub = replace(studio.world.hub, unconnected=frozenset({"campaign"}))
    desk = studio.desk
    alone = OneProcess.open(replace(desk.world, hub=hub), desk.clock, desk.files)
    return replace(studio, desk=alone)


async def revises(studio: Studio, who: str, request: dict[str, Any], **changes: Any) -> Any:
    front = await studio.desk.front(who)
    given = {"requestId": request["id"], "brief": await studio.brief(front, **changes)}
    return (await front.data(REVISE, input=given))["done"]


async def test_without_an_ad_account_it_is_refused_when_it_is_asked_for(studio: Studio) -> None:
    alone = without_account(studio)
    refused = await alone.asks("requester", **bought(alone))
    own = await alone.asks("requester")
    revised = await revises(alone, "requester", own["request"], **bought(alone))

    assert own["errors"] == []
    for done in (refused, revised):
        (error,) = done["errors"]
        assert (error["code"], error["path"]) == ("not_connected", ["inventory"])
        assert "Have an administrator connect one, or ask for the show's own" in error["message"]


async def test_an_account_that_goes_while_people_look_is_said_at_both_doors_until_it_is_back(
    studio: Studio,
) -> None:
    request = (await studio.asks("requester", **bought(studio)))["request"]
    alone = without_account(studio)
    front = await studio.desk.front("requester")
    async with alone.desk.chat() as chat:
        await alone.desk.work()
        (card, *_) = chat.shown("CLEGAL")
        shown = lines(card.blocks)
        told = (await front.data(TROUBLE, id=request["id"]))["request"]["trouble"]
    await studio.signed(request)
    await studio.delivers_all("requester", request)
    again = (await front.data(TROUBLE, id=request["id"]))["request"]["trouble"]

    assert told.startswith("Inventory at Spotify cannot be bought from here")
    assert any(line.startswith("Not for sale at Spotify") for line in shown)
    assert again is None


async def test_who_wrote_the_sponsorship_does_not_approve_the_campaign_it_became(
    studio: Studio,
) -> None:
    world = studio.world
    await membership.add_member(world.hub, ROOT, world.teams["brand"], world.people["manager"])
    request = (await studio.asks("requester", **bought(studio)))["request"]
    other = bought(studio, price={"amount": "5000.00", "currency": "EUR"})
    assert (await revises(studio, "manager", request, **other))["errors"] == []
    await studio.ready(request, "requester")
    await studio.desk.says("legal_one", request, "compliance")
    await studio.desk.work(seconds=31)
    manager = await studio.desk.front("manager")
    reviewer = await studio.desk.front("brand_one")
    campaign = """query { requests(first: 9, where: {kinds: ["campaign"]}) {
      edges { node { id stages { id key } } } } }"""
    (made,) = [edge["node"] for edge in (await manager.data(campaign))["requests"]["edges"]]
    brand = next(one["id"] for one in made["stages"] if one["key"] == "brand")
    yes = {"stageId": brand, "choice": "APPROVE"}
    refused = (await manager.data(VOTE, input=yes))["castVote"]
    theirs = (await manager.data(WAITING))["approvalsWaitingForMe"]["edges"]
    others = (await reviewer.data(WAITING))["approvalsWaitingForMe"]["edges"]
    done = (await reviewer.data(VOTE, input=yes))["castVote"]

    assert [one["code"] for one in refused["errors"]] == ["own_request"]
    assert theirs == []
    assert [one["node"]["kind"] for one in others] == ["campaign"]
    assert done["errors"] == []


async def test_a_campaign_that_only_its_writers_could_approve_gives_the_sponsorship_back(
    studio: Studio,
) -> None:
    world = studio.world
    team = world.teams["brand"]
    await membership.add_member(world.hub, ROOT, team, world.people["manager"])
    for who in ("brand_one", "brand_two"):
        await membership.remove_member(world.hub, ROOT, team, world.people[who])
    request = await studio.approved("manager", **bought(studio))
    await studio.desk.work(seconds=31)
    found = await studio.look(request)

    assert found["state"] == "CHANGES_REQUESTED"
    assert "Nobody may review the stage `Brand`" in found["note"]
