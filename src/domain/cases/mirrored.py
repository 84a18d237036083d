"""Cases as the mirror of a workflow service knows them; see `domain.orchestration.subjects`.

A case is one task there, *resolve*, in each of its rounds: what is said of it here becomes
comments, and so do who has it and how it stands; completing the task as approved resolves the
case. It is resolved once, wherever that happens first.
"""

from collections.abc import Iterator, Mapping, Sequence

from domain import ids
from domain.actor import CONNECTOR, Actor
from domain.audit import service as audit
from domain.cases import comment_records, docket, handle, records, rules
from domain.cases.model import Case, CaseMove, CaseState, Comment, CommentKind
from domain.database import must_be_in_transaction
from domain.decision_service import Fact
from domain.errors import Missing
from domain.hub import Hub
from domain.orchestration.model import Heard, Outcome, Said, Standing, Step, Verdict, Word
from domain.orchestration.route import Route, RouteStage
from domain.orchestration.rules import VERDICTS
from domain.people import records as people
from domain.workflow_service import Remark

#: The one thing to be done of a case there.
RESOLVE = "resolve"
TITLE = "Resolve the case"

#: The way of every case; `due_hours` is what the process shows, the hub's own clocks count.
ROUTE = Route(docket.WORD, "Case", (RouteStage(RESOLVE, TITLE, 1, "customer_service", 24),))

_DONE = frozenset({CaseState.RESOLVED, CaseState.CLOSED})

#: What is told there of how a case stands, once in each of its rounds.
_STANDS = {
    CaseState.ACKNOWLEDGED: "It was acknowledged in Greenlight.",
    CaseState.IN_PROGRESS: "It is in progress in Greenlight.",
    CaseState.WAITING: "It waits for the customer in Greenlight.",
}


class Cases:
    """Cases, as `domain.orchestration.subjects.Subjects` asks for them."""

    async def standing(self, subject_id: str) -> Standing | None:
        """Return how a case stands; None if there is none."""
        case = await records.get(subject_id)
        if case is None:
            return None
        comments = (await comment_records.of_cases([case.id]))[case.id]
        heads = {one.author_id for one in comments} | {case.assignee_id}
        names = await people.names(sorted(head for head in heads if head))
        return Standing(
            kind=docket.WORD,
            name=f"Case {case.number}: {case.title}",
            revision=case.round,
            steps=(_step(case, comments, names),),
            facts=_facts(case, names),
            over=_over(case),
        )

    async def measured(self, hub: Hub, subject_id: str) -> Mapping[str, Fact]:
        """Return nothing: of a case no figures are kept."""
        del hub, subject_id
        return {}

    async def hear(self, hub: Hub, subject_id: str, said: Said) -> Heard:
        """Resolve a case as it was there; or say why not."""
        must_be_in_transaction()
        try:
            before = (await docket.load(subject_id)).case
        except Missing:
            return Heard(Verdict.UNKNOWN_STAGE, VERDICTS[Verdict.UNKNOWN_STAGE])
        heard = _judged(before, said)
        if heard.verdict is Verdict.COUNTED:
            after = await handle.step(hub, before, CaseMove.RESOLVE, said.reason or None)
            details = {"reason": said.reason, "task": said.task_id, "outsider": said.who is None}
            act = "case.resolved_elsewhere"
            await docket.write(hub, said.who or CONNECTOR, before, after, act, details)
        return heard

    async def late(self, hub: Hub, subject_id: str, said: Said, heard: Heard) -> None:
        """Record that a decision from outside did not count."""
        details = {
            "outcome": said.outcome.value,
            "task": said.task_id,
            "verdict": heard.verdict.value,
        }
        now, act = hub.clock.now(), "case.decided_elsewhere_in_vain"
        await audit.record(now, said.who or CONNECTOR, act, subject_id, details)

    async def commented(
        self, hub: Hub, subject_id: str, step: str, remark: Remark, who: Actor | None
    ) -> str | None:
        """Keep what somebody said of a case elsewhere as a comment for the house."""
        must_be_in_transaction()
        del step
        now, case = hub.clock.now(), (await docket.load(subject_id)).case
        said, kind = remark.text[: rules.COMMENT_MAX], CommentKind.INTERNAL
        author = who.user_id if who else None
        written = Comment(ids.new(ids.Prefix.COMMENT), case.id, kind, author, said, at=now)
        await comment_records.add(written)
        details = {"comment": written.id, "kind": kind.value, "outsider": who is None}
        await docket.write(hub, who or CONNECTOR, case, case, "case.commented", details)
        return written.id


def _judged(case: Case, said: Said) -> Heard:
    if case.state not in rules.OPEN:
        return Heard(Verdict.LATE, f"in Greenlight it was {rules.said(case.state)} by then")
    if said.step != RESOLVE:
        return Heard(Verdict.UNKNOWN_STAGE, VERDICTS[Verdict.UNKNOWN_STAGE])
    if said.outcome is not Outcome.APPROVED:
        return Heard(Verdict.NOT_ALLOWED, "a case is resolved, or it stays open")
    if said.who is not None and said.who.agency_id is not None:
        return Heard(Verdict.NOT_ALLOWED, "agencies resolve nothing")
    return Heard(Verdict.COUNTED, "it resolved the case", case.round)


def _step(case: Case, comments: Sequence[Comment], names: Mapping[str, str]) -> Step:
    done = case.state in _DONE
    return Step(
        key=RESOLVE,
        title=TITLE,
        round=case.round,
        open=case.state in rules.OPEN,
        decision=Outcome.APPROVED if done else None,
        decided_at=case.clocks.resolved_at if done else None,
        automatic=False,
        words=tuple(_words(case, comments, names)),
        mark=f"{case.id}:{case.round}",
    )


def _words(case: Case, comments: Sequence[Comment], names: Mapping[str, str]) -> Iterator[Word]:
    """Yield what was said of a case, who has it, and how it stands."""
    for one in comments:
        who = "Greenlight" if one.by_hub else names.get(one.author_id or "", "Somebody")
        yield Word(one.id, f"{who} wrote in Greenlight: {one.text}")
    if case.assignee_id is not None:
        who = names.get(case.assignee_id, "Somebody")
        yield Word(f"{case.id}:to:{case.assignee_id}", f"{who} has it in Greenlight.")
    if case.state in _STANDS:
        yield Word(f"{case.id}:{case.round}:{case.state}", _STANDS[case.state])


def _facts(case: Case, names: Mapping[str, str]) -> dict[str, Fact]:
    return {
        "case_id": Fact("string", case.id),
        "number": Fact("number", case.number),
        "title": Fact("string", case.title),
        "kind": Fact("string", case.kind.value),
        "priority": Fact("string", case.priority.value),
        "queue": Fact("string", case.queue),
        "state": Fact("string", case.state.value),
        "assignee": Fact("string", names.get(case.assignee_id or "")),
        "revision": Fact("number", case.round),
    }


def _over(case: Case) -> str | None:
    return "It was merged into another case." if case.state is CaseState.MERGED else None
