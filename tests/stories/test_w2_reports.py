"""W2: what Spotify reports of a campaign that runs comes back, is corrected, and stays withheld."""

from datetime import timedelta

from tests.stories.desk import Desk
from tests.stories.reports import BEGINS, day, fetched, live, points, reported, told_by


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


async def test_w2_by_whom_it_is_heard_comes_back_but_for_what_is_too_few(desk: Desk) -> None:
    request, campaign = await live(desk, days=BEGINS)
    ages = {"18-24": 900, "25-34": 300, "55+": 3}
    desk.account.withheld[campaign] = {"GENDER": "INSUFFICIENT_LISTENERS"}
    for more in (0, 100):
        desk.clock.advance(timedelta(days=1))
        told = {age: {"IMPRESSIONS": number + more} for age, number in ages.items()}
        desk.account.heard[campaign] = {"AGE": told, "GENDER": {"FEMALE": {"IMPRESSIONS": 7}}}
        await fetched(desk, request)
    found = await told_by(desk, request)

    assert found["AGE"] == ("TOLD", day(desk, 1), 3)
    assert found["GENDER"] == ("WITHHELD", day(desk, 1), 0)
    few = (None, "SUPPRESSED", None)
    for age, first in (("18-24", ("900", "VALUE", None)), ("25-34", few), ("55+", few)):
        # What is too few to tell could be told from the one beside it, so that is withheld too.
        since = ("100", "VALUE", None)
        assert await points(desk, request, "ad_impressions", 2, f"age={age}") == [first, since]
