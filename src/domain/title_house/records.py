"""The tables of readings and of proposed rights."""

from collections.abc import Sequence
from datetime import date

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.rights.model import Layer
from domain.title_house.model import Door, Licence, Proposal, ProposalStatus, Pull


class PullRecord(Model):
    """A reading of a title house that came to its end."""

    id = fields.BigIntField(primary_key=True, generated=True)
    source = fields.CharField(200)
    door = fields.CharField(8)
    since = fields.CharField(10, null=True)
    began_at = fields.DatetimeField()
    ended_at = fields.DatetimeField()
    new = fields.IntField()
    changed = fields.IntField()
    aside = fields.IntField()

    class Meta:
        """Where it is kept."""

        table = "title_pulls"


class ProposalRecord(Model):
    """A right that a contract may give us. No names: a contract is known by its number."""

    id = fields.CharField(40, primary_key=True)
    work = fields.ForeignKeyField("hub.WorkRecord", on_delete=fields.RESTRICT, db_index=True)
    source = fields.CharField(200)
    source_ref = fields.CharField(40)
    contract_ref = fields.CharField(40)
    right_type = fields.CharField(200)
    layer = fields.CharField(32, null=True)
    signed_on = fields.CharField(10, null=True)
    term_months = fields.IntField(null=True)
    terminated_on = fields.CharField(10, null=True)
    ends_on = fields.CharField(10, null=True)
    status = fields.CharField(10)
    grant_id = fields.CharField(40, null=True)
    told_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "rights_proposals"
        unique_together = (("source", "source_ref", "work"),)


async def add_pull(source: str, pull: Pull) -> None:
    """Add a reading."""
    row = {
        "source": source,
        "door": pull.door,
        "since": _day(pull.since),
        "began_at": pull.began_at,
        "ended_at": pull.ended_at,
        "new": pull.new,
        "changed": pull.changed,
        "aside": pull.aside,
    }
    await sql.insert(PullRecord, row)


async def last_pull(source: str) -> Pull | None:
    """Return the reading that began last, of those that came to their end."""
    row = await sql.fetch_one(
        "SELECT * FROM title_pulls WHERE source = $1 ORDER BY began_at DESC, id DESC LIMIT 1",
        source,
    )
    if row is None:
        return None
    return Pull(
        door=Door(row["door"]),
        since=_date(row["since"]),
        began_at=sql.instant(row["began_at"]),
        ended_at=sql.instant(row["ended_at"]),
        new=row["new"],
        changed=row["changed"],
        aside=row["aside"],
    )


async def works_of(references: Sequence[str]) -> dict[str, str]:
    """Return the works of titles by reference, of those that are there and not removed."""
    rows = await sql.fetch(
        "SELECT reference, work_id FROM titles WHERE removed_at IS NULL AND reference IN"
        f" ({sql.placeholders(1, len(references))})",
        *references,
    )
    return {row["reference"]: row["work_id"] for row in rows}


async def products_of(work_id: str, sender: str) -> list[tuple[str, str, str]]:
    """Return the id, reference and form of each title of a work that a house told of."""
    rows = await sql.fetch(
        "SELECT id, reference, form FROM titles WHERE work_id = $1 AND sender = $2"
        " AND removed_at IS NULL ORDER BY reference",
        work_id,
        sender,
    )
    return [(row["id"], row["reference"], row["form"]) for row in rows]


async def product(title_id: str, sender: str) -> list[tuple[str, str, str]]:
    """Return the id, reference and form of a title, if a house told of it and it still counts."""
    rows = await sql.fetch(
        "SELECT id, reference, form FROM titles WHERE id = $1 AND sender = $2"
        " AND removed_at IS NULL",
        title_id,
        sender,
    )
    return [(row["id"], row["reference"], row["form"]) for row in rows]


async def proposals(source: str, works: Sequence[str]) -> list[Proposal]:
    """Return what a house's contracts propose for works, locked until the commit."""
    query = (
        "SELECT * FROM rights_proposals WHERE source = $1 AND work_id IN"
        f" ({sql.placeholders(2, len(works))}) ORDER BY id"
    )
    rows = await sql.fetch(sql.locking(query), source, *works)
    return [_proposal(row) for row in rows]


async def open_proposals(count: int) -> list[Proposal]:
    """Return proposals that nobody decided on, oldest first."""
    rows = await sql.fetch(
        "SELECT * FROM rights_proposals WHERE status = $1 ORDER BY id LIMIT $2",
        ProposalStatus.OPEN,
        count,
    )
    return [_proposal(row) for row in rows]


async def count_open() -> int:
    """Return how many proposals nobody decided on."""
    row = await sql.fetch_one(
        "SELECT COUNT(*) AS n FROM rights_proposals WHERE status = $1", ProposalStatus.OPEN
    )
    return int(row["n"]) if row else 0


async def proposal(proposal_id: str) -> Proposal | None:
    """Return a proposal, locked until the commit; None if there is none."""
    query = sql.locking("SELECT * FROM rights_proposals WHERE id = $1")
    row = await sql.fetch_one(query, proposal_id)
    return _proposal(row) if row else None


async def put_proposal(value: Proposal, *, new: bool) -> None:
    """Write a proposal, whether it is new or was there."""
    licence = value.licence
    row: dict[str, object] = {
        "work_id": value.work_id,
        "source": value.source,
        "source_ref": licence.ref,
        "contract_ref": licence.contract_ref,
        "right_type": licence.right_type,
        "layer": value.layer,
        "signed_on": _day(licence.signed_on),
        "term_months": licence.term_months,
        "terminated_on": _day(licence.terminated_on),
        "ends_on": _day(value.ends_on),
        "status": value.status,
        "grant_id": value.grant_id,
        "told_at": value.told_at,
    }
    if new:
        await sql.insert(ProposalRecord, {"id": value.id, **row})
        return
    names = ", ".join(f"{name} = ${place}" for place, name in enumerate(row, 1))
    await sql.write(
        f"UPDATE rights_proposals SET {names} WHERE id = ${len(row) + 1}", *row.values(), value.id
    )


def _proposal(row: sql.Row) -> Proposal:
    return Proposal(
        id=row["id"],
        work_id=row["work_id"],
        source=row["source"],
        licence=Licence(
            row["source_ref"],
            row["right_type"],
            row["contract_ref"],
            _date(row["signed_on"]),
            row["term_months"],
            _date(row["terminated_on"]),
        ),
        layer=Layer(row["layer"]) if row["layer"] else None,
        ends_on=_date(row["ends_on"]),
        status=ProposalStatus(row["status"]),
        grant_id=row["grant_id"],
        told_at=sql.instant(row["told_at"]),
    )


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
