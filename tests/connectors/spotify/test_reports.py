"""Reports as Spotify gives them: their limits, what is withheld or corrected."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from app.jobs.hourly import ask_hourly
from connectors.spotify import reports as spoken
from connectors.spotify.client import READS_MAX, AdsClient
from connectors.spotify.errors import SpotifyError
from connectors.spotify.fake import Account
from connectors.spotify.fake.reports import RATE_MAX
from connectors.spotify.fake.state import Fault
from connectors.spotify.files import ADDRESS_MAX
from connectors.spotify.reports import SpotifyReports
from domain.ad_reports import asking, pacing, reading, records
from domain.ad_reports.model import FileState, Level, Page, Question
from domain.ad_reports.rules import RESTATED_DAYS
from domain.clock import SteppingClock
from domain.database import sql
from domain.errors import Forbidden, Invalid, Missing
from domain.insights import Insight
from domain.jobs import records as jobs
from domain.jobs.model import JobState, RetryLater
from domain.requests.revise import withdraw
from tests.stories.desk import OneProcess
from tests.stories.reports import BEGINS, FETCH, day, fetched, live, points, reported, the_job

CAMPAIGN = "7f4c1cc9-9a1d-4b65-b05c-46e5e33b6705"
FIRST, LAST = date(2026, 9, 1), date(2026, 11, 20)

#: What the field enum deprecates. Source: Ads API v3, `x-deprecated-enums`.
DEPRECATED = {"E_CPM", "E_CPC", "INTENT_RATE", "SKIPS"} | {
    f"PAID_LISTENS{ending}" for ending in ("", "_FREQUENCY", "_REACH")
}


def query(**changes: Any) -> list[tuple[str, str]]:
    given = {
        "entity_type": "CAMPAIGN",
        "fields": "IMPRESSIONS",
        "granularity": "DAY",
        "report_start": "2026-09-01T00:00:00Z",
        "report_end": "2026-11-20T00:00:00Z",
        "entity_ids": CAMPAIGN,
        "entity_ids_type": "CAMPAIGN",
    } | changes
    return [(name, value) for name, value in given.items() if value is not None]


# --- what is asked, and what the fake refuses ---


async def test_the_last_day_is_included_and_pages_follow_one_another(
    ads: AdsClient, account: Account
) -> None:
    for ago in range((LAST - FIRST).days + 2):
        account.deliver(CAMPAIGN, (LAST - timedelta(days=ago - 1)).isoformat(), IMPRESSIONS=ago)
    question, reports = Question(Level.CAMPAIGN, (CAMPAIGN,), FIRST, LAST), SpotifyReports(ads)
    first = await reports.page(question, None)
    assert first.more is not None
    second = await reports.page(question, first.more)
    rows = [*first.rows, *second.rows]

    assert (len(first.rows), second.more) == (50, None)
    assert [rows[0].day, rows[-1].day] == ["2026-09-01T00:00:00Z", "2026-11-20T00:00:00Z"]
    assert rows[-1].stats == {"IMPRESSIONS": "1"}


def test_nothing_deprecated_is_asked_for() -> None:
    assert not DEPRECATED & {*spoken.FIELDS, *spoken.INSIGHT_FIELDS, *spoken.COLUMNS}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"report_start": "2026-08-22T00:00:00Z"}, "within 90 days"),
        ({"report_start": "2026-09-01T05:00:00Z"}, "midnight"),
        ({"entity_type": None}, "entity_type is required"),
        ({"fields": None}, "fields are required"),
        ({"entity_ids_type": "AD_SET"}, "must match"),
        ({"granularity": "LIFETIME"}, "not permitted"),
        ({"report_end": None}, "report_start and report_end"),
    ],
)
async def test_the_fake_refuses_what_spotify_refuses(
    ads: AdsClient, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(SpotifyError, match=said):
        await ads.aggregate(query(**changes))


async def test_ninety_days_may_be_asked_for_at_once(ads: AdsClient) -> None:
    start = (LAST - timedelta(days=89)).isoformat()

    assert (await ads.aggregate(query(report_start=f"{start}T00:00:00Z")))["rows"] == []


async def test_countries_are_of_a_lifetime_and_have_no_spend(ads: AdsClient) -> None:
    whose = [("insight_dimension", "COUNTRY"), ("entity_ids", CAMPAIGN)]
    whose.append(("entity_ids_type", "CAMPAIGN"))
    with pytest.raises(SpotifyError, match="SPEND is not allowed"):
        await ads.insights([("fields", "SPEND"), *whose])


async def test_too_few_people_is_something_else_than_nothing(
    ads: AdsClient, account: Account
) -> None:
    reports = SpotifyReports(ads)
    account.heard_in[CAMPAIGN] = {"DE": {"IMPRESSIONS": 99}}
    withheld = await reports.insight(CAMPAIGN, Insight.COUNTRY)
    account.heard_in[CAMPAIGN] = {"DE": {"IMPRESSIONS": 100}}

    assert withheld is None
    assert await reports.insight(CAMPAIGN, Insight.COUNTRY) == {"DE": {"IMPRESSIONS": "100"}}


async def test_a_file_is_made_looked_at_and_read_without_our_token(
    ads: AdsClient, account: Account
) -> None:
    reports = SpotifyReports(ads)
    account.deliver(CAMPAIGN, "2026-11-20", IMPRESSIONS=1_000, PURCHASES=3)
    made = await reports.begin("a-file", CAMPAIGN, FIRST, LAST)
    early = await reports.look(made)
    ready = await reports.look(made)
    head, line = await reports.fetch(ready.address or "")
    found = dict(zip(head, line, strict=True))

    assert (early.state, ready.state) == (FileState.PROCESSING, FileState.READY)
    assert (found["IMPRESSIONS_ON_SPOTIFY"], found["PURCHASES"], found["LEADS"]) == (
        "1000",
        "-5",
        "",
    )
    assert account.reports[made]["body"]["statuses"] == list(spoken.STATES)


async def test_a_file_that_is_no_table_is_refused_with_what_to_do(
    ads: AdsClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: str) -> bytes:
        return b"IMPRESSIONS\n" + b"1" * (csv.field_size_limit() + 1)

    monkeypatch.setattr(ads, "download", broken)
    with pytest.raises(Invalid, match="ask for its days again"):
        await SpotifyReports(ads).fetch("https://files.example.com/a.csv")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://files.example.com/secret", "not https"),
        ("https://10.0.0.8/secret", "a host by its name"),
        ("https://files.example.com:8443/secret", "no port"),
        ("https://api-partner.spotify.com.example.com/secret", "not public"),
        (f"https://files.example.com/{'x' * ADDRESS_MAX}", "more than"),
        ("https://api-partner.spotify.com/reports/gone.csv", "status 404"),
    ],
)
async def test_a_file_is_read_from_no_address_but_a_public_one(
    ads: AdsClient, address: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ads, "_resolve", inside)
    with pytest.raises(RetryLater, match=said):
        await SpotifyReports(ads).fetch(address)


async def inside(_: str, __: int) -> Sequence[str]:
    """Say of every name that it leads to a public address, and to one of the house."""
    return ["93.184.216.34", "10.0.0.8"]


# --- fetching ---


async def test_a_campaign_is_asked_for_once_a_day_until_its_figures_stand_still(
    desk: OneProcess,
) -> None:
    request, campaign = await live(desk)
    desk.account.deliver(campaign, day(desk, 1), IMPRESSIONS=10)

    async def asked() -> int:
        await ask_hourly(desk.world.hub)
        await desk.work(seconds=61)
        query = "SELECT COUNT(*) AS n FROM jobs WHERE kind = $1"
        row = await sql.fetch_one(query, asking.FETCH)
        return int(row["n"]) if row else 0

    counted = [await asked()]
    desk.clock.advance(timedelta(hours=1))
    counted.append(await asked())
    await withdraw(
        desk.world.hub, await desk.world.actor("requester"), request["id"], "No longer needed."
    )
    for days in (1, 29, 2, 1):
        desk.clock.advance(timedelta(days=days))
        counted.append(await asked())
    found = await reported(desk, request)

    assert counted == [1, 1, 2, 3, 4, 4]
    assert found["settledAt"] is not None


async def test_figures_by_country_are_told_apart_by_days(desk: OneProcess) -> None:
    request, campaign = await live(desk, days=8)
    reasons: list[list[dict[str, str]]] = []
    for countries in (
        {"DE": 60, "AT": 30},  # Too few.
        {"DE": 100, "AT": 50},
        {"DE": 170, "AT": 40},  # Ten of Austria were taken back.
        {"DE": 180, "AT": 45},
    ):
        desk.account.heard_in[campaign] = {c: {"IMPRESSIONS": n} for c, n in countries.items()}
        await fetched(desk, request)
        desk.account.heard_in[campaign]["DE"]["IMPRESSIONS"] += 1
        await fetched(desk, request)  # A second look of a day is not counted.
        reasons.append((await reported(desk, request))["lastImport"]["problems"])
        desk.clock.advance(timedelta(days=1))

    assert [[one["reason"] for one in some] for some in reasons] == [
        [],
        [],
        ["10 of ad_impressions (country=AT) were taken back"],
        [],
    ]
    assert await points(desk, request, "ad_impressions", 5, "country=DE") == [
        (None, "SUPPRESSED", None),
        (None, "SUPPRESSED", None),
        ("70", "VALUE", None),
        ("10", "VALUE", None),
        (None, "MISSING", None),
    ]
    assert await points(desk, request, "ad_impressions", 5, "country=AT") == [
        (None, "SUPPRESSED", None),
        (None, "SUPPRESSED", None),
        (None, "MISSING", None),
        ("5", "VALUE", None),
        (None, "MISSING", None),
    ]


async def test_spend_in_another_unit_is_set_aside_and_somebody_hears(desk: OneProcess) -> None:
    request, campaign = await live(desk)
    desk.account.deliver(campaign, day(desk, 1), IMPRESSIONS=1_000, SPEND=12_500_000)
    await fetched(desk, request)
    odd, shown = await reported(desk, request), await desk.look(request)
    spend = await points(desk, request, "spend", 1)
    listed = await records.odd_ones()
    desk.account.deliver(campaign, day(desk, 1), SPEND=12.5)
    await fetched(desk, request)

    said = "Spend of 12,500,000.00 EUR would be 12,500,000.00 for a thousand impressions"
    assert odd["spendProblem"] == said
    assert [one["reason"] for one in odd["lastImport"]["problems"]] == [said]
    assert "cannot be right" in str(shown["trouble"])
    assert "12,500,000" not in str(shown["trouble"])
    assert [line.partition(": ")[2] for line in listed] == [said]
    assert spend == []
    assert await points(desk, request, "ad_impressions", 1) == [("1000", "VALUE", None)]
    assert await points(desk, request, "spend", 1) == [("12.5", "VALUE", None)]
    assert (await desk.look(request))["trouble"] is None
    assert await records.odd_ones() == []


async def test_spend_that_was_set_aside_stays_so_until_its_own_days_can_be(
    desk: OneProcess,
) -> None:
    request, campaign = await live(desk, BEGINS + 100)
    then = day(desk, 100)
    desk.account.deliver(campaign, then, IMPRESSIONS=1_000, SPEND=12_500_000)
    desk.account.deliver(campaign, day(desk, 1), IMPRESSIONS=1_000, SPEND=12.5)
    await fetched(desk, request)
    first = (await reported(desk, request))["spendProblem"]
    await desk.work(seconds=86_400, rounds=2)
    await fetched(desk, request)
    second, shown = (await reported(desk, request))["spendProblem"], await desk.look(request)
    desk.account.deliver(campaign, then, SPEND=12.5)
    await fetched(desk, request)

    said = "Spend of 12,500,000.00 EUR would be 12,500,000.00 for a thousand impressions"
    assert (first, second) == (said, said)
    assert "cannot be right" in str(shown["trouble"])
    assert (await reported(desk, request))["spendProblem"] is None
    assert (await desk.look(request))["trouble"] is None
    ago = (desk.clock.now().date() - date.fromisoformat(then)).days
    assert (await points(desk, request, "spend", ago))[0] == ("12.5", "VALUE", None)


async def test_when_spotify_is_away_nothing_is_lost(desk: OneProcess) -> None:
    request, campaign = await live(desk)
    desk.account.deliver(campaign, day(desk, 1), IMPRESSIONS=1_000)
    desk.account.faults = [Fault("GET", "/aggregate_reports", status=503)] * 3
    await fetched(desk, request)
    away = await points(desk, request, "ad_impressions", 1)
    await desk.work(seconds=spoken.AWAY_SECONDS)

    assert away == []
    assert await points(desk, request, "ad_impressions", 1) == [("1000", "VALUE", None)]


@pytest.mark.parametrize(("status", "times"), [(403, 1), (503, READS_MAX)])
async def test_what_is_refused_or_away_by_country_keeps_no_days_back(
    desk: OneProcess, status: int, times: int
) -> None:
    request, campaign = await live(desk)
    desk.account.deliver(campaign, day(desk, 1), IMPRESSIONS=1_000)
    desk.account.faults = [Fault("GET", "/insight_reports", status=status)] * times
    front = await desk.front("manager")
    await front.data(FETCH, input={"requestId": request["id"]})
    await desk.work(rounds=1)
    (waiting,) = [one for one in await jobs.with_state(JobState.OPEN, 50) if one.attempt]

    assert await points(desk, request, "ad_impressions", 1) == [("1000", "VALUE", None)]
    assert waiting.kind == asking.FETCH


async def test_a_report_without_end_is_not_read_for_ever(
    desk: OneProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, _ = await live(desk)
    asked: list[str | None] = []

    async def endless(_: Question, more: str | None) -> Page:
        asked.append(more)
        return Page([], "again")

    monkeypatch.setattr(desk.reports, "page", endless)
    front = await desk.front("manager")
    await front.data(FETCH, input={"requestId": request["id"]})
    await desk.work(rounds=1)
    job = await the_job(asking.FETCH)

    assert job.last_error is not None
    assert "has no end" in job.last_error
    assert len(asked) == RESTATED_DAYS + 1


async def test_all_wait_where_spotify_asks_for_patience(
    desk: OneProcess, clock: SteppingClock
) -> None:
    await desk.reports.currency()
    desk.account.report_hits = [clock.now().timestamp()] * RATE_MAX
    question = Question(Level.CAMPAIGN, (CAMPAIGN,), FIRST, LAST)
    hub = desk.world.hub

    async def ask() -> int:
        page = await pacing.paced(hub, lambda: desk.reports.page(question, None))
        return len(page.rows)

    with pytest.raises(RetryLater) as refused:
        await ask()
    with pytest.raises(RetryLater) as waits:
        await ask()
    clock.advance(timedelta(seconds=31))

    assert refused.value.seconds >= 1
    assert "used up" in str(waits.value)
    assert await ask() == 0


async def test_of_a_campaign_one_may_not_see_nothing_is_said(desk: OneProcess) -> None:
    request, _ = await live(desk)
    hub, key = desk.world.hub, request["id"]
    with pytest.raises(Missing):
        await asking.fetch_now(hub, await desk.world.actor("rival"), key)
    with pytest.raises(Forbidden):
        await asking.fetch_now(hub, await desk.world.actor("requester"), key)
    with pytest.raises(Forbidden):
        await reading.reported(await desk.world.actor("rival"), key)


async def test_what_does_not_stand_at_spotify_has_no_reports(desk: OneProcess) -> None:
    manager = await desk.world.actor("manager")
    request = (await (await desk.front("requester")).submit(desk.world))["request"]
    with pytest.raises(Invalid, match="nothing is reported of it"):
        await asking.fetch_now(desk.world.hub, manager, request["id"])
