"""Proposing a compensation on a case, and deciding on one that waits, exactly once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain import ids
from domain.actor import Actor
from domain.cases import docket
from domain.cases import records as cases
from domain.cases.docket import Docket
from domain.cases.model import Case, SubjectKind
from domain.cases.rules import OPEN, REASON_MAX, clean, said
from domain.compensations import records, rules
from domain.compensations.model import Compensation, CompensationState, Proposal, Verdict
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.decisions import in_force
from domain.decisions import records as decisions
from domain.errors import Busy, Conflict, Invalid, Missing
from domain.executors import service as executors
from domain.hub import Hub
from domain.people import records as people


@dataclass(frozen=True, slots=True)
class Considered:
    """A proposal that the rules were asked about, with the sums that they were told."""

    case: Case
    account: str | None
    proposal: Proposal
    given: Mapping[str, int] | None
    verdict: Verdict


async def consider(hub: Hub, actor: Actor, case_id: str, proposal: Proposal) -> Considered:
    """Ask the rules about a compensation; not in a transaction.

    Raises `Forbidden` but for the case's owner, `Invalid` with the rules' reasons if they refuse.
    """
    why = clean(proposal.why, REASON_MAX, "why")
    async with transaction():
        case = (await _open(case_id, actor)).case
    rules.require_proposer(actor, case)
    account, now = await _account(case), hub.clock.now()
    given = await _given(account, now)
    table = (await in_force.tables([rules.TABLE], now))[rules.TABLE]
    facts = rules.facts_of(case.given.severity, proposal, given)
    asked = [facts] if given is not None else [facts, rules.at_least(facts)]
    judgements = await executors.judge_all(hub, [(table, one) for one in asked])
    verdicts = [rules.verdict(one) for one in judgements]
    found = next((one for one in verdicts if one.refused), verdicts[0])
    verdict = rules.guarded(found, case, proposal)
    if verdict.refused:
        reasons = " ".join(verdict.reasons) or "The rules refuse this."
        raise Invalid("refused_by_rules", reasons, ("amount",))
    return Considered(case, account, replace(proposal, why=why), given, verdict)


async def keep(hub: Hub, actor: Actor, considered: Considered) -> Compensation:
    """Keep a proposal: done at once within the limits, else it waits for a second pair of eyes.

    Raises `Conflict` if one waits already, `Busy` if the case is about another account by now, or
    the account was given something meanwhile.
    """
    seen, verdict, now = considered.case, considered.verdict, hub.clock.now()
    async with transaction():
        await sql.take_turns(Turn.COMPENSATIONS)
        before = (await _open(seen.id, actor)).case
        rules.require_proposer(actor, before)
        if before.given != seen.given or await _account(before) != considered.account:
            raise Busy(
                "changed_meanwhile",
                "Somebody changed this case meanwhile; look at it, and propose it again.",
            )
        if await _given(considered.account, now) != considered.given:
            raise Busy("changed_meanwhile", "Something was given meanwhile; propose it again.")
        state = CompensationState.WAITING if verdict.waits else CompensationState.DONE
        found = Compensation(
            id=ids.new(ids.Prefix.COMPENSATION),
            case_id=before.id,
            proposer_id=actor.user_id or "",
            account=considered.account,
            proposal=considered.proposal,
            tier=verdict.tier,
            state=state,
            reasons=verdict.reasons,
            decider_id=None,
            reason=None,
            at=now,
            decided_at=None if verdict.waits else now,
        )
        await _require_none_waits(found)
        await records.add(found)
        await decisions.add_of_case(before.id, before.round, verdict.judgement, now)
        act = "case.compensation_proposed" if verdict.waits else "case.compensated"
        await docket.write(hub, actor, before, before, act, summary(found))
    return found


async def decide(
    hub: Hub, actor: Actor, compensation_id: str, *, yes: bool, reason: str | None = None
) -> Compensation:
    """Say yes or no to a compensation that waits; a no takes a reason.

    Raises `Forbidden` for who proposed it, owns or reported the case, or may not decide;
    `Conflict` if somebody decided already.
    """
    why = clean(reason or "", REASON_MAX, "reason") if reason or not yes else None
    known = await records.get(compensation_id)
    if known is None:
        raise no_such(compensation_id)
    try:
        await docket.load(known.case_id, actor)
    except Missing:
        raise no_such(compensation_id) from None
    async with transaction():
        before = (await docket.load(known.case_id, actor)).case
        found = await records.get(compensation_id) or known
        keys = await _team_keys(actor)
        rules.require_decider(actor, before, found, keys)
        _require_waiting(found)
        after = replace(
            found,
            state=CompensationState.DONE if yes else CompensationState.DECLINED,
            decider_id=actor.user_id,
            reason=why,
            decided_at=hub.clock.now(),
        )
        await records.decide(found, after)
        act = "case.compensated" if yes else "case.compensation_declined"
        await docket.write(hub, actor, before, before, act, summary(after))
    return after


def _require_waiting(found: Compensation) -> None:
    if found.state is not CompensationState.WAITING:
        raise Conflict(
            "decided_already",
            "Somebody has decided on this compensation; look at the case again.",
        )
    if found.request_id is not None:
        raise Conflict(
            "decided_by_request",
            "It was asked for as a request, whose stages decide it; vote there.",
        )


def summary(found: Compensation) -> dict[str, object]:
    """Return what the record keeps of a compensation."""
    amount = found.proposal.amount
    return {
        "compensation": found.id,
        "tier": found.tier.value if found.tier else None,
        "amount": str(amount) if amount else None,
        "fault": found.proposal.fault.value,
        "state": found.state.value,
        "reasons": list(found.reasons),
        "reason": found.reason or found.proposal.why,
    }


async def _open(case_id: str, actor: Actor) -> Docket:
    found = await docket.load_to_handle(case_id, actor)
    if found.case.state not in OPEN:
        number, state = found.case.number, found.case.state
        raise Conflict("not_open", f"Case #{number} is {said(state)}; reopen it first.")
    return found


async def _require_none_waits(found: Compensation) -> None:
    """Raise `Conflict` if one waits already; the unique index holds it against two at once."""
    if found.state is not CompensationState.WAITING:
        return
    held = (await records.of_cases([found.case_id]))[found.case_id]
    if any(one.state is CompensationState.WAITING for one in held):
        raise Conflict(
            "one_waits", "A compensation on this case waits for its second pair of eyes already."
        )


async def _account(case: Case) -> str | None:
    """Return whose account a case is about; None where it names none, or several."""
    about: Sequence[str] = [
        one.ref
        for one in (await cases.subjects_of([case.id]))[case.id]
        if one.kind is SubjectKind.ACCOUNT
    ]
    return about[0] if len(about) == 1 else None


async def _given(account: str | None, now: datetime) -> dict[str, int] | None:
    """Return what an account was given lately; None for one that is not registered: not known."""
    if account is None or not rules.registered(account):
        return None
    return await records.given_since(account, now - rules.WINDOW)


async def _team_keys(actor: Actor) -> list[str]:
    return [team.key for team in await people.teams() if team.id in actor.team_ids]


def no_such(wanted: str) -> Missing:
    """Return what is said of a compensation that is not there, or not for whoever asks."""
    return Missing(
        "no_such_compensation", f"There is no compensation `{wanted[:40]}` that you may see."
    )
