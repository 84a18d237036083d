"""A takedown of a live campaign is carried out at Spotify by the hub, looked at, and proved."""

from typing import Any

import pytest

from bot.ids import ActionId
from connectors.spotify.fake.state import Fault
from tests.bot.reading import lines
from tests.connectors.spotify.test_pausing import live, pause, resume, status, trail
from tests.connectors.spotify.test_targets import targeting, targets
from tests.stories.briefs import YESES
from tests.stories.desk import OneProcess
from tests.stories.house import House, house

PROOF = """query($id: ID!) { request(id: $id) { state note trouble handOver { state receipt }
  removals { subjectId target how places evidence goneAt } auditTrail { act } } }"""


@pytest.fixture
async def opened(desk: OneProcess) -> House:
    return await house(desk)


async def taken_down(opened: House, campaign: dict[str, str], *markets: str) -> dict[str, Any]:
    """Have everybody agree to a takedown of a campaign, and have it handed over."""
    brief = {
        "name": "The song is not ours",
        "brandId": opened.world.brand_id,
        "markets": list(markets or ("DE", "AT")),
        "subjectId": campaign["id"],
        "reason": "RIGHTS",
        "urgent": True,
        "details": "Its publisher says no.",
    }
    done = await opened.asks("takedown", brief)
    assert done["errors"] == [], done
    request: dict[str, Any] = done["request"]
    for who, stage in YESES["takedown"][0]:
        await opened.desk.says(who, request, stage)
    await opened.desk.work(seconds=31)
    return request


async def proof(opened: House, request: dict[str, Any]) -> dict[str, Any]:
    front = await opened.desk.front("manager")
    found: dict[str, Any] = (await front.data(PROOF, id=request["id"]))["request"]
    return found


def delivered(desk: OneProcess) -> dict[str, str]:
    """Return by country whether its ad set delivers."""
    return {
        one["targets"]["geo_targets"]["country_code"]: one.get("delivery", "ON")
        for one in desk.account.live["ad_sets"].values()
    }


def changes(desk: OneProcess, field: str) -> list[str]:
    """Return what a field was set to at Spotify, in order."""
    return [
        str(change["after"]["value"])
        for row in reversed(desk.account.history)
        for change in row["changes"]
        if change["field_type"] == field
    ]


async def test_a_campaign_that_is_taken_down_is_paused_archived_and_proved(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    asked = await taken_down(opened, campaign)
    found, ended = await proof(opened, asked), await desk.look(campaign)
    (gone,) = found["removals"]
    acts = [one["act"] for one in found["auditTrail"] if one["act"].startswith("takedown.")]

    assert changes(desk, "STATUS") == ["PAUSED", "ARCHIVED"]
    assert (found["state"], found["handOver"]["state"]) == ("LIVE", "ACKNOWLEDGED")
    assert found["handOver"]["receipt"].startswith("Taken down by spotify-ads, 2026-")
    assert (gone["subjectId"], gone["target"], gone["how"]) == (
        campaign["id"],
        "spotify-ads",
        "WHOLE",
    )
    assert "read back as ARCHIVED" in gone["evidence"][0]
    assert acts == ["takedown.carried_out", "takedown.seen_gone", "takedown.proved"]
    assert ended["state"] == "WITHDRAWN"
    assert f"#{asked['number']}" in str(ended["note"])


async def test_in_some_countries_only_its_ad_sets_there_are_switched_off(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    asked = await taken_down(opened, campaign, "DE")
    found, after = await proof(opened, asked), await desk.look(campaign)
    (gone,) = found["removals"]

    assert (status(desk), delivered(desk)) == ("ACTIVE", {"AT": "ON", "DE": "OFF"})
    assert (found["state"], gone["how"], gone["places"]) == ("LIVE", "PLACES", ["DE"])
    assert gone["evidence"][0].startswith("read back, the ad set for DE has delivery OFF")
    assert (after["state"], trail(after)[-1]) == ("LIVE", "campaign.narrowed")


async def test_paused_and_run_again_it_stays_off_where_it_was_taken_down(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    await taken_down(opened, campaign, "DE")
    await pause(desk, campaign)
    await desk.work()
    await resume(desk, campaign)
    await desk.work()

    assert (status(desk), delivered(desk)) == ("ACTIVE", {"AT": "ON", "DE": "OFF"})


async def test_given_other_targets_it_stays_off_where_it_was_taken_down(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    await taken_down(opened, campaign, "DE")
    await targeting(opened, campaign)

    assert targets(desk)["genders"] == ["FEMALE"]
    assert delivered(desk) == {"AT": "ON", "DE": "OFF"}


async def test_the_rest_of_it_goes_as_a_whole(desk: OneProcess, opened: House) -> None:
    campaign = await live(desk)
    await taken_down(opened, campaign, "DE")
    second = await taken_down(opened, campaign, "AT")

    assert status(desk) == "ARCHIVED"
    assert (await proof(opened, second))["removals"][0]["how"] == "WHOLE"


async def test_where_an_ad_set_names_no_country_all_of_it_goes_and_it_says_so(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    ad_set = min(desk.account.live["ad_sets"])
    desk.account.edit_live(desk.clock, "ad_sets", ad_set, targets={"geo_targets": {}})
    found = await proof(opened, await taken_down(opened, campaign, "DE"))

    assert status(desk) == "ARCHIVED"
    assert (found["state"], found["removals"][0]["how"]) == ("LIVE", "WHOLE")


async def test_what_is_not_published_yet_is_withdrawn_and_never_is(
    desk: OneProcess, opened: House
) -> None:
    campaign = (await (await desk.front("requester")).submit(desk.world))["request"]
    await desk.work()
    drafted = len(desk.account.drafts["campaigns"])
    found = await proof(opened, await taken_down(opened, campaign, "DE"))
    (gone,) = found["removals"]

    assert drafted == 1
    assert (desk.account.drafts["campaigns"], desk.account.live["campaigns"]) == ({}, {})
    assert gone["evidence"] == ["nothing of it is live there, and its draft is deleted"]
    assert (found["state"], gone["how"]) == ("LIVE", "WHOLE")


@pytest.mark.parametrize("markets", [("DE", "AT"), ("DE",)])
@pytest.mark.parametrize("heard", [False, True])
async def test_a_lost_answer_of_spotify_leaves_it_gone_once_and_proved_once(
    desk: OneProcess, opened: House, markets: tuple[str, ...], *, heard: bool
) -> None:
    campaign = await live(desk)
    part = "/ad_sets/" if len(markets) == 1 else "/campaigns/"
    desk.account.faults = [Fault("PATCH", part, 502, after_success=heard)]
    asked = await taken_down(opened, campaign, *markets)
    await desk.work(seconds=900, rounds=10)
    found = await proof(opened, asked)

    assert desk.account.faults == []
    assert found["state"] == "LIVE"
    assert [one["act"] for one in found["auditTrail"]].count("takedown.seen_gone") == 1
    assert changes(desk, "DELIVERY") == (["OFF"] if len(markets) == 1 else [])


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (422, "planned failure"),
        (403, "Spotify lets the hub do nothing in it (planned failure)"),
    ],
)
async def test_what_spotify_refuses_is_told_to_the_team_and_not_acknowledged(
    desk: OneProcess, opened: House, status: int, said: str
) -> None:
    campaign = await live(desk)
    desk.account.faults = [Fault("PATCH", "/ad_sets/", status)]
    asked = await taken_down(opened, campaign, "DE")
    found = await proof(opened, asked)

    assert (found["state"], found["removals"][0]["goneAt"]) == ("PUBLISHED", None)
    assert found["trouble"].startswith(f"Spotify does not switch it off: {said}. Have it taken")
    assert (await opened.acknowledges("publisher", asked, "By hand."))["errors"] == []


async def test_what_spotify_refuses_to_end_people_say_is_gone_and_that_is_the_proof(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    async with desk.chat() as chat:
        desk.account.faults = [Fault("PATCH", "/ad_sets/", 403)]
        asked = await taken_down(opened, campaign, "DE")
        await desk.work(seconds=5)
        await chat.click("publisher", "CPUBLISHING", ActionId.GONE)
        outcome = await chat.submit("publisher", seen="Switched it off in Ads Manager")
        await desk.work(seconds=60)
        card = lines(chat.shown("CPUBLISHING")[-1].blocks)
    found = await proof(opened, asked)
    (gone,) = found["removals"]

    assert outcome.ok
    assert (found["state"], found["trouble"], gone["how"]) == ("LIVE", None, "PLACES")
    assert gone["evidence"] == [
        "somebody of the team looked, and says: Switched it off in Ads Manager"
    ]
    assert "said by a person" in found["handOver"]["receipt"]
    assert any(one.startswith("All of it is gone: acknowledged by Greenlight") for one in card)
    assert "campaign.said_gone" in trail(await desk.look(campaign))
