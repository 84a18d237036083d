"""Requests as the mirror of a workflow service knows them; see `domain.orchestration.subjects`."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.actor import CONNECTOR, Actor
from domain.approvals import records as approvals
from domain.approvals import rules as approval_rules
from domain.approvals.model import Choice, Stage, StageState, Vote
from domain.audit import service as audit
from domain.conditions import records as conditions
from domain.conditions.model import Condition
from domain.database import must_be_in_transaction
from domain.decision_service import Fact
from domain.errors import Missing
from domain.hub import Hub
from domain.orchestration.model import Heard, Mirrored, Outcome, Said, Standing, Step, Verdict, Word
from domain.orchestration.rules import VERDICTS, outcome_variable
from domain.people import records as people
from domain.requests import ledger, records, rules
from domain.requests.ledger import Ledger
from domain.requests.model import Request, RequestState
from domain.requests.routing import route_of_kind
from domain.requests.vote import settle
from domain.workflow_service import Remark

#: The word for requests among the subjects of mirrors.
WORD = "request"

#: What a process reads of a stage that nobody is asked for.
NOT_ASKED = "not_asked"

_OUTCOMES: Mapping[StageState, Outcome] = {
    StageState.APPROVED: Outcome.APPROVED,
    StageState.REJECTED: Outcome.REJECTED,
    StageState.CHANGES_REQUESTED: Outcome.CHANGES_REQUESTED,
}
_STATES = {outcome: state for state, outcome in _OUTCOMES.items()}
_SAID = {
    Choice.APPROVE: "approved",
    Choice.REJECT: "rejected",
    Choice.REQUEST_CHANGES: "requested changes",
}


class Requests:
    """Requests, as `domain.orchestration.subjects.Subjects` asks for them.

    `measured` says what came of a request, by figures that stand still.
    """

    def __init__(
        self, measured: Callable[[Request, datetime], Awaitable[Mapping[str, Fact]]]
    ) -> None:
        self._measured = measured

    async def standing(self, subject_id: str) -> Standing | None:
        """Return how a request stands; None if there is none."""
        request = await records.get(subject_id)
        if request is None:
            return None
        stages = (await approvals.stages_of([subject_id]))[subject_id]
        votes = (await approvals.votes_of([subject_id]))[subject_id]
        held = (await conditions.of_requests([subject_id]))[subject_id]
        heads = {one for vote in votes for one in (vote.voter_id, vote.seat_id)}
        told = _Told(await people.names(sorted(heads)), _by_vote(held))
        live = [stage for stage in stages if stage.state is not StageState.DROPPED]
        steps = tuple(_step(request, stage, votes, told) for stage in live)
        route = await route_of_kind(request.kind, request.created_at)
        return Standing(
            kind=request.kind,
            name=f"#{request.number} {request.title}",
            revision=request.revision,
            steps=steps,
            facts=_facts(request, live, (one.key for one in route.stages)),
            over=_over(request),
        )

    async def measured(self, hub: Hub, subject_id: str) -> Mapping[str, Fact]:
        """Return settled figures and verdicts of a campaign."""
        request = await records.get(subject_id)
        return await self._measured(request, hub.clock.now()) if request else {}

    async def hear(self, hub: Hub, subject_id: str, said: Said) -> Heard:
        """Close a stage as it was decided elsewhere, whatever its quorum; or say why not."""
        must_be_in_transaction()
        try:
            before = await ledger.load(subject_id)
        except Missing:
            return Heard(Verdict.UNKNOWN_STAGE, VERDICTS[Verdict.UNKNOWN_STAGE])
        stage = before.stage_keyed(said.step)
        if stage is None:
            return Heard(Verdict.UNKNOWN_STAGE, VERDICTS[Verdict.UNKNOWN_STAGE])
        heard = _judged(before, stage, said.who)
        if heard.verdict is Verdict.COUNTED:
            await _close(hub, before, stage, said, heard)
        return heard

    async def late(self, hub: Hub, subject_id: str, said: Said, heard: Heard) -> None:
        """Record that a decision from outside did not count."""
        details = {
            "stage": said.step,
            "outcome": said.outcome.value,
            "task": said.task_id,
            "verdict": heard.verdict.value,
        }
        now, act = hub.clock.now(), "stage.decided_elsewhere_in_vain"
        await audit.record(now, said.who or CONNECTOR, act, subject_id, details)

    async def commented(
        self, hub: Hub, subject_id: str, step: str, remark: Remark, who: Actor | None
    ) -> str | None:
        """Record what somebody said of a stage elsewhere; threads tell it."""
        must_be_in_transaction()
        now, before = hub.clock.now(), await ledger.load(subject_id)
        stage = before.stage_keyed(step)
        details = {
            "stage": step,
            "round": stage.round if stage else 0,
            "reason": remark.text[: approval_rules.REASON_LENGTH_MAX],
            "outsider": who is None,
        }
        await audit.record(now, who or CONNECTOR, "stage.commented_elsewhere", subject_id, details)
        await ledger.follow(hub, before.request, now, unchanged=True)
        return None


def decision_of(stage: Stage, counted: Iterable[Mirrored]) -> Mirrored | None:
    """Return the decision from outside that closed the present round of a stage, if one did."""
    if not approval_rules.closed(stage.state):
        return None
    mine = [one for one in counted if one.step == stage.key and one.round == stage.round]
    return mine[-1] if mine else None


def _judged(before: Ledger, stage: Stage, who: Actor | None) -> Heard:
    counting = approval_rules.counting(stage, before.votes)
    numbers = {"round": stage.round, "quorum": stage.quorum, "approvals": len(counting)}
    if before.request.state is not RequestState.IN_REVIEW or stage.state is not StageState.OPEN:
        said = f"in Greenlight it was {approval_rules.said(stage.state)} by then"
        return Heard(Verdict.LATE, said, **numbers)
    if stage.automatic:
        return Heard(Verdict.NOT_ALLOWED, "Greenlight closes that stage by itself", **numbers)
    if who is not None and who.user_id in before.authors:
        said = "nobody approves their own request or revision"
        return Heard(Verdict.NOT_ALLOWED, said, **numbers)
    if who is not None and who.agency_id is not None:
        return Heard(Verdict.NOT_ALLOWED, "agencies decide nothing", **numbers)
    return Heard(Verdict.COUNTED, "it closed the stage", **numbers)


async def _close(hub: Hub, before: Ledger, stage: Stage, said: Said, heard: Heard) -> None:
    state = _STATES[said.outcome]
    decided = replace(stage, state=state, closed_at=hub.clock.now())
    stages = tuple(decided if one.id == stage.id else one for one in before.stages)
    no = state in rules.MOVE_OF_STAGE
    await settle(
        hub,
        said.who or CONNECTOR,
        before,
        stages,
        decided=decided,
        act="stage.decided_elsewhere",
        note=said.reason if no else before.request.note,
        details={
            "stage": stage.key,
            "round": stage.round,
            "choice": said.outcome.value,
            "reason": said.reason,
            "task": said.task_id,
            "outsider": said.who is None,
            "quorum": heard.quorum,
            "approvals": heard.approvals,
            "quorum_asked_for": False,
        },
    )


def _step(request: Request, stage: Stage, votes: Sequence[Vote], told: "_Told") -> Step:
    mine = [vote for vote in votes if vote.stage_id == stage.id and vote.round == stage.round]
    return Step(
        key=stage.key,
        title=stage.title,
        round=stage.round,
        open=stage.state is StageState.OPEN and request.state is RequestState.IN_REVIEW,
        decision=_OUTCOMES.get(stage.state),
        decided_at=stage.closed_at,
        automatic=stage.automatic,
        words=tuple(_words(stage, mine, told)),
        mark=f"{stage.id}:{stage.round}",
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What words are told with: names by person, and conditions by vote."""

    names: Mapping[str, str]
    conditions: Mapping[str, Sequence[str]]

    def who(self, vote: Vote) -> str:
        """Return who voted, and for whom if for somebody who is away."""
        name = self.names.get(vote.voter_id, "somebody")
        if vote.instead_of_id is None:
            return name
        return f"{name} (for {self.names.get(vote.instead_of_id, 'somebody')})"


def _by_vote(held: Iterable[Condition]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in held:
        found.setdefault(one.vote_id, []).append(one.text)
    return found


def _words(stage: Stage, votes: Sequence[Vote], told: _Told) -> Iterable[Word]:
    """Yield what was said on a stage, in the order of saying."""
    approvals = 0
    for vote in votes:
        who = told.who(vote)
        only_if = "".join(f" Condition: {text}" for text in told.conditions.get(vote.id, ()))
        approvals += vote.choice is Choice.APPROVE and vote.taken_back_at is None
        count = f", {approvals} of {stage.quorum}" if vote.choice is Choice.APPROVE else ""
        why = f": {vote.reason}" if vote.reason else "."
        yield Word(vote.id, f"{who} {_SAID[vote.choice]} in Greenlight{count}{why}{only_if}")
        if vote.taken_back_at is not None:
            yield Word(f"{vote.id}:back", f"{who} took that back in Greenlight.")


def _over(request: Request) -> str | None:
    if request.state not in rules.OVER:
        return None
    return f"{request.state.value}: {request.note}" if request.note else request.state.value


def _facts(request: Request, stages: Sequence[Stage], possible: Iterable[str]) -> dict[str, Fact]:
    """Return a request as variables; stages that nobody is asked for are said to be so."""
    return {
        **{outcome_variable(key): Fact("string", NOT_ASKED) for key in possible},
        "request_id": Fact("string", request.id),
        "kind": Fact("string", request.kind),
        "number": Fact("number", request.number),
        "title": Fact("string", request.title),
        "brand_id": Fact("string", request.brand_id),
        "markets": Fact("list", list(request.markets)),
        "revision": Fact("number", request.revision),
        "stages": Fact("list", [_plain(stage) for stage in stages]),
    }


def _plain(stage: Stage) -> dict[str, object]:
    return {
        "key": stage.key,
        "title": stage.title,
        "step": stage.step,
        "quorum": stage.quorum,
        "due_hours": stage.due_hours,
    }
