"""Making good to a customer what went wrong."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from domain.errors import Invalid
from domain.requests.kinds import base, parts
from domain.requests.kinds.base import Id, Prose
from domain.requests.kinds.kind import HandsOver, Ref, Thing
from domain.requests.kinds.parts import Amount
from domain.requests.kinds.referenced import Seen


class Remedy(StrEnum):
    """How something is made good."""

    CREDIT = "credit"
    MAKE_GOOD = "make_good"
    REFUND = "refund"
    VOUCHER = "voucher"


class Severity(StrEnum):
    """How bad it was."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class CompensationBrief(base.HouseBrief):
    """What a customer gets, and for what."""

    account_id: Annotated[Id, Field(description="The customer's account.")]
    amount: Annotated[Amount, Field(description="What it is worth in all.")]
    remedy: Annotated[Remedy, Field(description="How it is made good.")]
    severity: Annotated[Severity, Field(description="How bad it was.")]
    legal_claim: Annotated[
        bool, Field(description="Whether somebody claims a right, or threatens to.")
    ] = False
    reason: Annotated[Prose, Field(description="What went wrong; up to 1,000 characters.")]
    case_ref: Annotated[
        str, Field(max_length=40, description="The case it settles, as people call it.")
    ] = ""

    @property
    def refers(self) -> Sequence[Ref]:
        """The account."""
        return (Ref(Thing.ACCOUNT, self.account_id, ("account_id",)),)


def check(brief: CompensationBrief, _: datetime) -> list[Invalid]:
    """Return what is wrong with a brief beyond the shape of its fields."""
    return [
        *base.plain_problems(brief, "case_ref"),
        *parts.amount_problems(brief.amount, "amount"),
    ]


def facts(brief: CompensationBrief, _: datetime, seen: Seen) -> dict[str, Any]:
    """Return what the table of stages judges. Amounts are major units."""
    return {
        "amount": brief.amount.money.amount,
        "currency": brief.amount.currency,
        "severity": brief.severity.value,
        "legal_claim": brief.legal_claim,
        "account_tier": seen.accounts[brief.account_id].tier.value,
    }


def instructions(brief: CompensationBrief) -> Sequence[str]:
    """Return what customer service has to do."""
    remedy, amount = brief.remedy.replace("_", " "), brief.amount.money
    return (
        f"Give {amount} as {remedy}, once, and close case {brief.case_ref}."
        if brief.case_ref
        else f"Give {amount} as {remedy}, once.",
        "Write the number of the payment or credit in the receipt.",
    )


#: The job by which a case hears of the request that was made of a compensation on it.
SETTLE = "compensation.settle"

KIND = replace(
    base.kind_of(
        "compensation",
        CompensationBrief,
        check=check,
        facts=facts,
        watches={},
        hands_over=HandsOver("customer-service", "customer_service", instructions=instructions),
    ),
    moved=SETTLE,
)
