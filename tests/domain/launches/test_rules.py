"""Which title leads, when milestones are, whose a title is, and what becomes of a field."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.catalog.works.model import (
    Day,
    Descriptive,
    Notice,
    Origin,
    Product,
    Publishing,
    Title,
    TitlePart,
)
from domain.errors import Invalid
from domain.launches import drafting, rules
from domain.launches.model import Brief, BriefState, Material, Milestone, Policy
from domain.requests.model import RequestState
from domain.requests.rules import OVER

NOW = datetime(2026, 11, 21, tzinfo=UTC)
OUT = date(2027, 3, 1)
POLICY = Policy("pol_1", "brd_1", "usr_1", ("DE",), click_url="https://books.example.com/x")
ROW = {
    "brief": "campaign",
    "starts": -7,
    "days": 21,
    "age_from": 18,
    "age_to": 99,
    "objective": "traffic",
    "call_to_action": "buy_now",
    "occasion": "launch",
}


def title(form: str = "AJ", status: str | None = "02", *days: Day, **said: Any) -> Title:
    """Return a title that comes out on `OUT`; `said` is of its publishing."""
    told = (Day("01", "", OUT, OUT), *days)
    product = Product(
        f"ref.{form}",
        (),
        descriptive=Descriptive(form, (), (TitlePart("01", "Night Train"),)),
        publishing=Publishing(status=status, dates=told, **said),
    )
    origin = Origin("House", NOW, "x", "a" * 64)
    return Title(f"ttl_{form}", "wrk_1", product, "", Notice.CONFIRMED, origin, 1, 1, NOW)


def on(role: str, day: date) -> Day:
    return Day(role, day.isoformat(), day, day)


def test_what_is_heard_leads_unless_it_does_not_come() -> None:
    heard, read = title("AJ"), title("BB")

    assert rules.lead([read, heard]) is heard
    for status in ("01", "03", "11", "12", "15", "16", "17"):
        assert rules.lead([read, title("AJ", status)]) is read
    assert rules.lead([replace(heard, removed_at=NOW), read]) is read
    assert rules.lead([title("AJ", "01")]) is None
    assert rules.lead([title("AJ", None)]) is not None


def test_milestones_are_told_or_counted_from_publication() -> None:
    policy = replace(POLICY, pre_order_days=60, backlist_days=365)
    counted = rules.milestones(title().product, policy)
    told = rules.milestones(title("AJ", "02", on("27", date(2027, 1, 15))).product, policy)

    assert counted == {
        Milestone.PUBLICATION: OUT,
        Milestone.PRE_ORDER: OUT - timedelta(days=60),
        Milestone.BACKLIST: OUT + timedelta(days=365),
    }
    assert told[Milestone.PRE_ORDER] == date(2027, 1, 15)
    assert rules.milestones(title().product, POLICY) == {Milestone.PUBLICATION: OUT}
    assert rules.milestones(Product("r", ()), policy) == {}


def test_nothing_is_sold_before_its_embargo_ends() -> None:
    late = title("AJ", "02", on("02", date(2027, 3, 20)), on("27", date(2027, 3, 25)))

    assert rules.milestones(late.product, POLICY) == {Milestone.PUBLICATION: date(2027, 3, 20)}


def test_the_policy_of_an_imprint_counts_before_that_of_a_sender_and_of_any() -> None:
    of_any = replace(POLICY, id="pol_3")
    of_sender = replace(POLICY, id="pol_2", sender="House")
    of_imprint = replace(POLICY, id="pol_1", imprint="NIGHT books")
    elsewhere = replace(POLICY, id="pol_0", sender="Another")
    every = [elsewhere, of_any, of_sender, of_imprint]

    assert rules.policy_for(every, title(imprint="Night Books")) is of_imprint
    assert rules.policy_for(every, title(publisher="Night Books")) is of_imprint
    assert rules.policy_for(every, title(imprint="Day Books")) is of_sender
    assert rules.policy_for([elsewhere, of_any], title()) is of_any
    assert rules.policy_for([elsewhere], title()) is None


@pytest.mark.parametrize(
    ("form", "called"), [("AJ", "audio"), ("BB", "print"), ("ED", "ebook"), ("PZ", "other")]
)
def test_the_table_is_given_what_is_known(form: str, called: str) -> None:
    facts = rules.facts(title(form, imprint="Night Books").product, Milestone.BACKLIST)

    assert facts == {
        "milestone": "backlist",
        "format": called,
        "imprint": "Night Books",
        "language": "",
    }


def test_what_nobody_edited_follows_and_what_people_edited_stays() -> None:
    written = {"a": 1, "b": 1, "c": 1, "d": 1, "gone": 1}
    values = {"a": 1, "b": 5, "c": 2, "d": 7, "gone": 1, "own": 3}
    wanted = {"a": 2, "b": 2, "c": 2, "d": 1, "new": 9}
    found = rules.merged(values, written, wanted)

    assert found.values == {"a": 2, "b": 5, "c": 2, "d": 7, "own": 3, "new": 9}
    assert found.moved == {"a": (1, 2), "gone": (1, None), "new": (None, 9)}
    assert found.left == {"b": (1, 2)}
    assert rules.merged(found.values, wanted, wanted) == rules.Merged(found.values, {}, {})


def test_a_field_that_people_emptied_stays_empty() -> None:
    found = rules.merged({}, {"a": 1}, {"a": 2})

    assert (found.values, found.left) == ({}, {"a": (1, 2)})


def drafted(one: Title, **changes: Any) -> drafting.Draft:
    (found,) = drafting.drafts(
        one,
        POLICY,
        Material("ast_a", "ast_i", ("ctr_1",)),
        {Milestone.PUBLICATION: OUT},
        {Milestone.PUBLICATION: [ROW | changes]},
    ).values()
    return found


def test_a_draft_is_made_of_the_title_the_policy_and_the_row() -> None:
    campaign, playlist, promotion = (
        drafted(title(), brief=kind, starts=starts)
        for kind, starts in (("campaign", -7), ("playlist", 0), ("promotion", 3))
    )

    assert (campaign.first, playlist.first) == (date(2027, 2, 22), OUT)
    assert campaign.values == {
        "name": "Night Train: publication",
        "brand_id": "brd_1",
        "markets": ["DE"],
        "objective": "traffic",
        "audience": {"age_from": 18, "age_to": 99},
        "starts_at": "2027-02-22T00:00:00Z",
        "ends_at": "2027-03-15T00:00:00Z",
        "tagline": "Night Train",
        "call_to_action": "buy_now",
        "click_url": "https://books.example.com/x",
        "audio_asset_id": "ast_a",
        "image_asset_id": "ast_i",
    }
    days = playlist.values["live_from"], playlist.values["live_until"]
    assert days == ("2027-03-01", "2027-03-21")
    assert promotion.values["appears_on"] == "2027-03-04"
    assert promotion.values["contributor_ids"] == ["ctr_1"]


def test_nothing_begins_before_a_title_is_announced() -> None:
    announced = title("AJ", "02", on("09", date(2027, 2, 25)))

    assert drafted(announced).first == date(2027, 2, 25)
    assert drafted(announced).values["starts_at"] == "2027-02-25T00:00:00Z"


def test_of_rows_for_one_kind_the_first_counts_and_unknown_kinds_are_left_out() -> None:
    rows = [ROW, ROW | {"starts": 5}, ROW | {"brief": "parade"}]
    days = {Milestone.PUBLICATION: OUT}
    told = {Milestone.PUBLICATION: rows}
    found = drafting.drafts(title(), POLICY, Material(), days, told)

    assert [(key, one.first) for key, one in found.items()] == [
        ("publication:campaign", date(2027, 2, 22))
    ]


def test_fields_are_kept_as_their_kind_has_them() -> None:
    given = {"starts_at": "2027-02-22T09:00:00+01:00", "note": "", "tagline": None}

    assert drafting.normal("campaign", given) == {"starts_at": "2027-02-22T09:00:00+01:00"}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("colour", "red", "no_such_field"),
        ("agency_id", "agy_1", "no_such_field"),
        ("markets", "DE", "tuple_type"),
        ("starts_at", "2027-02-22T09:00:00", "timezone_aware"),
        ("audience", {"age_from": 3}, "greater_than_equal"),
        ("objective", "fame", "enum"),
    ],
)
def test_a_field_that_is_none_of_its_kind_is_refused_by_name(
    name: str, value: object, code: str
) -> None:
    with pytest.raises(Invalid) as caught:
        drafting.normal("campaign", {name: value})

    assert (caught.value.code, caught.value.path[0]) == (code, name)


def test_a_brief_knows_which_fields_are_somebodys_own() -> None:
    values, written = {"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}
    brief = Brief("b", "p", Milestone.BACKLIST, "campaign", BriefState.DRAFT, values, written)

    assert (sorted(brief.edited), brief.key) == (["b", "c"], "backlist:campaign")


def test_a_brief_whose_request_is_over_is_a_draft_again_until_a_no_is_taken_back() -> None:
    kept = BriefState.SUBMITTED

    assert {rules.standing(kept, state) for state in RequestState if state not in OVER} == {kept}
    assert {rules.standing(kept, state) for state in OVER} == {BriefState.DRAFT}
    assert rules.standing(BriefState.DRAFT, None) is BriefState.DRAFT
    assert rules.standing(BriefState.DRAFT, RequestState.IN_REVIEW) is kept
    assert rules.standing(BriefState.DROPPED, RequestState.REJECTED) is BriefState.DROPPED
