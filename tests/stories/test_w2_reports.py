"""W2: what Spotify reports of a campaign that runs comes back, is corrected, and stays withheld."""

from tests.stories.desk import Desk
from tests.stories.reports import day, fetched, live, points, reported


async def test_w2_delivery_reports_come_back(desk: Desk) -> None:
    request, campaign = await live(desk)
    told = {"IMPRESSIONS": 1_000, "COMPLETES": 800, "CLICKS": 10, "SPEND": 12.5, "REACH": 700}
    desk.account.deliver(campaign, day(desk, 2), **told)
    desk.account.deliver(campaign, day(desk, 1), **told, PURCHASES=3)
    for ad_set in desk.account.live["ad_sets"]:
        desk.account.deliver(ad_set, day(desk, 1), IMPRESSIONS=500, SPEND=6.25)
    await fetched(desk, request)
    found = await reported(desk, request)

    assert (found["through"], found["spendProblem"]) == (day(desk, 1), None)
    assert await points(desk, request, "ad_impressions", 2) == [("1000", "VALUE", None)] * 2
    assert await points(desk, request, "ad_completion_rate", 1) == [("0.800000", "VALUE", None)]
    assert await points(desk, request, "clicks", 1) == [("10", "VALUE", None)]
    assert await points(desk, request, "spend", 1) == [("12.5", "VALUE", None)]
    assert await points(desk, request, "ad_reach", 1) == [("700", "VALUE", None)]
    assert await points(desk, request, "spend", 1, "ad_set=DE") == [("6.25", "VALUE", None)]


async def test_w2_a_later_correction_restates_what_was_reported(desk: Desk) -> None:
    request, campaign = await live(desk)
    desk.account.deliver(campaign, day(desk, 2), IMPRESSIONS=1_000, CLICKS=10)
    await fetched(desk, request)
    desk.account.deliver(campaign, day(desk, 2), IMPRESSIONS=1_200)
    await fetched(desk, request)

    assert await points(desk, request, "ad_impressions", 2) == [
        ("1200", "VALUE", "1000"),
        (None, "MISSING", None),
    ]
    assert await points(desk, request, "clicks", 2) == [
        ("10", "VALUE", None),
        (None, "MISSING", None),
    ]


async def test_w2_conversions_too_few_to_tell_stay_withheld(desk: Desk) -> None:
    request, campaign = await live(desk)
    desk.account.deliver(campaign, day(desk, 3), IMPRESSIONS=1_000, PURCHASES=0, LEADS=4)
    desk.account.deliver(campaign, day(desk, 2), IMPRESSIONS=1_000, PURCHASES=3, LEADS=4)
    desk.account.deliver(campaign, day(desk, 1), IMPRESSIONS=1_000, PURCHASES=7)
    await fetched(desk, request)

    assert await points(desk, request, "conversion_purchases", 3) == [
        ("0", "ZERO", None),
        (None, "SUPPRESSED", None),
        ("7", "VALUE", None),
    ]
    assert await points(desk, request, "conversion_leads", 3) == [
        (None, "SUPPRESSED", None),
        (None, "SUPPRESSED", None),
        (None, "MISSING", None),
    ]
