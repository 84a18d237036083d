"""The table of compensations."""

from collections.abc import Sequence
from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain.compensations.model import Compensation, CompensationState, Fault, Proposal, Tier
from domain.database import sql
from domain.database.listing import of_each
from domain.errors import Conflict
from domain.money import Money


class CompensationRecord(Model):
    """Something that is given to make something good."""

    id = fields.CharField(40, primary_key=True)
    case = fields.ForeignKeyField("hub.CaseRecord", on_delete=fields.RESTRICT, db_index=True)
    proposer = fields.ForeignKeyField(
        "hub.UserRecord", on_delete=fields.RESTRICT, related_name="proposed"
    )
    account = fields.CharField(80, null=True)
    amount_minor = fields.BigIntField(null=True)
    currency = fields.CharField(3, null=True)
    fault = fields.CharField(16)
    repeat = fields.BooleanField()
    why = fields.TextField()
    tier = fields.CharField(16, null=True)
    state = fields.CharField(16)
    reasons = fields.JSONField[list[str]]()
    decider = fields.ForeignKeyField(
        "hub.UserRecord", null=True, on_delete=fields.RESTRICT, related_name="decided"
    )
    reason = fields.TextField(null=True)
    at = fields.DatetimeField()
    decided_at = fields.DatetimeField(null=True)
    request = fields.ForeignKeyField(
        "hub.RequestRecord", null=True, on_delete=fields.RESTRICT, related_name=False
    )

    class Meta:
        """Where it is kept; a case has at most one that waits, a request decides one at most."""

        table = "compensations"
        indexes = (("account", "at"),)


async def add(found: Compensation) -> None:
    """Add a compensation."""
    amount = found.proposal.amount
    await sql.insert(
        CompensationRecord,
        {
            "id": found.id,
            "case_id": found.case_id,
            "proposer_id": found.proposer_id,
            "account": found.account,
            "amount_minor": amount.minor if amount else None,
            "currency": amount.currency if amount else None,
            "fault": found.proposal.fault,
            "repeat": found.proposal.repeat,
            "why": found.proposal.why,
            "tier": found.tier,
            "state": found.state,
            "reasons": list(found.reasons),
            "decider_id": found.decider_id,
            "reason": found.reason,
            "at": found.at,
            "decided_at": found.decided_at,
        },
    )


async def decide(before: Compensation, after: Compensation) -> None:
    """Write what was decided of a compensation; `Conflict` if it does not stand as before."""
    amount = after.proposal.amount
    await sql.write(
        "UPDATE compensations SET state = $1, decider_id = $2, reason = $3, decided_at = $4,"
        " amount_minor = $5, currency = $6, account = $7"
        " WHERE id = $8 AND state = $9 AND COALESCE(request_id, '') = $10",
        after.state,
        after.decider_id,
        after.reason,
        after.decided_at,
        amount.minor if amount else None,
        amount.currency if amount else None,
        after.account,
        after.id,
        before.state,
        before.request_id or "",
        otherwise=Conflict(
            "decided_already", "Somebody has decided on this compensation; look at the case again."
        ),
    )


async def ask_as(found: Compensation, request_id: str) -> None:
    """Write which request decides a compensation that waits; `Conflict` if it is too late."""
    await sql.write(
        "UPDATE compensations SET request_id = $1"
        " WHERE id = $2 AND state = $3 AND request_id IS NULL",
        request_id,
        found.id,
        CompensationState.WAITING,
        otherwise=Conflict(
            "not_waiting", "Somebody has decided on this compensation, or asked for it already."
        ),
    )


async def of_requests(request_ids: Sequence[str]) -> dict[str, Compensation | None]:
    """Return the compensations that requests decide, by request id."""
    found: dict[str, Compensation | None] = dict.fromkeys(request_ids)
    if request_ids:
        rows = await sql.fetch(
            "SELECT * FROM compensations WHERE request_id IN"
            f" ({sql.placeholders(1, len(request_ids))})",
            *request_ids,
        )
        found |= {row["request_id"]: _compensation(row) for row in rows}
    return found


async def get(compensation_id: str) -> Compensation | None:
    """Return a compensation."""
    row = await sql.fetch_one("SELECT * FROM compensations WHERE id = $1", compensation_id)
    return None if row is None else _compensation(row)


async def of_cases(case_ids: Sequence[str]) -> dict[str, list[Compensation]]:
    """Return the compensations of cases, by case id, oldest first."""
    return await of_each("compensations", "case_id", case_ids, _compensation)


async def given_since(account: str, since: datetime) -> dict[str, int]:
    """Return what an account was given, or is to be given, since then: minor units by currency."""
    rows = await sql.fetch(
        "SELECT currency, SUM(amount_minor) AS total FROM compensations"
        " WHERE account = $1 AND at > $2 AND state <> $3 AND amount_minor IS NOT NULL"
        " GROUP BY currency",
        account,
        since,
        CompensationState.DECLINED,
    )
    return {row["currency"]: int(row["total"]) for row in rows}


def _compensation(row: sql.Row) -> Compensation:
    minor = row["amount_minor"]
    return Compensation(
        id=row["id"],
        case_id=row["case_id"],
        proposer_id=row["proposer_id"],
        account=row["account"],
        proposal=Proposal(
            amount=None if minor is None else Money(minor, row["currency"]),
            fault=Fault(row["fault"]),
            repeat=bool(row["repeat"]),
            why=row["why"],
        ),
        tier=Tier(row["tier"]) if row["tier"] else None,
        state=CompensationState(row["state"]),
        reasons=tuple(sql.document(row["reasons"])),
        decider_id=row["decider_id"],
        reason=row["reason"],
        at=sql.instant(row["at"]),
        decided_at=sql.instant_or_none(row["decided_at"]),
        request_id=row["request_id"],
    )
