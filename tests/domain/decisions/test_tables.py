"""The tables that come with Greenlight, case by case, nulls and boundaries included."""

from typing import Any

import pytest

from domain.decisions.model import Judgement, Outcome
from domain.decisions.rules import from_json, judge, to_json
from tests.domain.decisions.tables import shipped_table

PLAIN: dict[str, Any] = {
    "budget": 900,
    "currency": "EUR",
    "category": "none",
    "sensitive_topic": False,
    "by_agency": False,
    "youngest_age": 18,
    "lead_days": 7,
    "flight_days": 14,
    "market_count": 1,
}


def judged(key: str, **changes: Any) -> Judgement:
    return judge(shipped_table(key), PLAIN | changes)


def stages(**changes: Any) -> list[str]:
    rows = judged("campaign_stages", **changes).rows
    return sorted(f"{row['stage']}:{row['quorum']}" for row in rows)


BASE = ["brand:1", "readiness:0"]


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ({}, []),
        ({"budget": 9_999.99}, []),
        ({"budget": 10_000}, ["finance:1"]),
        ({"budget": 10_000, "currency": "USD"}, ["finance:1"]),
        ({"budget": 49_999.99}, ["finance:1"]),
        ({"budget": 50_000}, ["finance:1", "executive:1"]),
        ({"budget": 1_499_999, "currency": "JPY"}, []),
        ({"budget": 1_500_000, "currency": "JPY"}, ["finance:1"]),
        ({"budget": 8_000_000, "currency": "JPY"}, ["finance:1", "executive:1"]),
        ({"budget": 1, "currency": "SEK"}, ["finance:1"]),
        ({"market_count": 3}, []),
        ({"market_count": 4}, ["legal:1"]),
        ({"sensitive_topic": True}, ["legal:1"]),
        ({"sensitive_topic": True, "market_count": 9}, ["legal:1"]),
        ({"category": "alcohol"}, ["legal:1"]),
        ({"category": "finance"}, ["legal:1"]),
        ({"category": "health", "sensitive_topic": True}, ["legal:1"]),
        ({"category": "gambling"}, ["legal:2"]),
        ({"category": "politics"}, ["legal:2", "executive:1"]),
        ({"category": "politics", "budget": 60_000}, ["legal:2", "executive:1", "finance:1"]),
    ],
)
def test_who_must_look(changes: dict[str, Any], more: list[str]) -> None:
    assert stages(**changes) == sorted([*BASE, *more])


def test_an_agency_takes_two_of_brand() -> None:
    assert stages(by_agency=True) == ["brand:2", "readiness:0"]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "admit"),
        ({"category": "alcohol", "youngest_age": 18}, "admit"),
        ({"category": "alcohol", "youngest_age": 17}, "refuse"),
        ({"category": "gambling", "youngest_age": 13}, "refuse"),
        ({"category": "finance", "youngest_age": 13}, "admit"),
        ({"category": "politics"}, "review"),
        ({"lead_days": 0}, "admit"),
        ({"lead_days": -1}, "refuse"),
        ({"flight_days": 365}, "admit"),
        ({"flight_days": 366}, "review"),
    ],
)
def test_what_may_be_asked_for(changes: dict[str, Any], outcome: str) -> None:
    (row,) = judged("campaign_admission", **changes).rows

    assert row == {"outcome": outcome}


@pytest.mark.parametrize("key", ["campaign_admission", "campaign_stages"])
@pytest.mark.parametrize("fact", ["budget", "currency", "category", "market_count"])
@pytest.mark.parametrize("value", [None, True, ["EUR"], {"a": 1}])
def test_an_absent_or_ill_typed_fact_gives_review_and_names_it(
    key: str, fact: str, value: object
) -> None:
    judgement = judged(key, **{fact: value})

    assert judgement.outcome is Outcome.REVIEW
    assert judgement.rows == ()
    assert any(name.startswith(fact) for name in judgement.missing)


@pytest.mark.parametrize("key", ["campaign_admission", "campaign_stages"])
def test_a_value_the_table_does_not_know_gives_review(key: str) -> None:
    assert judged(key, category="weapons").outcome is Outcome.REVIEW


def test_a_judgement_is_kept_and_read_back_whole() -> None:
    judgement = judged("campaign_stages", budget=60_000)

    assert from_json(to_json(judgement)) == judgement
    assert judgement.reasons
    assert len(judgement.version) == 64
