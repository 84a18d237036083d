"""The lifecycle of a case, and the floors that hold under every table."""

from dataclasses import replace
from typing import Any

import pytest

from bot.specimens.cases import case_of
from bot.specimens.request import Specimen
from domain.actor import Actor, Door, Role, RoleGrant
from domain.cases import rules
from domain.cases.model import (
    CaseKind,
    CaseMove,
    CaseState,
    Priority,
    Subject,
    SubjectKind,
    Topic,
)
from domain.decisions.model import Judgement, Outcome
from domain.errors import Conflict, Forbidden, Invalid
from domain.people.rules import sight_of

ROW = {
    "outcome": "triaged",
    "priority": "P4",
    "queue": "customer_service",
    "response_hours": "0.25",
    "resolution_hours": 72,
}
CASE = case_of(Specimen())


def judged(outcome: Outcome = Outcome.DECIDED, **changes: Any) -> Judgement:
    rows = (ROW | changes,) if outcome is Outcome.DECIDED else ()
    return Judgement("case_triage", "0" * 64, outcome, rows, ("small",), ("Small.",), (), {})


def somebody(role: Role = Role.REVIEWER, **changes: Any) -> Actor:
    return Actor("usr_9", "Somebody", Door.API, (RoleGrant(role),), **changes)


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("move", CaseMove)
def test_a_move_that_is_not_in_the_table_raises(state: CaseState, move: CaseMove) -> None:
    if (state, move) in rules.MOVES:
        assert rules.moved(state, move) is rules.MOVES[state, move]
    else:
        with pytest.raises(Conflict) as caught:
            rules.moved(state, move)
        assert caught.value.code == "illegal_move"


def test_what_was_merged_stays_so() -> None:
    assert not [move for state, move in rules.MOVES if state is CaseState.MERGED]


def test_every_open_state_can_be_resolved_and_merged() -> None:
    for state in rules.OPEN:
        assert rules.moved(state, CaseMove.RESOLVE) is CaseState.RESOLVED
        assert rules.moved(state, CaseMove.MERGE) is CaseState.MERGED


def test_a_row_is_read_with_its_hours_as_minutes() -> None:
    found = rules.triaged(judged(), CaseKind.COMPLAINT, Topic.BILLING)

    assert (found.priority, found.queue) == (Priority.P4, "customer_service")
    assert (found.response_minutes, found.resolution_minutes) == (15, 72 * 60)
    assert found.reasons == ("Small.",)


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": "review"},
        {"outcome": "whatever"},
        {"priority": "P5"},
        {"priority": None},
        {"queue": ""},
        {"queue": "no team"},
        {"queue": "x" * 41},
        {"queue": 7},
        {"response_hours": 0},
        {"response_hours": -1},
        {"response_hours": "soon"},
        {"response_hours": "nan"},
        {"response_hours": "inf"},
        {"response_hours": True},
        {"resolution_hours": 99_999_999},
        {"resolution_hours": None},
    ],
)
def test_what_cannot_be_acted_upon_is_for_people(changes: dict[str, Any]) -> None:
    found = rules.triaged(judged(**changes), CaseKind.COMPLAINT, Topic.BILLING)

    assert (found.priority, found.queue, found.response_minutes, found.resolution_minutes) == (
        rules.UNSURE
    )
    assert found.reasons[-1] == "Nobody could tell by rules: people decide, as P2."


@pytest.mark.parametrize("topic", sorted(rules.LEGAL_TOPICS))
def test_no_table_sends_what_the_law_watches_elsewhere_or_lower(topic: Topic) -> None:
    for judgement in (judged(), judged(Outcome.REVIEW), judged(priority="P3")):
        found = rules.triaged(judgement, CaseKind.INQUIRY, topic)
        assert (found.priority, found.queue) == (Priority.P2, "legal")
        assert found.response_minutes <= 60
    assert rules.triaged(judged(priority="P1"), CaseKind.INQUIRY, topic).priority is Priority.P1


def test_a_takedown_notice_is_for_legal_whatever_its_topic() -> None:
    found = rules.triaged(judged(), CaseKind.TAKEDOWN_NOTICE, None)

    assert (found.priority, found.queue) == (Priority.P2, "legal")


def test_who_answers_for_a_case_handles_it() -> None:
    of_the_team = somebody(team_ids=frozenset({"tem_1"}))
    elsewhere = somebody(Role.MANAGER)
    of_the_brand = replace(elsewhere, roles=(RoleGrant(Role.MANAGER, brand_id="brd_1"),))
    of_another = replace(elsewhere, roles=(RoleGrant(Role.MANAGER, brand_id="brd_2"),))
    found = {
        "team": rules.handles(of_the_team, CASE, {"tem_1"}),
        "owner": rules.handles(somebody(), replace(CASE, assignee_id="usr_9"), ()),
        "manager": rules.handles(elsewhere, CASE, ()),
        "brand": rules.handles(of_the_brand, CASE, ()),
        "another brand": rules.handles(of_another, CASE, ()),
        "passer-by": rules.handles(somebody(), CASE, {"tem_1"}),
        "auditor": rules.handles(somebody(Role.AUDITOR), CASE, ()),
        "agency": rules.handles(
            somebody(Role.AGENCY, agency_id="agy_1", team_ids=frozenset({"tem_1"})), CASE, {"tem_1"}
        ),
    }

    assert {who for who, may in found.items() if may} == {"team", "owner", "manager", "brand"}
    with pytest.raises(Forbidden):
        rules.require_handler(somebody(), CASE, {"tem_1"})


def test_an_agency_sees_its_own_cases_and_nothing_else() -> None:
    agent = sight_of(somebody(Role.AGENCY, agency_id="agy_1"))

    assert rules.visible(agent, replace(CASE, agency_id="agy_1"), ())
    assert not rules.visible(agent, replace(CASE, agency_id="agy_2"), ())
    assert not rules.visible(agent, replace(CASE, reporter_id="usr_9"), ())


def test_an_account_is_never_named_by_an_address() -> None:
    with pytest.raises(Invalid) as caught:
        rules.clean_subjects([Subject(SubjectKind.ACCOUNT, "pat@example.com")])

    assert caught.value.code == "not_pseudonymous"


def test_subjects_are_named_once_and_not_too_many() -> None:
    one = Subject(SubjectKind.SITE, "shop-3")

    assert rules.clean_subjects([one, one]) == (one,)
    with pytest.raises(Invalid):
        rules.clean_subjects([Subject(SubjectKind.SITE, str(n)) for n in range(21)])
