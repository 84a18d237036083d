"""Whatever is voted, taken back and revised in whatever order, stages stay true to their rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.approvals import rules
from domain.approvals.model import Choice, Stage, StagePlan, StageState, Vote
from domain.errors import Conflict, Forbidden, HubError, Invalid

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
REQUESTER = "usr_requester"
PEOPLE = [REQUESTER, "usr_1", "usr_2", "usr_3", "usr_4"]
TEAM = "team_1"
NO = {StageState.REJECTED, StageState.CHANGES_REQUESTED}


def stage(number: int, step: int, quorum: int) -> Stage:
    return Stage(
        id=f"stg_{number}",
        request_id="req_1",
        key=f"stage{number}",
        title=f"Stage {number}",
        step=step,
        team_id=TEAM,
        quorum=quorum,
        due_hours=24,
        state=StageState.WAITING,
        round=1,
        opened_at=None,
        closed_at=None,
    )


class Review(RuleBasedStateMachine):
    """A request's stages, and people who click whatever they like."""

    def __init__(self) -> None:
        super().__init__()
        self.stages: list[Stage] = []
        self.votes: list[Vote] = []
        self.minutes = 0

    @initialize(
        plan=st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=4)
    )
    def submitted(self, plan: list[tuple[int, int]]) -> None:
        fresh = [stage(number, step, quorum) for number, (step, quorum) in enumerate(plan)]
        self.stages = rules.advance(fresh, NOW)

    @rule(
        pick=st.integers(0, 3),
        voter=st.sampled_from(PEOPLE),
        choice=st.sampled_from(Choice),
        teams=st.sampled_from([frozenset({TEAM}), frozenset({"team_other"})]),
        late=st.booleans(),
    )
    def clicked(
        self, pick: int, voter: str, choice: Choice, teams: frozenset[str], *, late: bool
    ) -> None:
        before = self.stages[pick % len(self.stages)]
        try:
            rules.check_vote(
                before,
                self.votes,
                voter_id=voter,
                voter_teams=teams,
                authors={REQUESTER},
                seen_round=before.round - late,
                team_name="team",
            )
            refused = False
        except HubError:
            refused = True
        assert refused == self.must_refuse(before, voter, teams, late=late)
        if refused:
            return
        self.votes.append(self.vote(before, voter, choice))
        state = rules.settled(before, self.votes)
        self.put(replace(before, state=state))
        if state not in NO:
            self.stages = rules.advance(self.stages, NOW)

    @precondition(lambda self: any(v.taken_back_at is None for v in self.votes))
    @rule()
    def taken_back(self) -> None:
        last = [v for v in self.votes if v.taken_back_at is None][-1]
        held = next(s for s in self.stages if s.id == last.stage_id)
        if last.round != held.round:
            return
        self.votes[self.votes.index(last)] = replace(last, taken_back_at=NOW)
        self.stages = rules.retreat(self.stages, replace(held, state=StageState.OPEN))

    @rule(touched=st.sets(st.integers(0, 3)))
    def revised(self, touched: set[int]) -> None:
        if any(s.state is StageState.REJECTED for s in self.stages):
            return
        rounds = {s.id: s.round for s in self.stages}
        keys = {f"stage{number}" for number in touched}
        asked = {s.id for s in self.stages if s.state is StageState.CHANGES_REQUESTED}
        self.stages = rules.renew(self.stages, keys, NOW)
        for held in self.stages:
            anew = held.key in keys or held.id in asked
            assert held.round == rounds[held.id] + anew

    @invariant()
    def approved_means_enough_different_people(self) -> None:
        for held in self.stages:
            counted = rules.counting(held, self.votes)
            people = {v.voter_id for v in counted}
            assert len(people) == len(counted)
            assert REQUESTER not in people
            if held.state is StageState.APPROVED:
                assert len(people) >= held.quorum
                assert {v.choice for v in counted} == {Choice.APPROVE}

    @invariant()
    def steps_follow_one_another(self) -> None:
        unfinished = [s.step for s in self.stages if s.state is not StageState.APPROVED]
        turn = min(unfinished, default=0)
        for held in self.stages:
            if held.state is StageState.OPEN:
                assert held.step == turn
                assert held.opened_at is not None
            if held.step == turn and held.state is StageState.WAITING:
                raise AssertionError("its turn has come, and it waits")

    @invariant()
    def all_approved_is_the_end(self) -> None:
        states = {s.state for s in self.stages}
        assert rules.all_approved(self.stages) == (states <= {StageState.APPROVED})

    def must_refuse(self, held: Stage, voter: str, teams: frozenset[str], *, late: bool) -> bool:
        return (
            voter == REQUESTER
            or TEAM not in teams
            or late
            or held.state is not StageState.OPEN
            or any(v.voter_id == voter for v in rules.counting(held, self.votes))
        )

    def vote(self, held: Stage, voter: str, choice: Choice) -> Vote:
        self.minutes += 1
        return Vote(
            id=f"vot_{len(self.votes)}",
            stage_id=held.id,
            request_id=held.request_id,
            round=held.round,
            voter_id=voter,
            choice=choice,
            reason=None if choice is Choice.APPROVE else "why",
            at=NOW + timedelta(minutes=self.minutes),
            taken_back_at=None,
        )

    def put(self, changed: Stage) -> None:
        self.stages = [changed if s.id == changed.id else s for s in self.stages]


TestReview = Review.TestCase
TestReview.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_a_vote_taken_back_behind_a_stage_that_is_asked_anew_waits_for_it() -> None:
    first = replace(stage(0, 1, 1), state=StageState.OPEN)
    last = replace(stage(1, 3, 1), state=StageState.OPEN)
    retreated = rules.retreat([first, replace(last, state=StageState.APPROVED)], last)

    assert [held.state for held in retreated] == [StageState.OPEN, StageState.WAITING]


def plan(quorum: int, team: str = "legal") -> StagePlan:
    return StagePlan("legal", "Legal", 1, team, quorum, 24)


@pytest.mark.parametrize(
    ("eligible", "quorum", "code"), [(0, 1, "nobody_eligible"), (1, 2, "quorum_unreachable")]
)
def test_a_quorum_out_of_reach_is_refused(eligible: int, quorum: int, code: str) -> None:
    with pytest.raises(Invalid) as error:
        rules.check_reachable(plan(quorum), eligible)
    assert error.value.code == code


def test_a_stage_without_team_needs_nobody() -> None:
    rules.check_reachable(plan(3, team=""), 0)
    rules.check_reachable(plan(2), 2)


@pytest.mark.parametrize("choice", [Choice.REJECT, Choice.REQUEST_CHANGES])
def test_a_no_needs_a_reason(choice: Choice) -> None:
    with pytest.raises(Invalid, match="Say why"):
        rules.clean_reason(choice, "  ")
    assert rules.clean_reason(choice, " because ") == "because"


def test_a_reason_fits_a_card() -> None:
    assert rules.clean_reason(Choice.APPROVE, None) is None
    with pytest.raises(Invalid, match="at most 1000 characters; this has 1001"):
        rules.clean_reason(Choice.APPROVE, "x" * 1_001)


def test_what_is_due_when() -> None:
    held = rules.opened(stage(1, 1, 1), NOW)
    assert rules.due_at(held) == NOW + timedelta(hours=24)
    assert not rules.overdue(held, NOW + timedelta(hours=24))
    assert rules.overdue(held, NOW + timedelta(hours=24, seconds=1))
    assert rules.due_at(stage(1, 1, 1)) is None


def test_refusals_say_what_kind_they_are() -> None:
    held = replace(stage(1, 1, 1), state=StageState.APPROVED)
    given: dict[str, Any] = {"voter_id": "usr_1", "authors": {REQUESTER}, "team_name": "Legal"}
    with pytest.raises(Forbidden, match="decided by Legal"):
        rules.check_vote(held, (), voter_teams=(), seen_round=None, **given)
    with pytest.raises(Conflict, match="approved already"):
        rules.check_vote(held, (), voter_teams=(TEAM,), seen_round=1, **given)


@pytest.mark.parametrize("reason", ["nothing\x00", "half \ud800", "turned \u202e"])
def test_a_reason_is_text_that_can_be_kept_and_read(reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        rules.clean_reason(Choice.REJECT, reason)

    assert (caught.value.code, caught.value.path) == ("control_character", ("reason",))
