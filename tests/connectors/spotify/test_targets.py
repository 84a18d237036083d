"""An approved targeting is set at Spotify by the hub, and what was set before when it is over."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from connectors.spotify.fake.state import Fault
from domain.campaigns.targeting import WAIT_SECONDS
from tests.connectors.spotify.test_edits import hour
from tests.connectors.spotify.test_pausing import live, pause, resume, status, trail
from tests.stories.briefs import YESES, brief_of
from tests.stories.desk import OneProcess
from tests.stories.house import House, house
from tests.stories.test_w2_campaign import approved

BRIEF = """query($id: ID!) { request(id: $id) { state trouble handOver { state receipt }
  brief { ... on TargetingBrief { adTargets { ageFrom ageTo genders platforms genres } } } } }"""

WOMEN = {"ageFrom": 25, "ageTo": 40, "genders": ["FEMALE"], "platforms": ["IOS"], "genres": ["g1"]}


@pytest.fixture
async def opened(desk: OneProcess) -> House:
    return await house(desk)


def wanted(campaign: dict[str, str], **changes: Any) -> dict[str, Any]:
    return {
        "means": "AD_SET",
        "subjectId": campaign["id"],
        "segment": "Who heard three episodes in a month.",
        "audienceSize": 5000,
        "youngestAge": 25,
        "specialCategory": False,
        "targets": "Women from 25 to 40 on telephones.",
        "adTargets": WOMEN,
    } | changes


async def targeting(opened: House, campaign: dict[str, str], **changes: Any) -> dict[str, Any]:
    """Ask for other targets of a campaign, and have everybody say yes; the window passes."""
    brief = await brief_of(opened, "targeting") | wanted(campaign, **changes)
    done = await opened.asks("targeting", brief)
    assert done["errors"] == [], done
    request: dict[str, Any] = done["request"]
    await opened.desk.work()
    for who, stage in YESES["targeting"][0]:
        await opened.desk.says(who, request, stage)
    await opened.desk.work(seconds=31)
    return request


def targets(desk: OneProcess) -> dict[str, Any]:
    """Return the targets of the ad set for Germany as they are live."""
    sets = desk.account.live["ad_sets"].values()
    found: dict[str, Any] = next(
        one["targets"] for one in sets if one["targets"]["geo_targets"]["country_code"] == "DE"
    )
    return found


def drafted(desk: OneProcess) -> None:
    """Have somebody begin to change what is live in Ads Manager: all of it is drafted."""
    for level, things in desk.account.live.items():
        desk.account.drafts[level] |= deepcopy(things)


async def look(opened: House, request: dict[str, Any]) -> dict[str, Any]:
    front = await opened.desk.front("manager")
    found: dict[str, Any] = (await front.data(BRIEF, id=request["id"]))["request"]
    return found


async def test_an_approved_targeting_is_set_at_spotify_and_is_its_own_receipt(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    request = await targeting(opened, campaign)
    found = await look(opened, request)

    assert targets(desk)["genders"] == ["FEMALE"]
    assert targets(desk)["platforms"] == ["IOS"]
    assert targets(desk)["genre_ids"] == ["g1"]
    assert targets(desk)["age_ranges"] == [{"min": 25, "max": 40}]
    assert (found["state"], found["handOver"]["state"]) == ("LIVE", "ACKNOWLEDGED")
    assert "set these targets at Spotify for DE" in found["handOver"]["receipt"]
    assert found["brief"]["adTargets"]["genders"] == ["FEMALE"]
    assert trail(await desk.look(campaign))[-1] == "campaign.targets_set"


async def test_approved_before_its_campaign_is_live_it_waits_for_that(
    desk: OneProcess, opened: House
) -> None:
    campaign = await approved(desk)
    await desk.work(seconds=31)
    request = await targeting(opened, campaign)
    before = (await look(opened, request))["state"]
    (outside,) = desk.account.live["campaigns"]
    desk.account.moderate(outside, approve=True)
    await desk.work(seconds=60)
    await desk.work(seconds=WAIT_SECONDS)

    assert before == "PUBLISHED"
    assert targets(desk)["genders"] == ["FEMALE"]
    assert (await look(opened, request))["state"] == "LIVE"


async def test_withdrawn_the_targets_before_are_set_again(desk: OneProcess, opened: House) -> None:
    campaign = await live(desk)
    before = dict(targets(desk))
    first = await targeting(opened, campaign)
    narrowed = dict(targets(desk))
    second = await targeting(opened, campaign, adTargets=WOMEN | {"genders": ["MALE"]})
    latest = targets(desk)["genders"]
    await opened.withdraws(second, "Too narrow.")
    await desk.work()
    again = dict(targets(desk))
    await opened.withdraws(first, "Too narrow as well.")
    await desk.work()

    assert latest == ["MALE"]
    assert again == narrowed
    assert targets(desk) == before


async def test_what_others_edited_there_is_neither_overwritten_nor_approved(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    ad_set = min(desk.account.live["ad_sets"])
    desk.account.edit_live(desk.clock, "ad_sets", ad_set, name="Another name")
    request = await targeting(opened, campaign)
    found = await look(opened, request)

    assert "genders" not in targets(desk)
    assert found["state"] == "PUBLISHED"
    assert "Another name" in found["trouble"]
    assert (await opened.acknowledges("marketer", request, "Set by hand."))["errors"] == []


async def test_a_draft_that_somebody_began_is_neither_overwritten_nor_published(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    drafted(desk)
    ad = min(desk.account.live["ads"])
    desk.account.edit_in_ads_manager(desk.clock, ad, level="ads", tagline="Half price")
    request = await targeting(opened, campaign)
    await desk.work(seconds=5, rounds=5)
    found = await look(opened, request)

    assert "Somebody drafted a change of it" in found["trouble"]
    assert "Half price" in found["trouble"]
    assert desk.account.drafts["ads"][ad]["tagline"] == "Half price"
    assert "genders" not in targets(desk)


async def test_targets_that_spotify_takes_into_no_draft_leave_none(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    desk.account.faults = [Fault("PATCH", "/drafts/ad_sets/", status=400)]
    request = await targeting(opened, campaign)
    found = await look(opened, request)

    assert found["trouble"] is not None
    assert desk.account.drafts["campaigns"] == {}
    assert "genders" not in targets(desk)


async def test_a_lost_answer_of_spotify_sets_them_once(desk: OneProcess, opened: House) -> None:
    campaign = await live(desk)
    (outside,) = desk.account.live["campaigns"]
    fault = Fault("POST", f"/drafts/campaigns/{outside}", after_success=True)
    desk.account.faults = [fault]
    request = await targeting(opened, campaign)
    await desk.work(seconds=60, rounds=10)

    assert targets(desk)["genders"] == ["FEMALE"]
    assert (await look(opened, request))["state"] == "LIVE"
    assert trail(await desk.look(campaign)).count("campaign.targets_set") == 1


async def test_what_spotify_does_not_take_is_told_and_leaves_no_draft(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    await desk.work(seconds=timedelta(days=60).total_seconds())  # Its flight is over by then.
    request = await targeting(opened, campaign)
    found = await look(opened, request)

    assert found["state"] == "PUBLISHED"
    assert "end_time is in the past" in found["trouble"]
    assert desk.account.drafts["campaigns"] == {}
    assert "genders" not in targets(desk)


async def test_a_paused_campaign_stays_paused_and_runs_again_with_the_new_targets(
    desk: OneProcess,
    opened: House,
) -> None:
    campaign = await live(desk)
    await pause(desk, campaign)
    await desk.work()
    await targeting(opened, campaign)
    stood = status(desk)
    await resume(desk, campaign)
    await desk.work()

    assert stood == "PAUSED"
    assert status(desk) == "ACTIVE"
    assert targets(desk)["genders"] == ["FEMALE"]


async def test_targets_in_words_are_for_people_as_before(desk: OneProcess, opened: House) -> None:
    campaign = await live(desk)
    request = await targeting(opened, campaign, adTargets=None)

    assert (await look(opened, request))["handOver"]["state"] == "WAITING"
    assert "genders" not in targets(desk)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"adTargets": WOMEN | {"ageFrom": 18}}, "targets_too_young"),
        ({"adTargets": WOMEN | {"ageTo": 20}}, "ages_reversed"),
        ({"adTargets": WOMEN | {"genders": ["FEMALE", "FEMALE"]}}, "target_twice"),
        ({"means": "JOURNEY", "subjectId": None}, "no_ad_set"),
    ],
)
async def test_targets_that_cannot_be_are_refused_with_their_place(
    desk: OneProcess, opened: House, changes: dict[str, Any], code: str
) -> None:
    campaign = (await (await desk.front("requester")).submit(desk.world))["request"]
    brief = await brief_of(opened, "targeting") | wanted(campaign, **changes)
    done = await opened.asks("targeting", brief)

    assert code in [one["code"] for one in done["errors"]]
    assert all("adTargets" in one["path"] for one in done["errors"])


async def test_a_draft_that_a_crash_left_is_discarded_with_the_withdrawal(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    before = dict(targets(desk))
    (outside,) = desk.account.live["campaigns"]
    desk.account.faults = [Fault("POST", f"/drafts/campaigns/{outside}", status=502)] * 5
    request = await targeting(opened, campaign)
    left = [one["targets"].get("genders") for one in desk.account.drafts["ad_sets"].values()]
    desk.account.faults = []
    await opened.withdraws(request, "Too narrow.")
    await desk.work()

    assert ["FEMALE"] in left
    assert desk.account.drafts["campaigns"] == desk.account.drafts["ad_sets"] == {}
    assert targets(desk) == before


async def test_rejected_after_a_yes_the_targets_before_are_set_again_and_it_is_told(
    desk: OneProcess, opened: House
) -> None:
    campaign = await live(desk)
    before = dict(targets(desk))
    request = await targeting(opened, campaign)
    (outside,) = desk.account.live["campaigns"]
    desk.account.moderate(outside, approve=True)
    await desk.work(seconds=60)
    narrowed = targets(desk)["genders"]
    desk.account.moderate(outside, approve=False, reason="Not these people.")
    await hour(desk)
    await hour(desk)
    found, after = await look(opened, request), await desk.look(campaign)

    assert (narrowed, targets(desk)) == (["FEMALE"], before)
    assert found["trouble"].startswith("Spotify rejected the ads after it had said yes")
    assert "Not these people" in found["trouble"]
    assert after["state"] == "LIVE"
    assert trail(after).count("campaign.targets_set") == 2
