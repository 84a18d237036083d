"""What others edit of a live campaign is noticed once, told, and shown by both doors."""

from datetime import timedelta
from typing import Any

import pytest

from connectors.spotify.fake.state import API, Account, Fault
from connectors.spotify.history import SpotifyHistory
from domain.campaigns.edits import noticing, rules
from domain.database import sql
from tests.bot.office import text_of
from tests.connectors.spotify.conftest import client_for
from tests.connectors.spotify.test_pausing import live, pause, resume, status, trail
from tests.stories.desk import OneProcess

EDITS = """query($id: ID!) { request(id: $id) { note version: revision outsideEdits {
  id at who by part name did fields { about field before after } } } }"""

OTHER_TOOL = {**API, "principal_id": "another-tool", "name": "Another tool"}


async def hour(desk: OneProcess) -> None:
    """Let an hour pass, and the hub look as it does every hour."""
    desk.clock.advance(timedelta(hours=1))
    await noticing.ask_due(desk.world.hub, _no_job())
    await desk.work()


def _no_job() -> Any:
    return None


def edit(desk: OneProcess, level: str = "ad_sets", **fields: Any) -> str:
    """Edit one live part of the campaign as somebody in Ads Manager would."""
    part = min(desk.account.live[level])
    return desk.account.edit_live(desk.clock, level, part, **fields)


async def shown(desk: OneProcess, request: dict[str, str], who: str = "requester") -> Any:
    return (await (await desk.front(who)).data(EDITS, id=request["id"]))["request"]


async def test_an_edit_in_ads_manager_is_told_with_who_and_what(desk: OneProcess) -> None:
    request = await live(desk)
    change = edit(desk, budget={"micro_amount": 750_000_000, "type": "LIFETIME", "currency": "EUR"})
    await hour(desk)
    found = await shown(desk, request)

    (one,) = found["outsideEdits"]
    assert (one["id"], one["who"], one["by"]) == (change, "Somebody in Ads Manager", "PERSON")
    assert (one["part"], one["did"]) == ("AD_SET", "CHANGED")
    assert one["fields"][0]["about"] == "BUDGET"
    assert one["fields"][0]["after"] == "750.00 EUR"
    assert "Somebody in Ads Manager edited the ad set" in found["note"]
    assert trail(await desk.look(request))[-1] == "campaign.edited_outside"


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("ana@example.com", ""),
        ("Ana Lang <ana@example.com>", "Ana Lang"),
        ("Ana Lang (ana@example.com)", "Ana Lang"),
        ("Ana Lang", "Ana Lang"),
    ],
)
async def test_an_address_is_no_name_and_stands_nowhere(
    desk: OneProcess, given: str, left: str
) -> None:
    request = await live(desk)
    actor = {**API, "category": "ADVERTISER_USER", "name": given}
    part = min(desk.account.live["ad_sets"])
    desk.account.edit_live(desk.clock, "ad_sets", part, actor, name="Another name")
    await hour(desk)
    found = await shown(desk, request)

    assert found["outsideEdits"][0]["who"] == left
    assert (left or "somebody in Ads Manager") in found["note"]
    assert "@" not in found["note"]


async def test_a_campaign_that_is_long_over_is_looked_at_once_a_day(desk: OneProcess) -> None:
    request = await live(desk)
    desk.clock.advance(timedelta(days=60))
    change = edit(desk, name="Another name")
    for _ in range(4):
        await hour(desk)
    looks = await sql.fetch("SELECT key FROM jobs WHERE kind = $1", noticing.LOOK)

    assert len(looks) == 1
    assert [one["id"] for one in (await shown(desk, request))["outsideEdits"]] == [change]


async def test_a_campaign_of_which_nothing_stands_at_spotify_is_not_looked_at(
    desk: OneProcess,
) -> None:
    request = await live(desk)
    await sql.execute(
        "UPDATE campaign_drafts SET outside = $2 WHERE request_id = $1", request["id"], {}
    )
    await hour(desk)

    assert await sql.fetch("SELECT key FROM jobs WHERE kind = $1", noticing.LOOK) == []


async def test_what_was_noticed_is_not_told_again(desk: OneProcess) -> None:
    request = await live(desk)
    edit(desk, name="Another name")
    await hour(desk)
    await hour(desk)

    acts = trail(await desk.look(request))
    assert acts.count("campaign.edited_outside") == 1
    assert len((await shown(desk, request))["outsideEdits"]) == 1


async def test_what_the_hub_does_there_itself_is_no_edit(desk: OneProcess) -> None:
    request = await live(desk)
    await pause(desk, request)
    await desk.work()
    await resume(desk, request)
    await desk.work()
    await hour(desk)

    assert (await shown(desk, request))["outsideEdits"] == []


async def test_what_was_edited_before_it_was_published_is_no_edit_of_what_is_live(
    desk: OneProcess,
) -> None:
    request = await live(desk)
    (campaign,) = desk.account.live["campaigns"].values()
    earlier = desk.clock.now() - timedelta(days=3)
    change = ("NAME", "Name", "An old name", campaign["name"])
    desk.account.record(earlier, OTHER_TOOL | {"category": "SYSTEM"}, "CAMPAIGN", campaign, change)
    await hour(desk)

    assert (await shown(desk, request))["outsideEdits"] == []


async def test_every_page_of_many_edits_is_read(desk: OneProcess) -> None:
    request = await live(desk)
    for number in range(120):
        edit(desk, name=f"Name {number}")
    await hour(desk)
    found = await shown(desk, request)
    kept = await sql.fetch("SELECT id FROM campaign_edits")

    assert len(kept) == 120
    assert f"{120 - rules.TOLD_MAX} more edits" in found["note"]


async def test_a_look_that_fails_loses_nothing(desk: OneProcess) -> None:
    request = await live(desk)
    edit(desk, name="Another name")
    desk.account.faults = [Fault("GET", "/change_history", status=429)]
    await hour(desk)
    await desk.work(seconds=60)

    assert len((await shown(desk, request))["outsideEdits"]) == 1


async def test_an_edited_budget_is_told_to_the_brand_and_paused_by_who_may(
    desk: OneProcess,
) -> None:
    async with desk.chat() as chat:
        await live(desk)
        edit(desk, budget={"micro_amount": 750_000_000, "type": "LIFETIME", "currency": "EUR"})
        await hour(desk)
        brand = [text_of(one) for one in chat.thread("CBRAND")]
        told = [text_of(one) for one in chat.thread(chat.direct("requester"))]
        await chat.click_below("brand_one", "CBRAND", "campaign.ask_pause")
        refused = chat.whispers("brand_one")[-1]
        await chat.click_below("requester", "CBRAND", "campaign.ask_pause")
        form = chat.form("requester")
        outcome = await chat.submit("requester", reason="The budget is not what we agreed.")
        await desk.work()

    assert "edited" in brand[-1]
    assert "750.00 EUR" in brand[-1]
    assert "750.00 EUR" in told[-1]
    assert "may not" in refused
    assert form is not None
    assert outcome.ok
    assert status(desk) == "PAUSED"


async def test_an_edited_name_is_nothing_the_brand_is_asked_about(desk: OneProcess) -> None:
    async with desk.chat() as chat:
        await live(desk)
        edit(desk, name="Another name")
        await hour(desk)
        brand = [text_of(one) for one in chat.thread("CBRAND")]
        told = [text_of(one) for one in chat.thread(chat.direct("requester"))]

    assert not any("Another name" in one for one in brand)
    assert "Another name" in told[-1]


async def test_once_withdrawn_nothing_is_looked_for(desk: OneProcess) -> None:
    request = await live(desk)
    withdraw = """mutation($input: WithdrawRequestInput!) { withdrawRequest(input: $input) {
      errors { __typename } } }"""
    given = {"requestId": request["id"], "reason": "It is over."}
    await (await desk.front("requester")).data(withdraw, input=given)
    await desk.work()
    edit(desk, name="Another name")
    await hour(desk)

    assert (await shown(desk, request))["outsideEdits"] == []


async def test_another_integration_counts_where_the_hub_knows_its_own_name(
    desk: OneProcess, account: Account
) -> None:
    await live(desk)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.edit_live(desk.clock, "campaigns", campaign, OTHER_TOOL, name="By a tool")
    client = client_for(desk.account, desk.clock, desk.http)
    since = desk.clock.now() - timedelta(hours=1)
    own = str(API["principal_id"])
    named = await SpotifyHistory(client, own).edits(campaign, [], since)
    unnamed = await SpotifyHistory(client).edits(campaign, [], since)

    assert [(one.who, one.fields[0].after) for one in named] == [("Another tool", "By a tool")]
    assert unnamed == []
