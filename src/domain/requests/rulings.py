"""What the rules say of a payload: whether it may be asked for, and who must look at it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.approvals import rules as approval_rules
from domain.approvals.model import StagePlan
from domain.decisions.model import Judgement, Outcome
from domain.decisions.rules import judge
from domain.errors import Invalid
from domain.hub import Hub
from domain.requests.kinds.kind import Kind, Payload

#: Who looks when the rules cannot decide: one more pair of eyes before everybody else's.
RULES_UNSURE = StagePlan("rules", "Rules could not decide", 1, "legal", 1, 24)

#: What admissions say of what may not be.
_REFUSED = frozenset({"refuse", "reject"})


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
    """Return what the rules say; `Invalid` with their reasons if they refuse."""
    ruling = weigh(hub, kind, payload, now, await kind.look(payload, request_id, now))
    if ruling.refusals:
        raise Invalid("refused_by_rules", " ".join(ruling.refusals))
    return ruling


def weigh(
    hub: Hub,
    kind: Kind,
    payload: Payload,
    now: datetime,
    seen: Any,  # noqa: ANN401  Each kind looks at things of its own.
) -> Ruling:
    """Return what the rules say of a payload and of what was `seen` around it."""
    facts = kind.facts(payload, now, seen)
    cases = kind.cases(payload, now, seen) if kind.cases else [facts]
    admissions = tuple(judge(hub.tables[kind.admission], case) for case in cases)
    staging = judge(hub.tables[kind.stages], facts)
    rows = [row for admission in admissions for row in admission.rows]
    plans = _plans(staging, rows)
    if not plans or any(map(_undecided, admissions)):
        plans = [RULES_UNSURE, *plans]
    refusals = dict.fromkeys(said for admission in admissions for said in _refusals(admission))
    return Ruling(admissions, staging, tuple(plans), tuple(refusals))


def _plans(staging: Judgement, admitted: list[Mapping[str, Any]]) -> list[StagePlan]:
    """Return the stages that the rules ask for; none where they could not decide on them."""
    if staging.outcome is not Outcome.DECIDED:
        return []
    more = {row["stage"]: row for row in admitted if row.get("stage")}
    return approval_rules.plans_from([*staging.rows, *more.values()])


def _undecided(admission: Judgement) -> bool:
    """Whether people must look, and no rule said who."""
    return admission.outcome is Outcome.REVIEW or any(
        row.get("outcome") == "review" and not row.get("stage") for row in admission.rows
    )


def _refusals(admission: Judgement) -> Iterator[str]:
    """Yield why an admission refuses, naming each rule; every rule of ours has its reason."""
    if admission.outcome is not Outcome.DECIDED:
        return
    for row, rule_id, reason in zip(
        admission.rows, admission.matched, admission.reasons, strict=True
    ):
        if row.get("outcome") in _REFUSED:
            yield f"{reason.rstrip('.')} (rule `{rule_id}` of `{admission.table}`)."
