"""What the rules say of a payload: whether it may be asked for, and who must look at it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from domain.approvals import rules as approval_rules
from domain.approvals.model import StagePlan
from domain.decisions import in_force
from domain.decisions import records as decisions
from domain.decisions.model import Judgement, Outcome, Table
from domain.decisions.rules import judge
from domain.errors import Invalid
from domain.executors import service as executors
from domain.hub import Hub
from domain.requests.acceptable import REFUSED, acceptable
from domain.requests.kinds.kind import Kind, Payload
from domain.requests.model import Request

#: Who looks when the rules cannot decide: one more pair of eyes before everybody else's.
RULES_UNSURE = StagePlan("rules", "Rules could not decide", 1, "legal", 1, 24)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules said of a payload.

    `admissions` and `staging` are the judgements, `plans` the stages they ask for, `refusals`
    why it may not be, each with the rule that says so.
    """

    admissions: tuple[Judgement, ...]
    staging: Judgement
    plans: tuple[StagePlan, ...]
    refusals: tuple[str, ...]

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """Every judgement, in the order they were made."""
        return (*self.admissions, self.staging)


async def rule(
    hub: Hub, kind: Kind, payload: Payload, now: datetime, request_id: str | None = None
) -> Ruling:
    """Return what today's rules say of a payload; `Invalid` with their reasons if they refuse.

    A decision service may have to be asked, so this must not run in a transaction.
    """
    tables = await in_force.tables(kind.tables, now)
    seen = await kind.look(payload, request_id, now)
    return _admitted(await _asked(hub, kind, tables, _questions(kind, payload, now, seen)))


async def rule_again(
    hub: Hub, kind: Kind, payload: Payload, now: datetime, request: Request
) -> Ruling:
    """Return what the rules that `request` was decided by say by now, as `rule` does.

    It is for jobs: `Upstream` if a decision service does not answer, to be tried again.
    """
    tables = await tables_of(kind, request, now)
    seen = await kind.look(payload, request.id, now)
    questions = _questions(kind, payload, now, seen)
    return _admitted(await _asked(hub, kind, tables, questions, patient=True))


async def tables_of(kind: Kind, request: Request, now: datetime) -> Mapping[str, Table]:
    """Return the tables that count for what `request` asks for in its present revision."""
    decided_at = await decisions.first_of_revision(request.id, request.revision)
    return await in_force.tables(kind.tables, now, decided_at)


def _admitted(ruling: Ruling) -> Ruling:
    if ruling.refusals:
        raise Invalid("refused_by_rules", " ".join(ruling.refusals))
    return ruling


def weigh(
    kind: Kind,
    tables: Mapping[str, Table],
    payload: Payload,
    now: datetime,
    seen: Any,  # noqa: ANN401  Each kind looks at things of its own.
) -> Ruling:
    """Return what `tables` say of a payload and of what was `seen`, judged in here."""
    asked = _questions(kind, payload, now, seen)
    admissions = [acceptable(judge(table, case)) for table, case in asked.admitting(kind, tables)]
    return _ruling(admissions, acceptable(judge(tables[kind.stages], asked.facts)), asked.floor)


@dataclass(frozen=True, slots=True)
class _Questions:
    """What a kind's tables are asked: the admission each of `cases`, the stages the `facts`.

    `floor` are the stages that no table can do without.
    """

    cases: Sequence[Mapping[str, Any]]
    facts: Mapping[str, Any]
    floor: Sequence[StagePlan]

    def admitting(
        self, kind: Kind, tables: Mapping[str, Table]
    ) -> list[tuple[Table, Mapping[str, Any]]]:
        """Return the table of admissions with each case; nothing where the kind has none."""
        if kind.admission is None:
            return []
        return [(tables[kind.admission], case) for case in self.cases]


def _questions(kind: Kind, payload: Payload, now: datetime, seen: Any) -> _Questions:  # noqa: ANN401  As above.
    facts = kind.facts(payload, now, seen)
    cases = kind.cases(payload, now, seen) if kind.cases else [facts]
    return _Questions(cases, facts, kind.floor(payload))


async def _asked(
    hub: Hub,
    kind: Kind,
    tables: Mapping[str, Table],
    asked: _Questions,
    *,
    patient: bool = False,
) -> Ruling:
    """Return what `tables` say, by whoever judges by each."""
    questions = asked.admitting(kind, tables)
    questions.append((tables[kind.stages], asked.facts))
    said = await executors.judge_all(hub, questions, patient=patient)
    *admissions, staging = map(acceptable, said)
    return _ruling(admissions, staging, asked.floor)


def _ruling(
    admissions: Sequence[Judgement], staging: Judgement, floor: Sequence[StagePlan]
) -> Ruling:
    rows = [row for admission in admissions for row in admission.rows]
    plans = _plans(staging, rows)
    if not plans or any(map(_undecided, admissions)):
        plans = [RULES_UNSURE, *plans]
    planned = {plan.key for plan in plans}
    plans += [plan for plan in floor if plan.key not in planned]
    refusals = dict.fromkeys(said for admission in admissions for said in _refusals(admission))
    return Ruling(tuple(admissions), staging, tuple(plans), tuple(refusals))


def _plans(staging: Judgement, admitted: list[Mapping[str, Any]]) -> list[StagePlan]:
    """Return the stages that the rules ask for; none where they could not decide on them."""
    if staging.outcome is not Outcome.DECIDED:
        return []
    more = {row["stage"]: row for row in admitted if row.get("stage")}
    try:
        return approval_rules.plans_from([*staging.rows, *more.values()])
    except Invalid:  # Two tables ask for a stage of one name, and mean different ones.
        return []


def _undecided(admission: Judgement) -> bool:
    """Whether people must look, and no rule said who."""
    return admission.outcome is Outcome.REVIEW or any(
        row.get("outcome") == "review" and not row.get("stage") for row in admission.rows
    )


def _refusals(admission: Judgement) -> Iterator[str]:
    """Yield why an admission refuses, each with the rule that says so, or who."""
    beside = zip_longest(admission.rows, admission.matched, admission.reasons)
    for row, rule_id, reason in beside:
        if row and row.get("outcome") in REFUSED:
            where = admission.by or f"rule `{rule_id or 'default'}` of `{admission.table}`"
            yield f"{(reason or 'Refused').rstrip('.')} ({where})."
