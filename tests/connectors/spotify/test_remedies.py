"""What a rejection asks for is ticked off, or closed by the revision that goes out."""

from typing import Any

import pytest

from bot.ids import ActionId
from connectors.spotify.fake.state import Fault
from tests.bot.office import text_of
from tests.connectors.spotify.test_estimates import revised
from tests.connectors.spotify.test_pausing import live, trail
from tests.connectors.spotify.test_targets import targeting
from tests.stories.desk import OneProcess
from tests.stories.house import house
from tests.stories.test_w2_campaign import approved

REMEDIES = "query($id: ID!) { request(id: $id) { remedies { id revision reason text state } } }"
TICK = """mutation($input: TickRemedyInput!) { tickRemedy(input: $input) {
  request { id } errors { ... on UserError { code message } } } }"""


async def refused(desk: OneProcess) -> dict[str, str]:
    """Bring a campaign to Spotify, whose reviewers say no."""
    request = await approved(desk)
    await desk.work(seconds=31)
    reject(desk)
    await desk.work(seconds=40)
    return request


def reject(desk: OneProcess) -> None:
    (campaign,) = desk.account.live["campaigns"]
    desk.account.moderate(campaign, approve=False, reason="A price.", remedy="Leave it out.")


async def remedies(desk: OneProcess, request: dict[str, str]) -> list[dict[str, Any]]:
    data = await (await desk.front("requester")).data(REMEDIES, id=request["id"])
    found: list[dict[str, Any]] = data["request"]["remedies"]
    return found


async def tick(desk: OneProcess, remedy: str, who: str = "requester") -> list[str]:
    data = await (await desk.front(who)).data(TICK, input={"remedyId": remedy})
    return [one["code"] for one in data["tickRemedy"]["errors"]]


async def test_a_remedy_is_ticked_off_once_and_recorded(desk: OneProcess) -> None:
    request = await refused(desk)
    (remedy,) = await remedies(desk, request)
    codes = [*await tick(desk, remedy["id"]), *await tick(desk, remedy["id"])]
    (after,) = await remedies(desk, request)

    assert (remedy["reason"], remedy["text"]) == ("A price.", "Leave it out.")
    assert (remedy["state"], after["state"], codes) == ("OPEN", "DONE", ["remedy_closed"])
    assert trail(dict(await desk.look(request))).count("remedy.ticked") == 1


async def test_done_on_the_card_ticks_a_remedy_off(desk: OneProcess) -> None:
    async with desk.chat() as chat:
        request = await refused(desk)
        mine = chat.direct("requester")
        before = text_of(chat.shown(mine)[0])
        clicked = await chat.click("requester", mine, ActionId.TICK, 0)
        await desk.work(seconds=5)
        after = chat.shown(mine)[0]

    assert clicked.ok
    assert "Leave it out. (to be done)" in before
    assert "(done)" in text_of(after)
    assert ActionId.TICK not in str(after.blocks)
    assert [one["state"] for one in await remedies(desk, request)] == ["DONE"]
    assert trail(dict(await desk.look(request))).count("remedy.ticked") == 1


async def test_only_whoever_may_revise_it_ticks_off_and_others_hear_of_none(
    desk: OneProcess,
) -> None:
    request = await refused(desk)
    (remedy,) = await remedies(desk, request)

    assert await tick(desk, remedy["id"], "brand_one") == ["not_allowed"]
    assert await tick(desk, "rem_nothing") == ["no_such_remedy"]
    assert (await remedies(desk, request))[0]["state"] == "OPEN"


async def test_the_revision_that_goes_out_closes_what_is_open(desk: OneProcess) -> None:
    request = await refused(desk)
    await revised(desk, request, name="Said better")
    before = (await remedies(desk, request))[0]["state"]
    await desk.says("brand_one", request, "brand")
    await desk.says("finance_one", request, "finance")
    await desk.work(seconds=31)

    assert (before, (await remedies(desk, request))[0]["state"]) == ("OPEN", "SENT")


async def test_after_other_targets_were_set_a_rejection_is_noticed_and_told(
    desk: OneProcess,
) -> None:
    campaign = await live(desk)
    await targeting(await house(desk), campaign)
    reject(desk)
    await desk.work(seconds=40)
    found: dict[str, Any] = dict(await desk.look(campaign))

    assert found["state"] == "CHANGES_REQUESTED"
    assert "A price. Remedy: Leave it out." in found["note"]
    assert [one["state"] for one in found["placements"]] == ["REFUSED"]
    assert [one["text"] for one in await remedies(desk, campaign)] == ["Leave it out."]


async def test_after_other_targets_were_set_a_yes_changes_nothing(desk: OneProcess) -> None:
    campaign = await live(desk)
    await targeting(await house(desk), campaign)
    (outside,) = desk.account.live["campaigns"]
    desk.account.moderate(outside, approve=True)
    before = trail(dict(await desk.look(campaign)))
    await desk.work(seconds=40)
    found: dict[str, Any] = dict(await desk.look(campaign))

    assert (found["state"], trail(found)) == ("LIVE", before)


@pytest.mark.parametrize("heard", [False, True])
async def test_whichever_call_is_lost_a_rejection_is_noted_down_once(
    desk: OneProcess, *, heard: bool
) -> None:
    request = await approved(desk)
    await desk.work(seconds=31)
    reject(desk)
    desk.account.faults = [Fault("PATCH", "/campaigns/", 502, after_success=heard)]
    await desk.work(seconds=40)
    await desk.work(seconds=60)

    assert desk.account.faults == []
    assert len(await remedies(desk, request)) == 1
