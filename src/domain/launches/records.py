"""The tables of launches: policies, plans, briefs, and what changed by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.database.listing import Listing, Shown, Values
from domain.launches import rules
from domain.launches.model import (
    Brief,
    BriefState,
    Change,
    Milestone,
    Note,
    Plan,
    Policy,
    What,
)
from domain.text import folded

#: Reads briefs, each with the state of the request it was submitted as.
_BRIEFS = (
    "SELECT launch_briefs.*, requests.state AS asked_state FROM launch_briefs"
    " LEFT JOIN requests ON requests.id = launch_briefs.request_id"
)


class LaunchPolicyRecord(Model):
    """Whose titles are launched how; `key` makes one for each sender and imprint."""

    id = fields.CharField(40, primary_key=True)
    key = fields.CharField(500, unique=True)
    brand = fields.ForeignKeyField("hub.BrandRecord", on_delete=fields.RESTRICT, related_name=False)
    owner = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, related_name=False)
    sender = fields.CharField(200)
    imprint = fields.CharField(200)
    markets = fields.JSONField[list[str]]()
    advertiser = fields.CharField(25)
    click_url = fields.CharField(2000)
    pre_order_days = fields.IntField(null=True)
    backlist_days = fields.IntField(null=True)

    class Meta:
        """Where it is kept."""

        table = "launch_policies"


class LaunchRecord(Model):
    """The launch of a work."""

    id = fields.CharField(40, primary_key=True)
    work = fields.OneToOneField("hub.WorkRecord", on_delete=fields.RESTRICT, related_name=False)
    title = fields.ForeignKeyField("hub.TitleRecord", on_delete=fields.RESTRICT, related_name=False)
    brand = fields.ForeignKeyField("hub.BrandRecord", on_delete=fields.RESTRICT, related_name=False)
    owner = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, related_name=False)
    milestones = fields.JSONField[dict[str, str]]()
    updated_at = fields.DatetimeField()
    cancelled_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "launches"


class LaunchBriefRecord(Model):
    """A draft of a request, or what became of it."""

    id = fields.CharField(40, primary_key=True)
    launch = fields.ForeignKeyField(
        "hub.LaunchRecord", on_delete=fields.RESTRICT, related_name=False
    )
    milestone = fields.CharField(12)
    kind = fields.CharField(24)
    state = fields.CharField(12)
    document = fields.JSONField[dict[str, Any]]()
    written = fields.JSONField[dict[str, Any]]()
    request = fields.ForeignKeyField(
        "hub.RequestRecord", null=True, on_delete=fields.RESTRICT, related_name=False
    )

    class Meta:
        """Where it is kept."""

        table = "launch_briefs"
        unique_together = (("launch", "milestone", "kind"),)


class LaunchChangeRecord(Model):
    """What one look changed. `asked_at` is when it was asked that its owner is told."""

    id = fields.CharField(40, primary_key=True)
    launch = fields.ForeignKeyField(
        "hub.LaunchRecord", on_delete=fields.RESTRICT, related_name=False, db_index=True
    )
    owner = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT, related_name=False)
    at = fields.DatetimeField()
    notes = fields.JSONField[list[dict[str, Any]]]()
    asked_at = fields.DatetimeField(null=True)

    class Meta:
        """Where it is kept."""

        table = "launch_changes"


async def policies(brand_ids: Sequence[str] | None = None) -> list[Policy]:
    """Return the policies of brands, None for every one, oldest first."""
    values = Values()
    where = values.among("brand_id", brand_ids)
    query = f"SELECT * FROM launch_policies WHERE {where} ORDER BY id"
    return [_policy(row) for row in await sql.fetch(query, *values.given)]


async def put_policy(value: Policy) -> None:
    """Write a policy, in place of the one for the same titles."""
    key = f"{value.sender}\n{folded(value.imprint)}"
    await sql.execute("DELETE FROM launch_policies WHERE key = $1", key)
    row = asdict(value) | {"markets": list(value.markets), "key": key}
    await sql.insert(LaunchPolicyRecord, row)


async def remove_policy(policy_id: str) -> None:
    """Remove a policy."""
    await sql.execute("DELETE FROM launch_policies WHERE id = $1", policy_id)


async def plan_of(work_id: str) -> Plan | None:
    """Return the launch of a work, locked until the commit."""
    row = await sql.fetch_one(sql.locking("SELECT * FROM launches WHERE work_id = $1"), work_id)
    return _plan(row) if row else None


async def plan(plan_id: str) -> Plan | None:
    """Return a launch, locked until the commit."""
    row = await sql.fetch_one(sql.locking("SELECT * FROM launches WHERE id = $1"), plan_id)
    return _plan(row) if row else None


async def plans_of_works(works: Sequence[str]) -> dict[str, Plan]:
    """Return launches by the id of their work."""
    marks = sql.placeholders(1, len(works))
    rows = await sql.fetch(f"SELECT * FROM launches WHERE work_id IN ({marks})", *works)
    return {row["work_id"]: _plan(row) for row in rows}


async def plans(brands: Sequence[str] | None, after: str | None, count: int) -> list[Plan]:
    """Return launches, newest first: of brands, None for any, older than the id `after`."""
    args = list(brands or ())
    if brands is not None and not args:
        return []
    wheres = [f"brand_id IN ({sql.placeholders(1, len(args))})"] if args else []
    if after is not None:
        args.append(after)
        wheres.append(f"id < ${len(args)}")
    where = f" WHERE {' AND '.join(wheres)}" if wheres else ""
    query = f"SELECT * FROM launches{where} ORDER BY id DESC LIMIT {count:d}"
    return [_plan(row) for row in await sql.fetch(query, *args)]


def listing(brands: Sequence[str] | None) -> Listing[Plan]:
    """Return launches of brands, None for any, as a list of pages."""
    found = Listing("launches", "l", Shown(_plan))
    if brands is not None:
        found.only(f"l.brand_id IN ({found.args(brands) or 'NULL'})")
    return found


async def put_plan(value: Plan, *, new: bool) -> None:
    """Write a launch, whether it is new or was there."""
    row = {
        "work_id": value.work_id,
        "title_id": value.title_id,
        "brand_id": value.brand_id,
        "owner_id": value.owner_id,
        "milestones": {one.value: day.isoformat() for one, day in value.milestones.items()},
        "updated_at": value.updated_at,
        "cancelled_at": value.cancelled_at,
    }
    if new:
        await sql.insert(LaunchRecord, {"id": value.id, **row})
    else:
        await _update("launches", value.id, row)


async def briefs_of(plans_wanted: Sequence[str]) -> dict[str, list[Brief]]:
    """Return the briefs of launches, by the launch's id, oldest first."""
    found: dict[str, list[Brief]] = {one: [] for one in plans_wanted}
    marks = sql.placeholders(1, len(found))
    query = f"{_BRIEFS} WHERE launch_briefs.launch_id IN ({marks}) ORDER BY launch_briefs.id"
    for row in await sql.fetch(query, *found):
        found[row["launch_id"]].append(_brief(row))
    return found


async def brief(brief_id: str) -> Brief | None:
    """Return a brief."""
    row = await sql.fetch_one(f"{_BRIEFS} WHERE launch_briefs.id = $1", brief_id)
    return _brief(row) if row else None


async def put_brief(value: Brief, *, new: bool) -> None:
    """Write a brief, whether it is new or was there."""
    row = {
        "launch_id": value.plan_id,
        "milestone": value.milestone,
        "kind": value.kind,
        "state": value.state,
        "document": dict(value.values),
        "written": dict(value.written),
        "request_id": value.request_id,
    }
    if new:
        await sql.insert(LaunchBriefRecord, {"id": value.id, **row})
    else:
        await _update("launch_briefs", value.id, row)


async def add_change(value: Change) -> None:
    """Add what changed; nobody was asked to tell of it yet."""
    row = {
        "id": value.id,
        "launch_id": value.plan_id,
        "owner_id": value.owner_id,
        "at": value.at,
        "notes": [asdict(note) for note in value.notes],
        "asked_at": None,
    }
    await sql.insert(LaunchChangeRecord, row)


async def untold() -> list[Change]:
    """Return what nobody was asked to tell of, oldest first."""
    rows = await sql.fetch("SELECT * FROM launch_changes WHERE asked_at IS NULL ORDER BY id")
    return [_change(row) for row in rows]


async def asked(changes: Sequence[str], at: datetime) -> None:
    """Write that it was asked to tell of changes."""
    marks = sql.placeholders(2, len(changes))
    await sql.execute(
        f"UPDATE launch_changes SET asked_at = $1 WHERE id IN ({marks})", at, *changes
    )


async def changes_by_id(changes: Sequence[str]) -> list[Change]:
    """Return changes, oldest first."""
    marks = sql.placeholders(1, len(changes))
    rows = await sql.fetch(
        f"SELECT * FROM launch_changes WHERE id IN ({marks}) ORDER BY id", *changes
    )
    return [_change(row) for row in rows]


async def changes_of(plans_wanted: Sequence[str]) -> dict[str, list[Change]]:
    """Return what changed in launches, by the launch's id, oldest first."""
    found: dict[str, list[Change]] = {one: [] for one in plans_wanted}
    marks = sql.placeholders(1, len(found))
    query = f"SELECT * FROM launch_changes WHERE launch_id IN ({marks}) ORDER BY id"
    for row in await sql.fetch(query, *found):
        found[row["launch_id"]].append(_change(row))
    return found


async def files_of(work_id: str) -> list[str]:
    """Return the ids of files that are made from a work or one of its titles, in their order."""
    rows = await sql.fetch(
        "SELECT DISTINCT subject_ref FROM rights_links WHERE subject_kind = 'asset' AND"
        " ((target_kind = 'work' AND target_ref = $1) OR (target_kind = 'title' AND target_ref IN"
        " (SELECT id FROM titles WHERE work_id = $1))) ORDER BY subject_ref",
        work_id,
    )
    return [row["subject_ref"] for row in rows]


async def works_after(work_id: str, count: int) -> list[str]:
    """Return the ids of works that are not removed, in order, after `work_id`."""
    rows = await sql.fetch(
        "SELECT id FROM works WHERE id > $1 AND removed_at IS NULL ORDER BY id LIMIT $2",
        work_id,
        count,
    )
    return [row["id"] for row in rows]


async def _update(table: str, row_id: str, row: Mapping[str, object]) -> None:
    names = ", ".join(f'"{name}" = ${place}' for place, name in enumerate(row, 1))
    query = f'UPDATE "{table}" SET {names} WHERE id = ${len(row) + 1}'
    await sql.write(query, *row.values(), row_id)


def _policy(row: sql.Row) -> Policy:
    return Policy(
        id=row["id"],
        brand_id=row["brand_id"],
        owner_id=row["owner_id"],
        markets=tuple(sql.document(row["markets"])),
        sender=row["sender"],
        imprint=row["imprint"],
        advertiser=row["advertiser"],
        click_url=row["click_url"],
        pre_order_days=row["pre_order_days"],
        backlist_days=row["backlist_days"],
    )


def _plan(row: sql.Row) -> Plan:
    days = sql.document(row["milestones"])
    return Plan(
        id=row["id"],
        work_id=row["work_id"],
        title_id=row["title_id"],
        brand_id=row["brand_id"],
        owner_id=row["owner_id"],
        milestones={Milestone(one): date.fromisoformat(day) for one, day in days.items()},
        updated_at=sql.instant(row["updated_at"]),
        cancelled_at=sql.instant_or_none(row["cancelled_at"]),
    )


def _brief(row: sql.Row) -> Brief:
    return Brief(
        id=row["id"],
        plan_id=row["launch_id"],
        milestone=Milestone(row["milestone"]),
        kind=row["kind"],
        state=rules.standing(BriefState(row["state"]), row["asked_state"]),
        values=sql.document(row["document"]),
        written=sql.document(row["written"]),
        request_id=row["request_id"],
    )


def _change(row: sql.Row) -> Change:
    return Change(
        id=row["id"],
        plan_id=row["launch_id"],
        owner_id=row["owner_id"],
        at=sql.instant(row["at"]),
        notes=tuple(_note(one) for one in sql.document(row["notes"])),
    )


def _note(given: Mapping[str, Any]) -> Note:
    milestone = given["milestone"]
    read = {"what": What(given["what"]), "milestone": Milestone(milestone) if milestone else None}
    return Note(**(dict(given) | read))
