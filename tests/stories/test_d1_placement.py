"""D1: which sponsor may be placed where, and what happens to the later of two competitors."""

import asyncio
from typing import Any

from domain.approvals import records as approvals
from tests.api.door import VOTE
from tests.stories.sponsors import Studio


def placements(found: dict[str, Any]) -> list[list[str]]:
    return [
        one["matchedRules"] for one in found["decisions"] if one["table"] == "sponsorship_placement"
    ]


async def competing(studio: Studio, **changes: Any) -> dict[str, Any]:
    """Ask for the competitor in the same episode, and bring it to its last yes."""
    done = await studio.asks("rival", sponsorId=studio.sponsors["cocoa"], **changes)
    assert done["errors"] == []
    request: dict[str, Any] = done["request"]
    await studio.ready(request, "rival")
    return request


async def test_d1_the_decision_is_kept_with_rules_facts_and_reasons(studio: Studio) -> None:
    request = await studio.approved()
    found = await studio.look(request)
    (one, *_) = [d for d in found["decisions"] if d["table"] == "sponsorship_placement"]

    assert one["reasons"] == ["Nothing speaks against it."]
    # Once per market when it was asked for, and once more when it was booked.
    assert placements(found) == [["clear"]] * 4


async def test_d1_a_competitor_booked_after_approval_is_stopped_and_the_earlier_stands(
    studio: Studio,
) -> None:
    later = await competing(studio)
    earlier = await studio.approved()
    await studio.desk.says("legal_one", later, "compliance")
    await studio.desk.work(seconds=31)
    first, second = await studio.look(earlier), await studio.look(later)

    assert first["state"] == "PUBLISHED"
    assert second["state"] == "CHANGES_REQUESTED"
    assert "rule `competitor_in_episode` of `sponsorship_placement`" in second["note"]
    assert "tea" not in second["note"]
    assert placements(second)[-1] == ["competitor_in_episode"]
    assert second["sheet"] is None


async def test_d1_of_two_approved_at_the_same_instant_one_is_booked(studio: Studio) -> None:
    mine = (await studio.asks("agent"))["request"]
    await studio.ready(mine)
    theirs = await competing(studio)
    stages = await approvals.stages_of([mine["id"], theirs["id"]])
    (one, other) = [
        {"stageId": stage.id, "choice": "APPROVE"}
        for held in stages.values()
        for stage in held
        if stage.key == "compliance"
    ]
    door, next_door = [await studio.desk.front("legal_one") for _ in range(2)]
    said = await asyncio.gather(door.data(VOTE, input=one), next_door.data(VOTE, input=other))
    await studio.desk.work(seconds=31)
    states = [(await studio.look(one))["state"] for one in (mine, theirs)]

    assert [data["castVote"]["errors"] for data in said] == [[], []]
    assert sorted(states) == ["CHANGES_REQUESTED", "PUBLISHED"]


async def test_d1_who_is_booked_already_is_met_when_another_asks(studio: Studio) -> None:
    await studio.approved()
    same = await studio.asks("rival", sponsorId=studio.sponsors["cocoa"])
    elsewhere = {"sponsorId": studio.sponsors["cocoa"], "episodeIds": [studio.episodes[1]]}
    bank = await studio.asks("rival", sponsorId=studio.sponsors["bank"])
    other = await studio.asks("rival", **elsewhere)
    (error,) = same["errors"]

    assert error["code"] == "refused_by_rules"
    assert "rule `competitor_in_episode` of `sponsorship_placement`" in error["message"]
    assert (bank["errors"], other["errors"]) == ([], [])


async def test_d1_competitors_keep_the_shows_days_between_them(studio: Studio) -> None:
    await studio.approved(episodeIds=[studio.episodes[1]])
    today = studio.world.hub.clock.now().date()
    day = today.toordinal() + 40
    found = {}
    for apart in (7, 8):
        days = {"startsOn": str(today.fromordinal(day + apart)), "episodeIds": []}
        days |= {"endsOn": str(today.fromordinal(day + apart + 3))}
        done = await studio.asks("rival", sponsorId=studio.sponsors["cocoa"], **days)
        found[apart] = [error["message"] for error in done["errors"]]

    assert "rule `competitor_in_window`" in found[7][0]
    assert found[8] == []


async def test_d1_spots_of_competitors_go_together_in_different_markets(studio: Studio) -> None:
    await studio.approved(read="AD_SPOT", markets=["DE"])
    cocoa = {"sponsorId": studio.sponsors["cocoa"]}
    apart = await studio.asks("rival", **cocoa, read="AD_SPOT", markets=["AT"])
    both = await studio.asks("rival", **cocoa, read="AD_SPOT", markets=["AT", "DE"])
    host = await studio.asks("rival", **cocoa, markets=["AT"])

    assert apart["errors"] == []
    assert [one["errors"][0]["code"] for one in (both, host)] == ["refused_by_rules"] * 2


async def test_d1_a_place_that_was_given_up_is_free_again(studio: Studio) -> None:
    request = await studio.approved()
    agent = await studio.desk.front("agent")
    withdraw = """mutation($i: WithdrawRequestInput!) { withdrawRequest(input: $i) {
      errors { ... on UserError { code } } } }"""
    await agent.data(withdraw, i={"requestId": request["id"], "reason": "Not this year."})
    later = await competing(studio)
    await studio.desk.says("legal_one", later, "compliance")
    await studio.desk.work(seconds=31)

    assert (await studio.look(later))["state"] == "PUBLISHED"


async def test_d1_it_is_judged_again_before_it_is_handed_over(studio: Studio) -> None:
    """Between approval and hand-over the sponsors came to compete."""
    manager = await studio.desk.front("manager")
    first = await studio.approved(sponsorId=studio.sponsors["bank"])
    second = await competing(studio)
    await studio.desk.says("legal_one", second, "compliance")
    query = "mutation($i: UpdateSponsorInput!) { updateSponsor(input: $i) { sponsor { id } } }"
    groups = {"sponsorId": studio.sponsors["bank"], "competitorGroups": ["Hot drinks"]}
    await manager.data(query, i=groups)
    await studio.desk.work(seconds=31)
    states = [(await studio.look(one))["state"] for one in (first, second)]

    assert states == ["PUBLISHED", "CHANGES_REQUESTED"]
    assert "competitor_in_episode" in (await studio.look(second))["note"]


async def test_d1_a_missing_fact_gives_review_and_never_a_silent_yes(studio: Studio) -> None:
    manager = await studio.desk.front("manager")
    query = """mutation($i: CreateSponsorInput!) {
      createSponsor(input: $i) { sponsor { id category } } }"""
    made = (await manager.data(query, i={"name": "Unknown"}))["createSponsor"]["sponsor"]
    request = (await studio.asks(sponsorId=made["id"]))["request"]
    await studio.desk.work()
    found = await studio.look(request)
    (one, *_) = found["decisions"]

    assert made["category"] is None
    assert (one["outcome"], one["matchedRules"]) == ("REVIEW", [])
    assert [stage["key"] for stage in found["stages"]][:2] == ["contract", "rules"]


async def test_d1_review_adds_the_stages_that_the_rules_name(studio: Studio) -> None:
    request = (await studio.asks(category="FINANCE", markets=["DE"]))["request"]
    await studio.desk.work()
    found = await studio.look(request)

    assert {"claims", "category"} <= {stage["key"] for stage in found["stages"]}
    assert placements(found) == [["claims", "more_than_the_sponsor_sells"]]


async def test_d1_where_the_executor_is_away_people_look(studio: Studio) -> None:
    await studio.desk.gives_away("sponsorship_placement")
    request = (await studio.asks(markets=["DE"]))["request"]
    await studio.desk.work()
    found = await studio.look(request)
    (one, *_) = [d for d in found["decisions"] if d["table"] == "sponsorship_placement"]

    assert (one["outcome"], one["matchedRules"]) == ("REVIEW", [])
    assert "OpenText Decision Service" in one["reasons"][0]
    assert "rules" in {stage["key"] for stage in found["stages"]}
