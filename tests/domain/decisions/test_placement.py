"""D1, rule by rule: what sponsors may be placed where, boundaries and unknown facts included."""

from typing import Any

import pytest

from domain.decisions.model import Judgement, Outcome
from domain.decisions.rules import judge
from tests.domain.decisions.tables import shipped_table

PLAIN: dict[str, Any] = {
    "market": "DE",
    "host_read": True,
    "topic_sensitivity": "low",
    "under_age_share": 4,
    "youngest_age": 18,
    "sponsor_category": "none",
    "regulatory_class": "none",
    "lead_days": 10,
    "competitors_in_episode": 0,
    "competitors_in_window": 0,
}
ALCOHOL = {"sponsor_category": "alcohol", "regulatory_class": "alcohol"}
GAMBLING = {"sponsor_category": "gambling", "regulatory_class": "gambling"}
SPOT = {"host_read": False}


def judged(**changes: Any) -> Judgement:
    return judge(shipped_table("sponsorship_placement"), PLAIN | changes)


@pytest.mark.parametrize(
    ("changes", "rules", "outcome"),
    [
        ({}, ["clear"], "approve"),
        ({"lead_days": None}, ["clear"], "approve"),
        ({"competitors_in_episode": 1, "competitors_in_window": 1}, ["competitor_in_episode"], 0),
        ({"competitors_in_window": 1}, ["competitor_in_window"], 0),
        ({"lead_days": 0}, ["clear"], "approve"),
        ({"lead_days": -1}, ["too_late", "clear"], 0),
        ({"topic_sensitivity": "floor"}, ["suits_nobody"], 0),
        ({"topic_sensitivity": "medium"}, ["risky_topic"], "review"),
        (ALCOHOL, ["regulated"], "review"),
        (ALCOHOL | {"under_age_share": 25}, ["regulated"], "review"),
        (ALCOHOL | {"under_age_share": 26}, ["many_minors_listen", "regulated"], 0),
        (ALCOHOL | SPOT | {"under_age_share": 90}, ["regulated"], "review"),
        (ALCOHOL | SPOT | {"youngest_age": 17}, ["alcohol_or_gambling_to_minors", "regulated"], 0),
        (
            ALCOHOL | SPOT | {"youngest_age": 20, "market": "US"},
            ["alcohol_under_21_in_us", "regulated"],
            0,
        ),
        (ALCOHOL | SPOT | {"youngest_age": 21, "market": "US"}, ["regulated"], "review"),
        (ALCOHOL | {"market": "FR"}, ["alcohol_in_france", "regulated"], "review"),
        (GAMBLING | {"market": "IT"}, ["gambling_is_banned", "regulated"], 0),
        ({"regulatory_class": "health"}, ["claims", "more_than_the_sponsor_sells"], "review"),
    ],
)
def test_what_each_rule_says(changes: dict[str, Any], rules: list[str], outcome: object) -> None:
    found = judged(**changes)

    assert list(found.matched) == rules
    assert found.rows[0]["outcome"] == (outcome or "reject")
    assert len(found.reasons) == len(found.matched)


@pytest.mark.parametrize("fact", sorted(PLAIN.keys() - {"lead_days"}))
@pytest.mark.parametrize("value", [None, ["x"]])
def test_an_absent_or_ill_typed_fact_gives_review_and_names_it(fact: str, value: object) -> None:
    found = judged(**{fact: value})

    assert (found.outcome, found.rows) == (Outcome.REVIEW, ())
    assert found.missing[0].startswith(fact)


def test_where_no_rule_covers_the_facts_people_look() -> None:
    assert judged(competitors_in_episode=-1, competitors_in_window=-1).outcome is Outcome.REVIEW
