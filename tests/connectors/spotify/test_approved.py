"""Only what was approved is published, whatever others do to the draft at Spotify."""

from typing import Any

import pytest

from connectors.spotify.fake.state import Fault
from tests.stories.desk import OneProcess
from tests.stories.test_w2_campaign import approved

OTHERS = dict.fromkeys(
    ("asset_id", "companion_asset_id", "logo_asset_id"), "00000000-0000-4000-8000-000000000000"
)


def first(desk: OneProcess, level: str) -> str:
    return next(iter(desk.account.drafts[level]))


def targets(desk: OneProcess, **changes: Any) -> dict[str, Any]:
    return {**desk.account.drafts["ad_sets"][first(desk, "ad_sets")]["targets"], **changes}


@pytest.mark.parametrize("level", ["ad_sets", "ads"])
async def test_a_part_that_somebody_added_is_never_published(desk: OneProcess, level: str) -> None:
    request = await approved(desk)
    desk.account.add_in_ads_manager(desk.clock, level, first(desk, level), name="Foreign part")
    await desk.work(seconds=31, rounds=20)
    found = await desk.look(request)

    assert desk.account.live["campaigns"] == {}
    assert found["state"] == "CHANGES_REQUESTED"
    kind = level.removesuffix("s").replace("_", " ")
    assert f"Nobody ordered the {kind} `Foreign part`." in str(found["note"])


async def test_a_foreign_ad_below_a_foreign_ad_set_is_named(desk: OneProcess) -> None:
    request = await approved(desk)
    account = desk.account
    ad_set = account.add_in_ads_manager(desk.clock, "ad_sets", first(desk, "ad_sets"), name="Set")
    ad = first(desk, "ads")
    account.add_in_ads_manager(desk.clock, "ads", ad, name="Deep", ad_set_id=ad_set)
    await desk.work(seconds=31)
    found = await desk.look(request)

    assert "Nobody ordered the ad `Deep`." in str(found["note"])


async def test_what_was_altered_is_named_with_both_values(desk: OneProcess) -> None:
    request = await approved(desk)
    ad_set, ad = first(desk, "ad_sets"), first(desk, "ads")
    budget = {"micro_amount": 99_000_000_000, "type": "LIFETIME"}
    desk.account.edit_in_ads_manager(desk.clock, ad_set, level="ad_sets", budget=budget)
    desk.account.edit_in_ads_manager(desk.clock, ad, level="ads", tagline="Tea")
    await desk.work(seconds=31, rounds=1)
    note = str((await desk.look(request))["note"])

    assert "The ad set for AT has the budget 99,000.00 in place of 6,250.00." in note
    assert "The ad for AT has the tagline `Tea` in place of `Coffee that sings`." in note
    assert "Somebody in Ads Manager" in note


@pytest.mark.parametrize(
    ("level", "fields", "said"),
    [
        ("ad_sets", {"end_time": "2027-01-01T00:00:00Z"}, "the end `2027-01-01T00:00:00Z`"),
        ("ad_sets", {"bid_micro_amount": 1}, "the bid 0.00"),
        ("ad_sets", {"pacing": "PACING_ASAP"}, "the pacing `PACING_ASAP`"),
        ("ad_sets", {"category": "ADV_16_144"}, "the category `ADV_16_144`"),
        ("ads", {"third_party_tracking": [{"url": "https://spy.example"}]}, "tracking by others"),
        ("ads", {"assets": OTHERS}, f"the audio file `{OTHERS['asset_id']}`"),
        ("ads", {"call_to_action": {"clickthrough_url": "https://x.example"}}, "the click address"),
    ],
)
async def test_every_field_is_compared(
    desk: OneProcess, level: str, fields: dict[str, Any], said: str
) -> None:
    request = await approved(desk)
    desk.account.edit_in_ads_manager(desk.clock, first(desk, level), level=level, **fields)
    await desk.work(seconds=31, rounds=1)

    assert desk.account.live["campaigns"] == {}
    assert said in str((await desk.look(request))["note"])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"genre_ids": ["metal"]}, "the genres"),
        ({"platforms": ["IOS"]}, "the platforms"),
        ({"geo_targets": {"country_code": "US"}}, "the market `US` in place of `AT`"),
        ({"geo_targets": {"country_code": "AT", "city_ids": ["1"]}}, "the cities"),
        ({"age_ranges": [{"min": 13, "max": 99}]}, "the ages"),
    ],
)
async def test_every_target_is_compared(
    desk: OneProcess, changes: dict[str, Any], said: str
) -> None:
    request = await approved(desk)
    ad_set = first(desk, "ad_sets")
    fields = {"targets": targets(desk, **changes)}
    desk.account.edit_in_ads_manager(desk.clock, ad_set, level="ad_sets", **fields)
    await desk.work(seconds=31, rounds=1)

    assert said in str((await desk.look(request))["note"])


async def test_what_spotify_fills_in_by_itself_is_no_difference(desk: OneProcess) -> None:
    request = await approved(desk)
    draft = desk.account.drafts["ad_sets"][first(desk, "ad_sets")]
    draft["targets"] = targets(
        desk, platforms=["IOS", "ANDROID", "DESKTOP"], placements=["PODCAST", "MUSIC"], genre_ids=[]
    )
    draft["start_time"] = draft["start_time"].replace("Z", "+00:00")
    await desk.work(seconds=31)

    assert (await desk.look(request))["state"] == "PUBLISHED"


async def test_what_somebody_else_published_is_not_taken_for_ours(desk: OneProcess) -> None:
    request = await approved(desk)
    desk.account.publish(first(desk, "campaigns"))
    await desk.work(seconds=31, rounds=1)
    found = await desk.look(request)

    assert found["state"] == "IN_REVIEW"
    assert "what is live was not published by the hub" in str(found["note"])


async def test_a_lost_answer_does_not_hide_what_was_altered_meanwhile(desk: OneProcess) -> None:
    request = await approved(desk)
    campaign, ad = first(desk, "campaigns"), first(desk, "ads")
    desk.account.faults = [Fault("POST", f"/drafts/campaigns/{campaign}", status=502)]
    await desk.work(seconds=31, rounds=1)
    assert desk.account.faults == []
    desk.account.edit_in_ads_manager(desk.clock, ad, level="ads", tagline="Tea")
    desk.account.publish(campaign)
    await desk.work(seconds=31, rounds=1)
    found = await desk.look(request)

    assert found["state"] == "IN_REVIEW"
    assert "has the tagline `Tea` in place of" in str(found["note"])
