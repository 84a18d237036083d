"""What is bid is what Spotify suggests, within the budget; else a default, and said as such."""

from decimal import Decimal
from typing import Any

import pytest

from connectors.spotify import estimates
from connectors.spotify.fake.state import Fault
from domain.campaigns.bidding import bids, check
from domain.campaigns.estimates.model import Answer, Estimate
from domain.campaigns.model import Flight, Forecast, Suggestion
from domain.clock import SteppingClock
from domain.database import sql
from domain.money import MINOR_DIGITS
from domain.requests.bids import usual
from tests.api.door import brief
from tests.stories.desk import OneProcess
from tests.stories.test_w2_campaign import REVISE

ESTIMATES = """query($id: ID!) { request(id: $id) { audienceEstimates {
  bidLeast { amount currency } bidMost { amount currency } } } }"""


async def asked(desk: OneProcess, **changes: Any) -> dict[str, str]:
    front = await desk.front("requester")
    request: dict[str, str] = (await front.submit(desk.world, **changes))["request"]
    await desk.work()
    return request


async def said(desk: OneProcess, request: dict[str, str]) -> str:
    found: Any = await desk.look(request)
    return str(next(one["found"] for one in found["readiness"] if one["name"] == "Bid"))


def drafted(desk: OneProcess) -> set[int]:
    return {one["bid_micro_amount"] for one in desk.account.drafts["ad_sets"].values()}


async def test_what_spotify_suggests_is_bid_and_shown_with_its_source(desk: OneProcess) -> None:
    request = await asked(desk)
    front = await desk.front("requester")
    found = (await front.data(ESTIMATES, id=request["id"]))["request"]["audienceEstimates"]

    assert drafted(desk) == {22_500_000}
    assert await said(desk, request) == (
        "at most EUR 22.50 in AT, DE per 1,000 impressions, as Spotify suggests"
    )
    assert found == 2 * [
        {
            "bidLeast": {"amount": "13.50", "currency": "EUR"},
            "bidMost": {"amount": "22.50", "currency": "EUR"},
        }
    ]


async def test_without_a_suggestion_the_default_is_bid_and_said_as_such(desk: OneProcess) -> None:
    desk.account.faults = [Fault("POST", "/estimates/audience", 400) for _ in range(20)]
    request = await asked(desk)

    assert drafted(desk) == {15_000_000}
    assert await said(desk, request) == (
        "at most EUR 15.00 in AT, DE per 1,000 impressions, the hub's own default, for Spotify"
        " suggests nothing"
    )


async def test_what_was_answered_before_bids_were_read_is_asked_again(
    desk: OneProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(estimates, "READ_AS", 1)
        request = await asked(desk)
    await sql.execute("UPDATE campaign_estimates SET bid_least = NULL, bid_most = NULL")
    front = await desk.front("requester")
    given = {"requestId": request["id"], "brief": brief(desk.world, tagline="Another one")}
    await front.data(REVISE, input=given)
    await desk.work()

    assert (await said(desk, request)).endswith("as Spotify suggests")
    assert drafted(desk) == {22_500_000}


async def test_no_bid_is_above_what_a_market_may_spend(desk: OneProcess) -> None:
    request = await asked(desk, budget={"amount": "20.00", "currency": "EUR"})

    assert drafted(desk) == {10_000_000}
    assert "at most EUR 10.00 in AT, DE" in await said(desk, request)


async def test_yen_are_whole_wherever_they_are_bid(desk: OneProcess) -> None:
    desk.account.currency = "JPY"
    request = await asked(desk, budget={"amount": "1000000", "currency": "JPY"})

    assert drafted(desk) == {3_750_000_000}
    assert "at most JPY 3,750 in AT, DE" in await said(desk, request)


async def test_what_was_approved_is_bid_though_spotify_suggests_another_by_then(
    desk: OneProcess,
) -> None:
    request = await asked(desk)
    await desk.says("brand_one", request, "brand")
    await desk.says("finance_one", request, "finance")
    await desk.work(seconds=31)

    assert (await desk.look(request))["state"] == "PUBLISHED"
    live = desk.account.live["ad_sets"].values()
    assert {one["bid_micro_amount"] for one in live} == {22_500_000}


def test_a_market_of_which_nothing_is_suggested_is_named(clock: SteppingClock) -> None:
    flights = [Flight(market, Decimal(500), "EUR") for market in ("AT", "DE")]
    suggestion = Suggestion(Decimal("9.10"), Decimal("12.20"), "EUR")
    known = Forecast(10, 20, None, suggestion)
    estimate = Estimate("req", "DE", "1", 1, Answer.FORECAST, known, clock.now())

    assert check(bids(flights, [estimate])).found == (
        "at most EUR 15.00 in AT; EUR 12.20 in DE per 1,000 impressions, as Spotify suggests; of"
        " AT it suggests nothing, so that is the hub's own default"
    )


@pytest.mark.parametrize("currency", sorted(MINOR_DIGITS))
def test_every_currency_has_a_default(currency: str) -> None:
    amount = usual(currency, Decimal(10_000_000))

    assert amount == amount.quantize(Decimal(1)) > 0
    assert usual(currency, Decimal("0.5")) == Decimal("0.5")
