"""Figures by age and the like as Spotify gives them: of a lifetime, withheld, or never."""

from datetime import timedelta

import pytest

from app.settings import Settings
from connectors.spotify.client import AdsClient
from connectors.spotify.errors import SpotifyError
from connectors.spotify.fake import Account
from connectors.spotify.fake.reports import INSIGHTS, WITHHELD
from connectors.spotify.fake.state import Fault
from connectors.spotify.reports import SpotifyReports
from domain.ad_reports.model import NeverToldError, Parts
from domain.ad_reports.rules import INSIGHTS_AFTER_DAYS
from domain.database import sql
from domain.errors import Invalid
from domain.insights import USUAL, Insight
from domain.metrics.rules import day_number
from domain.requests.revise import withdraw
from tests.stories.desk import OneProcess
from tests.stories.reports import day, fetched, live, points, told_by

CAMPAIGN = "7f4c1cc9-9a1d-4b65-b05c-46e5e33b6705"
WHOSE = {"entity_ids": CAMPAIGN, "entity_ids_type": "CAMPAIGN", "fields": "IMPRESSIONS"}


def heard(account: Account, campaign: str, insight: str, **parts: int) -> None:
    """Have a campaign be heard so often since it began, by the parts of an insight."""
    told = {part: {"IMPRESSIONS": number} for part, number in parts.items()}
    account.heard.setdefault(campaign, {})[insight] = told


async def test_a_lifetime_is_told_apart_by_whatever_the_document_names(
    ads: AdsClient, account: Account
) -> None:
    reports, found = SpotifyReports(ads), list[Parts | None]()
    by = [one for one in Insight if one is not Insight.COUNTRY]
    for insight in by:
        heard(account, CAMPAIGN, insight.name, one=70, other=30)
        found.append(await reports.insight(CAMPAIGN, insight))

    assert found == [{"one": {"IMPRESSIONS": "70"}, "other": {"IMPRESSIONS": "30"}}] * len(by)
    assert {one.name for one in Insight} == INSIGHTS


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"insight_dimension": "AGE", "fields": "SPEND"}, "SPEND is not allowed"),
        ({"insight_dimension": "AGE", "fields": "STARTS"}, "STARTS is not allowed"),
        ({"insight_dimension": "AGE", "granularity": "DAY"}, "are of a LIFETIME"),
        ({"insight_dimension": "AGE", "entity_ids_type": "AD"}, "CAMPAIGN or AD_SET"),
        ({}, "insight_dimension is required"),
    ],
)
async def test_the_fake_refuses_what_spotify_refuses_by_part(
    ads: AdsClient, changes: dict[str, str], said: str
) -> None:
    with pytest.raises(SpotifyError, match=said):
        await ads.insights(list((WHOSE | changes).items()))


@pytest.mark.parametrize("code", sorted(WITHHELD))
async def test_what_is_withheld_for_now_is_told_from_what_is_so_for_good(
    ads: AdsClient, account: Account, code: str
) -> None:
    heard(account, CAMPAIGN, "GENDER", FEMALE=500, MALE=600)
    account.withheld[CAMPAIGN] = {"GENDER": code}
    reports = SpotifyReports(ads)
    if code == "PLACEMENT_UNAVAILABLE":
        with pytest.raises(NeverToldError):
            await reports.insight(CAMPAIGN, Insight.GENDER)
    else:
        assert await reports.insight(CAMPAIGN, Insight.GENDER) is None


async def test_another_refusal_is_neither(ads: AdsClient, account: Account) -> None:
    account.faults = [Fault("GET", "/insight_reports", status=422)]
    with pytest.raises(SpotifyError):
        await SpotifyReports(ads).insight(CAMPAIGN, Insight.GENDER)


async def test_withheld_zero_and_missing_are_three_things_of_a_part(desk: OneProcess) -> None:
    request, campaign = await live(desk, days=8)
    for older, younger, child in ((100, 50, 0), (170, 50, 3), (260, 59, 3)):
        ages = {"55+": older, "25-34": younger, "18-24": child}
        heard(desk.account, campaign, "AGE", **ages)
        await fetched(desk, request)
        desk.clock.advance(timedelta(days=1))

    async def of(age: str) -> list[tuple[str | None, str]]:
        found = await points(desk, request, "ad_impressions", 4, f"age={age}")
        return [(value, state) for value, state, _ in found]

    # The last day nobody looked at yet.
    few, zero, missing = (None, "SUPPRESSED"), ("0", "ZERO"), (None, "MISSING")
    assert await of("55+") == [("100", "VALUE"), few, ("90", "VALUE"), missing]
    assert await of("25-34") == [("50", "VALUE"), zero, ("9", "VALUE"), missing]
    assert await of("18-24") == [zero, few, zero, missing]
    assert (await told_by(desk, request))["AGE"] == ("TOLD", day(desk, 2), 3)


async def test_ends_of_days_that_no_day_is_told_from_any_more_are_let_go(desk: OneProcess) -> None:
    request, _ = await live(desk, days=8)
    for _ in range(4):
        await fetched(desk, request)
        desk.clock.advance(timedelta(days=1))

    rows = await sql.fetch("SELECT day FROM ad_report_snapshots ORDER BY day")
    last = day_number(desk.clock.now().date()) - 2
    assert [row["day"] for row in rows] == [last - 1, last]


async def test_what_is_withheld_is_asked_for_once_a_day_and_what_is_never_told_once(
    desk: OneProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, campaign = await live(desk, days=8)
    desk.account.withheld[campaign] = {"PLACEMENT": "PLACEMENT_UNAVAILABLE"}
    asked: list[Insight] = []
    real = desk.reports.insight

    async def counted(whose: str, insight: Insight) -> Parts | None:
        asked.append(insight)
        return await real(whose, insight)

    monkeypatch.setattr(desk.reports, "insight", counted)
    for _ in range(2):
        await fetched(desk, request)
        await fetched(desk, request)
        desk.clock.advance(timedelta(days=1))
    told = await told_by(desk, request)

    assert {one: asked.count(one) for one in (*USUAL, Insight.COUNTRY)} == {
        **dict.fromkeys((*USUAL, Insight.COUNTRY), 2),
        Insight.PLACEMENT: 1,
    }
    assert told["PLACEMENT"] == ("NEVER", None, 0)
    assert told["AGE"] == ("WITHHELD", day(desk, 2), 0)


async def test_nothing_is_asked_for_by_part_two_weeks_after_the_flight(desk: OneProcess) -> None:
    request, _ = await live(desk, days=8)
    await fetched(desk, request)
    requester = await desk.world.actor("requester")
    await withdraw(desk.world.hub, requester, request["id"], "No longer needed.")
    await desk.work(seconds=61)
    last = desk.clock.now().date()
    seen = set()
    for days in (INSIGHTS_AFTER_DAYS + 1, 1):
        desk.clock.advance(timedelta(days=days))
        await fetched(desk, request)
        seen.add((await told_by(desk, request))["AGE"][1])

    assert seen == {(last + timedelta(days=INSIGHTS_AFTER_DAYS)).isoformat()}


async def test_one_insight_that_is_refused_keeps_no_other_back(desk: OneProcess) -> None:
    request, campaign = await live(desk, days=8)
    desk.account.deliver(campaign, day(desk, 1), IMPRESSIONS=1_000)
    heard(desk.account, campaign, "GENRE", POP=800, ROCK=200)
    # Countries are asked for first, and are refused.
    desk.account.faults = [Fault("GET", "/insight_reports", status=403)]
    await fetched(desk, request)

    assert (await told_by(desk, request))["GENRE"] == ("TOLD", day(desk, 1), 2)
    assert await points(desk, request, "ad_impressions", 1) == [("1000", "VALUE", None)]


def test_a_company_says_what_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Settings().spotify_insights
    monkeypatch.setenv("GREENLIGHT_SPOTIFY_INSIGHTS", "age, city")
    some = Settings().spotify_insights
    monkeypatch.setenv("GREENLIGHT_SPOTIFY_INSIGHTS", "")
    none = Settings().spotify_insights
    monkeypatch.setenv("GREENLIGHT_SPOTIFY_INSIGHTS", "shoe_size")

    assert (usual, some, none) == (USUAL, (Insight.AGE, Insight.CITY), ())
    with pytest.raises(Invalid, match="GREENLIGHT_SPOTIFY_INSIGHTS"):
        Settings.load()
