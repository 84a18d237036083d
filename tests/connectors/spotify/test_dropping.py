"""What is archived at Spotify stays as it is, and is drafted no more."""

from tests.connectors.spotify.test_preparing import revised
from tests.stories.desk import OneProcess
from tests.stories.test_w2_campaign import approved


async def test_an_archived_ad_set_of_a_market_that_is_left_out_is_not_drafted_again(
    desk: OneProcess,
) -> None:
    request = await approved(desk)
    await desk.work(seconds=31)
    (campaign,) = desk.account.live["campaigns"]
    desk.account.moderate(campaign, approve=False, reason="A price.")
    await desk.work(seconds=40)
    (left_out,) = [
        one
        for one in desk.account.live["ad_sets"].values()
        if one["targets"]["geo_targets"]["country_code"] == "AT"
    ]
    desk.account.edit_live(desk.clock, "ad_sets", left_out["id"], status="ARCHIVED")
    await revised(desk, request, markets=["DE"])
    await desk.work(rounds=5)

    assert list(desk.account.drafts["ad_sets"]) != []
    assert left_out["id"] not in desk.account.drafts["ad_sets"]
