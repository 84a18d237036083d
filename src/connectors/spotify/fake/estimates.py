"""The fake's estimates: refused where too few people fit, the same for the same question.

How Spotify reckons nobody knows; this does it so that fewer people, ages and units give less.
"""

from typing import Any

from connectors.spotify.fake.asked import BadInputError
from connectors.spotify.fake.state import Account, Thing

#: What has to be sent. Source: Ads API v3, `AudienceEstimateRequest`, and Spotify's own tools.
NEEDED = (
    *("ad_account_id", "start_date", "asset_format", "objective", "bid_strategy"),
    *("bid_micro_amount", "budget", "targets"),
)

#: How many people live in a market of the fake, and the fewest it takes. Samples.
PEOPLE = 2_000_000
PEOPLE_MIN = 1_000

#: All ages there are. Source: Ads API v3, `AgeRange`.
AGES = range(13, 100)

#: What an estimate is refused with. Source: Spotify's own tools.
REFUSED = "Min audience threshold was not met"


class TooFewError(Exception):
    """Too few people fit."""


def estimate(account: Account, body: Thing) -> dict[str, Any]:
    """Return the estimate of an ad set; `BadInputError` if it is none."""
    account.estimated.append(body)
    missing = [name for name in NEEDED if not body.get(name)]
    targets, budget = body.get("targets") or {}, body.get("budget") or {}
    if not targets.get("placements"):
        missing.append("targets.placements")
    missing += [
        f"budget.{name}" for name in ("micro_amount", "type", "currency") if not budget.get(name)
    ]
    if missing:
        raise BadInputError(f"{', '.join(missing)} must be given")
    people = _people(account, targets)
    if people < PEOPLE_MIN:
        raise TooFewError
    heard = budget["micro_amount"] * 1_000 // body["bid_micro_amount"]
    most = min(people, heard)
    return {
        "audience_forecast": [
            {
                "forecast_type": "LIFETIME",
                "estimated_reach_min": most * 4 // 5,
                "estimated_reach_max": most,
                "estimated_impressions_min": heard * 4 // 5,
                "estimated_impressions_max": heard,
                "estimated_frequency_min": 1.0,
                "estimated_frequency_max": max(1.0, round(heard / most, 1)),
                "projected_unique_users": people,
            }
        ],
        "bid_suggestion": suggestion(body),
        "likely_to_deliver_budget": heard <= people * 5,
    }


def suggestion(body: Thing) -> Thing:
    """Return what to bid, which comes with a refusal as well."""
    bid, currency = body["bid_micro_amount"], body["budget"]["currency"]
    named = {"cost_model": "CPM", "currency": currency}
    return {"bid_estimate_min": bid * 9 // 10, "bid_estimate_max": bid * 3 // 2, **named}


def _people(account: Account, targets: Thing) -> int:
    market = (targets.get("geo_targets") or {}).get("country_code", "")
    wanted = {
        age
        for one in targets.get("age_ranges") or [{}]
        for age in range(one.get("min", AGES[0]), one.get("max", AGES[-1]) + 1)
    }
    return account.people.get(market, PEOPLE) * len(wanted) // len(AGES)
