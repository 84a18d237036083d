"""What may be given at once, what waits for a second pair of eyes, and who that may be. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from domain import ids
from domain.actor import Actor
from domain.cases.model import Case, Severity
from domain.cases.rules import MANAGERS, level_teams, manages
from domain.compensations.model import Compensation, Proposal, Tier, Verdict
from domain.decisions.model import Judgement, Outcome
from domain.errors import Forbidden
from domain.money import Money
from domain.people.model import Act
from domain.people.rules import require

#: The table that judges compensations.
TABLE = "case_compensation"

#: Over how long is added up what an account was given.
WINDOW = timedelta(days=365)

_ALLOWED, _FOUR_EYES, _REFUSED = "allowed", "four_eyes", "refuse"


def facts_of(
    severity: Severity | None, proposal: Proposal, given: Mapping[str, int] | None
) -> dict[str, Any]:
    """Return the facts that the table judges.

    `given` is what the account was given within `WINDOW` before, minor units by currency; None
    where nobody says which registered account it is: then the sum is not known either.
    `year_total` is the sum with what is proposed.
    """
    amount = proposal.amount
    others = given is not None and any(currency != _currency(amount) for currency in given)
    return {
        "severity": severity.value if severity else None,
        "fault": proposal.fault.value,
        "repeat": proposal.repeat,
        "amount": amount.amount if amount else Decimal(0),
        "currency": _currency(amount),
        "year_total": _total(amount, given),
        "mixed_currencies": others,
    }


def at_least(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return `facts` with the least that the year's total can be: what is proposed now.

    What is too much by itself is so whoever the account is.
    """
    return {**facts, "year_total": facts["amount"]}


def _currency(amount: Money | None) -> str:
    return amount.currency if amount else "none"


def _total(amount: Money | None, given: Mapping[str, int] | None) -> Decimal | None:
    if amount is None:
        return Decimal(0)
    if given is None:
        return None
    return Money(given.get(amount.currency, 0) + amount.minor, amount.currency).amount


def verdict(judgement: Judgement) -> Verdict:
    """Return what a judgement comes to; whatever is not a clear yes or no waits for people."""
    row = judgement.rows[0] if len(judgement.rows) == 1 else {}
    outcome, tier = row.get("outcome"), row.get("tier")
    reasons = tuple(reason for reason in judgement.reasons if reason)
    known = Tier(tier) if tier in set(Tier) else None
    decided = judgement.outcome is Outcome.DECIDED
    if decided and outcome == _REFUSED:
        return Verdict(True, False, known, reasons, judgement)
    clear = decided and outcome == _ALLOWED and known is not None
    if not clear and not (decided and outcome == _FOUR_EYES):
        reasons = (*reasons, "The rules could not tell, so a second pair of eyes looks.")
    return Verdict(False, not clear, known, reasons, judgement)


def guarded(found: Verdict, case: Case, proposal: Proposal) -> Verdict:
    """Return a verdict with the floor that holds under every table.

    Nobody gives anything of worth, alone, for what they reported themselves.
    """
    own = case.reporter_id is not None and case.reporter_id == case.assignee_id
    if found.refused or found.waits or proposal.amount is None or not own:
        return found
    reason = "Who owns the case reported it as well, so a second pair of eyes looks."
    return replace(found, waits=True, reasons=(*found.reasons, reason))


def registered(account: str | None) -> bool:
    """Whether an account is one that the hub keeps, and no name of somebody's own.

    What such a name was given adds up to nothing that holds: another one is made up at will.
    """
    return account is not None and account.startswith(f"{ids.Prefix.ACCOUNT}_")


def require_proposer(actor: Actor, case: Case) -> None:
    """Raise `Forbidden` unless `actor` owns `case`."""
    if case.assignee_id is None or case.assignee_id != actor.user_id:
        raise Forbidden(
            "not_the_owner",
            f"Only who case #{case.number} is assigned to proposes a compensation; take it first.",
        )


def require_decider(
    actor: Actor, case: Case, found: Compensation, team_keys: Collection[str]
) -> None:
    """Raise `Forbidden` unless `actor` may be the second pair of eyes.

    That is a manager, or one of the queue's lead's team or of those who manage all cases, who may
    handle cases by role and token; never somebody of an agency, the case's owner, its reporter, or
    who proposed it.
    """
    require(actor, Act.HANDLE_CASE)
    if actor.agency_id is not None:
        raise Forbidden("not_allowed", "Agencies decide on no compensations.")
    if actor.user_id in {found.proposer_id, case.assignee_id, case.reporter_id}:
        raise Forbidden(
            "four_eyes", "Somebody else has to decide: not the case's owner, nor who proposed it."
        )
    asked = {level_teams(case.queue, level) for level in (1, 2)}
    if not manages(actor, case) and not asked & set(team_keys):
        raise Forbidden(
            "not_allowed",
            f"A manager decides on this, or somebody of the teams `{case.queue}_lead` and"
            f" `{MANAGERS}`.",
        )
