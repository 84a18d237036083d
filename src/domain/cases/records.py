"""Tables of cases: the case, and what it is about."""

from collections.abc import Sequence
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.cases.model import (
    Case,
    CaseKind,
    CaseState,
    Clocks,
    CustomerValue,
    Given,
    Priority,
    Severity,
    Source,
    Subject,
    SubjectKind,
    Topic,
)
from domain.cases.rules import LEAD, MANAGERS, QUEUE_MAX
from domain.database import sql
from domain.database.listing import of_each
from domain.errors import Busy
from domain.text import folded


class CaseRecord(Model):
    """A case."""

    id = fields.CharField(40, primary_key=True)
    number = fields.IntField(unique=True)
    kind = fields.CharField(24)
    source = fields.CharField(16)
    title = fields.CharField(200)
    title_folded = fields.TextField()
    text = fields.TextField()
    link = fields.TextField(null=True)
    reporter = fields.ForeignKeyField(
        "hub.UserRecord", null=True, on_delete=fields.RESTRICT, db_index=True, related_name="cases"
    )
    contact = fields.JSONField[dict[str, str]](null=True)
    agency = fields.ForeignKeyField(
        "hub.AgencyRecord", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    brand = fields.ForeignKeyField(
        "hub.BrandRecord", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    market = fields.CharField(2, null=True)
    given = fields.JSONField[dict[str, Any]]()
    state = fields.CharField(16)
    priority = fields.CharField(2)
    queue = fields.CharField(40)
    team = fields.ForeignKeyField("hub.TeamRecord", null=True, on_delete=fields.RESTRICT)
    reasons = fields.JSONField[list[str]]()
    assignee = fields.ForeignKeyField(
        "hub.UserRecord", null=True, on_delete=fields.RESTRICT, db_index=True, related_name="owned"
    )
    round = fields.IntField()
    level = fields.IntField()
    version = fields.IntField()
    since = fields.DatetimeField()
    response_minutes = fields.IntField()
    resolution_minutes = fields.IntField()
    response_due_at = fields.DatetimeField()
    resolution_due_at = fields.DatetimeField()
    responded_at = fields.DatetimeField(null=True)
    resolved_at = fields.DatetimeField(null=True)
    waiting_since = fields.DatetimeField(null=True)
    merged_into = fields.ForeignKeyField(
        "hub.CaseRecord", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    note = fields.TextField(null=True)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        """Where it is kept; the indexes serve the lists."""

        table = "cases"
        indexes = (
            ("state", "updated_at", "id"),
            ("team_id", "state"),
            ("created_at", "id"),
            ("updated_at", "id"),
        )


class CaseSubjectRecord(Model):
    """Something a case is about."""

    id = fields.IntField(primary_key=True)
    case = fields.ForeignKeyField("hub.CaseRecord", on_delete=fields.RESTRICT)
    kind = fields.CharField(16)
    ref = fields.CharField(80)
    inside = fields.BooleanField(default=False, db_default=False)

    class Meta:
        """Where it is kept."""

        table = "case_subjects"
        unique_together = (("case", "kind", "ref"),)
        indexes = (("kind", "ref"),)


async def next_number() -> int:
    """Return the next running number of cases."""
    row = await sql.fetch_one(
        "INSERT INTO counters (name, value) VALUES ('case', 1)"
        " ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value"
    )
    return int(row["value"]) if row else 1


async def add(case: Case, subjects: Sequence[Subject]) -> None:
    """Add a case and what it is about."""
    fixed = {
        "id": case.id,
        "number": case.number,
        "kind": case.kind,
        "source": case.source,
        "title": case.title,
        "title_folded": folded(case.title),
        "text": case.text,
        "link": case.link,
        "reporter_id": case.reporter_id,
        "contact": dict(case.contact) if case.contact else None,
        "agency_id": case.agency_id,
        "created_at": case.created_at,
    }
    await sql.insert(CaseRecord, fixed | _changing(case))
    for subject in subjects:
        await add_subject(case.id, subject)


async def change(before: Case, after: Case) -> None:
    """Write `after` where `before` still stands; `Busy` if somebody else was quicker."""
    values = _changing(after)
    sets = ", ".join(f"{name} = ${at}" for at, name in enumerate(values, start=1))
    await sql.write(
        f"UPDATE cases SET {sets} WHERE id = ${len(values) + 1} AND version = ${len(values) + 2}",
        *values.values(),
        before.id,
        before.version,
        otherwise=Busy(
            "changed_meanwhile", f"Case #{before.number} was changed this moment; look again."
        ),
    )


def _changing(case: Case) -> dict[str, object]:
    """Return what of a case may change, by column."""
    given, clocks = case.given, case.clocks
    return {
        "brand_id": case.brand_id,
        "market": case.market,
        "given": {
            "severity": given.severity,
            "topic": given.topic,
            "customer_value": given.customer_value,
            "live": given.live,
        },
        "state": case.state,
        "priority": case.priority,
        "queue": case.queue,
        "team_id": case.team_id,
        "reasons": list(case.reasons),
        "assignee_id": case.assignee_id,
        "round": case.round,
        "level": case.level,
        "version": case.version,
        "since": clocks.since,
        "response_minutes": clocks.response_minutes,
        "resolution_minutes": clocks.resolution_minutes,
        "response_due_at": clocks.response_due_at,
        "resolution_due_at": clocks.resolution_due_at,
        "responded_at": clocks.responded_at,
        "resolved_at": clocks.resolved_at,
        "waiting_since": clocks.waiting_since,
        "merged_into_id": case.merged_into_id,
        "note": case.note,
        "updated_at": case.updated_at,
    }


#: Whether the team `t` is a second pair of eyes for the case `k`: its queue's lead or the managers,
#: where something is to be given that was not given at once. They stay asked, as on escalation.
SECOND_EYES = (
    f"t.key IN (SUBSTR(k.queue, 1, {QUEUE_MAX - len(LEAD)}) || '{LEAD}', '{MANAGERS}')"
    " AND EXISTS (SELECT 1 FROM compensations o WHERE o.case_id = k.id"
    " AND (o.state <> 'done' OR o.decider_id IS NOT NULL OR o.request_id IS NOT NULL))"
)

#: The case `{case}`, and the teams that were asked about `{cases}`: their queues', those they were
#: escalated to, and those who are a second pair of eyes.
CASE = "SELECT * FROM cases WHERE id = {case}"
TEAMS_OF = (
    "SELECT id AS case_id, team_id FROM cases WHERE id IN ({cases}) AND team_id IS NOT NULL"
    " UNION SELECT case_id, team_id FROM case_escalations"
    " WHERE case_id IN ({cases}) AND team_id IS NOT NULL"
    f" UNION SELECT k.id, t.id FROM teams t JOIN cases k ON {SECOND_EYES} WHERE k.id IN ({{cases}})"
)


async def get(case_id: str) -> Case | None:
    """Return a case."""
    row = await sql.fetch_one(CASE.format(case="$1"), case_id)
    return None if row is None else from_row(row)


async def get_by_number(number: int) -> Case | None:
    """Return the case people call `number`."""
    row = await sql.fetch_one("SELECT * FROM cases WHERE number = $1", number)
    return None if row is None else from_row(row)


async def get_many(case_ids: Sequence[str]) -> dict[str, Case | None]:
    """Return cases by id."""
    found = await of_each("cases", "id", case_ids, from_row)
    return {case_id: next(iter(rows), None) for case_id, rows in found.items()}


async def merged_into(case_id: str) -> list[str]:
    """Return the ids of the duplicates of a case, oldest first."""
    question = "SELECT id FROM cases WHERE merged_into_id = $1 ORDER BY id"
    return [row["id"] for row in await sql.fetch(question, case_id)]


async def teams_of(case_id: str) -> frozenset[str]:
    """Return the teams that were asked about a case."""
    return (await teams_of_all([case_id]))[case_id]


async def teams_of_all(case_ids: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return the teams that were asked about cases, by case."""
    found: dict[str, set[str]] = {one: set() for one in case_ids}
    marks = sql.placeholders(1, len(case_ids))
    for row in await sql.fetch(TEAMS_OF.format(cases=marks), *case_ids):
        found[row["case_id"]].add(row["team_id"])
    return {one: frozenset(teams) for one, teams in found.items()}


async def add_subject(case_id: str, subject: Subject) -> bool:
    """Write that a case is about something, which its reporter may see; whether that is new."""
    values = {"case_id": case_id, "kind": subject.kind, "ref": subject.ref}
    if await sql.insert_if_new(CaseSubjectRecord, values, ("case_id", "kind", "ref")):
        return True
    changed = await sql.execute(
        "UPDATE case_subjects SET inside = $1"
        " WHERE case_id = $2 AND kind = $3 AND ref = $4 AND inside",
        False,
        case_id,
        subject.kind,
        subject.ref,
    )
    return changed == 1


async def subjects_of(case_ids: Sequence[str]) -> dict[str, list[Subject]]:
    """Return what cases are about, by case id, oldest first."""
    return await of_each("case_subjects", "case_id", case_ids, _subject)


async def move_to(duplicate_id: str, main_id: str, *, inside: bool) -> None:
    """Move what a duplicate is about, and what was merged into it, to its main case.

    All that the duplicate was about is for the house alone there if `inside`.
    """
    await sql.execute(
        "INSERT INTO case_subjects (case_id, kind, ref, inside)"
        " SELECT $1, kind, ref, (inside OR $2) FROM case_subjects WHERE case_id = $3 ORDER BY id"
        " ON CONFLICT (case_id, kind, ref) DO UPDATE"
        " SET inside = (case_subjects.inside AND excluded.inside)",
        main_id,
        inside,
        duplicate_id,
    )
    await sql.execute("DELETE FROM case_subjects WHERE case_id = $1", duplicate_id)
    # Cases that were merged into it before follow it.
    await sql.execute(
        "UPDATE cases SET merged_into_id = $1 WHERE merged_into_id = $2", main_id, duplicate_id
    )


def _subject(row: sql.Row) -> Subject:
    return Subject(SubjectKind(row["kind"]), row["ref"], bool(row["inside"]))


def from_row(row: sql.Row) -> Case:
    """Return a case from a row of `cases`."""
    contact = row["contact"]
    return Case(
        id=row["id"],
        number=row["number"],
        kind=CaseKind(row["kind"]),
        source=Source(row["source"]),
        title=row["title"],
        text=row["text"],
        link=row["link"],
        reporter_id=row["reporter_id"],
        contact=None if contact is None else sql.document(contact),
        agency_id=row["agency_id"],
        brand_id=row["brand_id"],
        market=row["market"],
        given=_given(sql.document(row["given"])),
        state=CaseState(row["state"]),
        priority=Priority(row["priority"]),
        queue=row["queue"],
        team_id=row["team_id"],
        reasons=tuple(sql.document(row["reasons"])),
        assignee_id=row["assignee_id"],
        round=row["round"],
        level=row["level"],
        version=row["version"],
        clocks=_clocks(row),
        merged_into_id=row["merged_into_id"],
        note=row["note"],
        created_at=sql.instant(row["created_at"]),
        updated_at=sql.instant(row["updated_at"]),
    )


def _given(held: dict[str, Any]) -> Given:
    severity, topic, value = held["severity"], held["topic"], held["customer_value"]
    return Given(
        severity=Severity(severity) if severity else None,
        topic=Topic(topic) if topic else None,
        customer_value=CustomerValue(value) if value else None,
        live=held["live"],
    )


def _clocks(row: sql.Row) -> Clocks:
    return Clocks(
        since=sql.instant(row["since"]),
        response_minutes=row["response_minutes"],
        resolution_minutes=row["resolution_minutes"],
        response_due_at=sql.instant(row["response_due_at"]),
        resolution_due_at=sql.instant(row["resolution_due_at"]),
        responded_at=sql.instant_or_none(row["responded_at"]),
        resolved_at=sql.instant_or_none(row["resolved_at"]),
        waiting_since=sql.instant_or_none(row["waiting_since"]),
    )
