"""Estimates: how many people an ad set would reach. Asked for before anything is drafted."""

import hashlib
import json
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from typing import Any

from connectors.spotify import wire
from connectors.spotify.answers import Json
from connectors.spotify.client import AdsClient
from connectors.spotify.errors import OutcomeUnknown, SpotifyError
from domain.campaigns.model import Flight, Forecast, Order, Suggestion, TooFew
from domain.money import MINOR_DIGITS, MINOR_MAX, Money
from domain.requests.bids import usual

#: What an estimate is refused with where too few people fit. Source: Spotify's own tools.
TOO_FEW = "min audience threshold"

#: That a thousand impressions are paid for, as the hub bids. Source: Ads API v3, `CostModel`.
BY_THOUSAND = "CPM"

#: The forecast of a budget for a whole flight. Source: Ads API v3, `ForecastType`.
WHOLE_FLIGHT = "LIFETIME"

#: What is read of an answer, by number: what was kept by fewer parts is asked for again.
READ_AS = 2


def question(order: Order, flight: Flight) -> dict[str, Any]:
    """Return what Spotify is asked of a flight: the ad set as it would be drafted.

    It says then what to bid; until it has, what is bid where nothing is suggested is asked with.
    """
    usually = {flight.market: usual(flight.currency, flight.amount)}
    ad_set = wire.ad_set(replace(order, bids=usually), flight, "")
    same = ("asset_format", "bid_strategy", "bid_micro_amount", "targets", "category")
    return {name: ad_set[name] for name in same if name in ad_set} | {
        "start_date": ad_set["start_time"],
        "end_date": ad_set["end_time"],
        "objective": wire.campaign(order)["objective"],
        "budget": ad_set["budget"] | {"currency": flight.currency},
    }


def digest(order: Order, flight: Flight) -> str:
    """Return what stands for a question: the same one has the same while as much is read of it."""
    written = json.dumps([READ_AS, question(order, flight)], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


async def forecast(client: AdsClient, order: Order, flight: Flight) -> Forecast:
    """Return what Spotify expects of a flight; `TooFew` if it would not run it at all."""
    try:
        answer = await client.estimate_audience(question(order, flight))
    except SpotifyError as error:
        if error.status == 400 and any(TOO_FEW in said.lower() for said in error.messages):  # noqa: PLR2004  Refused.
            raise TooFew(error.message) from error
        raise
    return _read(answer, flight)


def _read(answer: Json, flight: Flight) -> Forecast:
    rows: list[Json] = answer.get("audience_forecast") or []
    whole: Json = next((row for row in rows if row.get("forecast_type") == WHOLE_FLIGHT), {})
    least, most = whole.get("estimated_reach_min"), whole.get("estimated_reach_max")
    if not isinstance(least, int) or not isinstance(most, int) or not 0 <= least <= most:
        raise OutcomeUnknown("unreadable", ["an estimate cannot be read"])
    delivers = answer.get("likely_to_deliver_budget")
    likely = delivers if isinstance(delivers, bool) else None
    return Forecast(least, most, likely, _suggested(answer, flight))


def _suggested(answer: Json, flight: Flight) -> Suggestion | None:
    """Return what to bid, down to the currency's own digits; None if it is not said so."""
    said: Json = answer.get("bid_suggestion") or {}
    named = (said.get("bid_estimate_min"), said.get("bid_estimate_max"))
    if said.get("cost_model") != BY_THOUSAND or said.get("currency") != flight.currency:
        return None
    if not all(isinstance(one, int) for one in named):
        return None
    digits = Decimal(1).scaleb(-MINOR_DIGITS[flight.currency])
    least, most = (wire.units(one or 0).quantize(digits, ROUND_DOWN) for one in named)
    if not 0 < least <= most <= Money(MINOR_MAX, flight.currency).amount:
        return None
    return Suggestion(least, most, flight.currency)
