"""How votes become outcomes, and which stages are open. Pure.

A stage is approved when `quorum` different reviewers approved it in the present round; one
rejection or one request for changes decides it at once. Steps follow one another: the stages of
a step open when every stage of the steps before is approved.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from domain import text as texts
from domain.approvals.model import Choice, Stage, StagePlan, StageState, Vote
from domain.calendars.model import ROUND_THE_CLOCK, Calendar
from domain.calendars.rules import later
from domain.errors import Conflict, Forbidden, Invalid

#: The longest reason, in characters; a card has to show it.
REASON_LENGTH_MAX = 1_000

_DECIDES = {
    Choice.REJECT: StageState.REJECTED,
    Choice.REQUEST_CHANGES: StageState.CHANGES_REQUESTED,
}
_CLOSED = frozenset({StageState.APPROVED, StageState.REJECTED, StageState.CHANGES_REQUESTED})


def plans_from(rows: Iterable[Mapping[str, object]]) -> list[StagePlan]:
    """Return stage plans from the rows of a decision; `Invalid` if a row is none."""
    plans = [
        StagePlan(
            key=str(row["stage"]),
            title=str(row["title"]),
            step=int(str(row["step"])),
            team=str(row["team"] or ""),
            quorum=int(str(row["quorum"])),
            due_hours=int(str(row["due_hours"])),
        )
        for row in rows
    ]
    keys = [plan.key for plan in plans]
    if len(set(keys)) != len(keys):
        raise Invalid("stage_twice", "The rules ask for the same stage twice; mend the table.")
    return sorted(plans, key=lambda plan: (plan.step, plan.key))


def check_reachable(plan: StagePlan, eligible: int) -> None:
    """Raise `Invalid` unless `eligible` reviewers can reach the quorum of `plan`."""
    if not plan.team:
        return
    if eligible == 0:
        raise Invalid(
            "nobody_eligible",
            f"Nobody may review the stage `{plan.title}`: the team `{plan.team}` has no reviewer"
            " for this brand and these markets but those who wrote the request. Add a reviewer to"
            " the team, then submit again.",
            ("stages", plan.key),
        )
    if eligible < plan.quorum:
        raise Invalid(
            "quorum_unreachable",
            f"The stage `{plan.title}` needs {plan.quorum} reviewers, and the team `{plan.team}`"
            f" has {eligible} for this brand and these markets besides those who wrote the request."
            " Add reviewers to the team, then submit again.",
            ("stages", plan.key),
        )


def clean_reason(choice: Choice, reason: str | None) -> str | None:
    """Return the reason without blanks around it; a no needs one."""
    text = (reason or "").strip()
    if not text and choice is not Choice.APPROVE:
        raise Invalid("reason_missing", "Say why, so that the requester can mend it.", ("reason",))
    if len(text) > REASON_LENGTH_MAX:
        raise Invalid(
            "reason_too_long",
            f"A reason has at most {REASON_LENGTH_MAX} characters; this has {len(text)}.",
            ("reason",),
        )
    texts.require_honest(text, ("reason",))
    return text or None


def check_vote(  # noqa: PLR0913  Who votes, on what, and what they saw of it.
    stage: Stage,
    votes: Iterable[Vote],
    *,
    voter_id: str,
    voter_teams: Collection[str],
    authors: Collection[str],
    seen_round: int | None,
    team_name: str,
    instead_of: str | None = None,
) -> None:
    """Raise unless the voter may vote on `stage` now.

    `authors` wrote the request or a revision of it: nobody approves what they wrote. `seen_round`
    is the round shown on the card that was clicked, None if the voter saw the present state.
    `instead_of` is the reviewer for whom the voter stands in, if they do. One person counts once,
    and so does one seat, whoever fills it.
    """
    if voter_id in authors:
        raise Forbidden(
            "own_request", "Nobody approves their own request or revision; ask a colleague."
        )
    if stage.automatic or (stage.team_id not in voter_teams and instead_of is None):
        raise Forbidden(
            "not_a_reviewer", f"`{stage.title}` is decided by {team_name}; you are not among them."
        )
    if seen_round is not None and seen_round != stage.round:
        raise Conflict(
            "out_of_date", "This was revised since the card was shown; look at the newest one."
        )
    if stage.state is not StageState.OPEN:
        raise Conflict("stage_closed", f"`{stage.title}` is {said(stage.state)} already.")
    for vote in counting(stage, votes):
        if vote.voter_id == voter_id:
            raise Conflict("voted_already", _once(stage, vote, instead_of))
        if vote.seat_id == (instead_of or voter_id):
            raise Conflict(
                "seat_filled",
                f"Somebody who stood in has voted on `{stage.title}` already; a seat counts once."
                " They can take it back as long as the card offers it.",
            )


def _once(stage: Stage, vote: Vote, instead_of: str | None) -> str:
    if instead_of is None and vote.instead_of_id is None:
        return f"You have voted on `{stage.title}` already."
    return (
        f"You have voted on `{stage.title}` already, and one person counts once in a stage, also"
        " where they stand in for somebody."
    )


def counting(stage: Stage, votes: Iterable[Vote]) -> list[Vote]:
    """Return the votes that count for the present round of `stage`."""
    return [
        vote
        for vote in votes
        if vote.stage_id == stage.id and vote.round == stage.round and vote.taken_back_at is None
    ]


def settled(stage: Stage, votes: Iterable[Vote]) -> StageState:
    """Return the state that the counting votes give an open stage."""
    approvals = 0
    for vote in counting(stage, votes):
        if vote.choice in _DECIDES:
            return _DECIDES[vote.choice]
        approvals += 1
    return StageState.APPROVED if approvals >= stage.quorum else StageState.OPEN


def decided_elsewhere(stage: Stage, votes: Iterable[Vote]) -> bool:
    """Whether a stage was closed, and not by the votes that count: in a workflow service."""
    return closed(stage.state) and settled(stage, votes) is not stage.state


def advance(
    stages: Sequence[Stage], now: datetime, calendar: Calendar = ROUND_THE_CLOCK
) -> list[Stage]:
    """Return the stages with those opened whose turn has come, due by `calendar`."""
    live = [stage for stage in stages if stage.state is not StageState.DROPPED]
    unfinished = [stage.step for stage in live if stage.state is not StageState.APPROVED]
    if not unfinished:
        return list(stages)
    turn = min(unfinished)
    return [
        opened(stage, now, calendar)
        if stage.state is StageState.WAITING and stage.step == turn
        else stage
        for stage in stages
    ]


def opened(stage: Stage, now: datetime, calendar: Calendar = ROUND_THE_CLOCK) -> Stage:
    """Return `stage` as it opens at `now`: due after its hours of business time.

    Where the calendar is closed for too long to reckon by it, they are hours of the clock: a
    calendar that nobody mends keeps nothing from being decided.
    """
    hours = timedelta(hours=stage.due_hours)
    try:
        due = later(calendar, now, hours)
    except Invalid:
        due = now + hours
    return replace(
        stage,
        state=StageState.OPEN,
        opened_at=now,
        due_at=due,
        reminded_at=None,
        escalated=0,
    )


def waiting(stage: Stage) -> Stage:
    """Return `stage` as it waits for its turn."""
    return replace(stage, state=StageState.WAITING, opened_at=None, due_at=None)


def retreat(stages: Sequence[Stage], reopened: Stage) -> list[Stage]:
    """Return the stages after `reopened` is to be decided again: later steps wait once more.

    It waits itself where an earlier step is not done, such as one that a revision asked anew.
    """
    done = (StageState.APPROVED, StageState.DROPPED)
    if any(stage.step < reopened.step and stage.state not in done for stage in stages):
        reopened = waiting(reopened)
    return [
        reopened
        if stage.id == reopened.id
        else waiting(stage)
        if stage.step > reopened.step and stage.state is StageState.OPEN
        else stage
        for stage in stages
    ]


def hold(stages: Sequence[Stage]) -> list[Stage]:
    """Return the stages of a request that left review: nobody is asked for anything now."""
    return [waiting(stage) if stage.state is StageState.OPEN else stage for stage in stages]


def standing(stages: Iterable[Stage], votes: Iterable[Vote]) -> list[Vote]:
    """Return the votes that count in the present rounds of stages that count, in their order."""
    rounds = {s.id: s.round for s in stages if s.state is not StageState.DROPPED}
    return [
        vote
        for vote in votes
        if vote.taken_back_at is None and rounds.get(vote.stage_id) == vote.round
    ]


def renew(
    stages: Sequence[Stage],
    touched: Collection[str],
    now: datetime,
    calendar: Calendar = ROUND_THE_CLOCK,
) -> list[Stage]:
    """Return the stages after a revision: those in `touched` (by key) begin a new round.

    A stage that asked for changes always begins anew. Stages left alone keep their yes.
    """
    renewed = [
        replace(waiting(stage), round=stage.round + 1, closed_at=None)
        if stage.state is not StageState.DROPPED
        and (stage.key in touched or stage.state is StageState.CHANGES_REQUESTED)
        else stage
        for stage in stages
    ]
    first = min((stage.step for stage in renewed if stage.state is StageState.WAITING), default=0)
    held = [
        waiting(stage) if stage.state is StageState.OPEN and stage.step > first else stage
        for stage in renewed
    ]
    return advance(held, now, calendar)


def all_approved(stages: Iterable[Stage]) -> bool:
    """Whether every stage that counts is approved."""
    return all(stage.state in {StageState.APPROVED, StageState.DROPPED} for stage in stages)


def due_at(stage: Stage) -> datetime | None:
    """Return until when an open stage should be decided."""
    return stage.due_at if stage.state is StageState.OPEN else None


def overdue(stage: Stage, now: datetime) -> bool:
    """Whether an open stage has waited longer than it should."""
    due = due_at(stage)
    return due is not None and now > due


def closed(state: StageState) -> bool:
    """Whether nobody can vote on a stage in `state` any more."""
    return state in _CLOSED


def said(state: StageState) -> str:
    """Return `state` as one says it."""
    return state.replace("_", " ")
