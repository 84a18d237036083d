"""Table of the clocks of cases that ran out, and of who was told."""

from collections.abc import Sequence

from tortoise import fields
from tortoise.models import Model

from domain.cases.model import Clock, Escalation
from domain.database import sql
from domain.database.listing import of_each


class EscalationRecord(Model):
    """That a clock of a round ran out: once per level, by the unique key."""

    id = fields.IntField(primary_key=True)
    case = fields.ForeignKeyField("hub.CaseRecord", on_delete=fields.RESTRICT)
    round = fields.IntField()
    clock = fields.CharField(16)
    level = fields.IntField()
    team = fields.ForeignKeyField(
        "hub.TeamRecord", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    team_key = fields.CharField(40)
    due_at = fields.DatetimeField()
    at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "case_escalations"
        unique_together = (("case", "round", "clock", "level"),)


async def add(found: Escalation) -> bool:
    """Keep that a clock ran out; False if that was kept before."""
    values = {
        "case_id": found.case_id,
        "round": found.round,
        "clock": found.clock,
        "level": found.level,
        "team_id": found.team_id,
        "team_key": found.team_key,
        "due_at": found.due_at,
        "at": found.at,
    }
    unique = ("case_id", "round", "clock", "level")
    return await sql.insert_if_new(EscalationRecord, values, unique)


async def of_cases(case_ids: Sequence[str]) -> dict[str, list[Escalation]]:
    """Return how cases were escalated, by case id, oldest first."""
    return await of_each("case_escalations", "case_id", case_ids, _escalation)


def _escalation(row: sql.Row) -> Escalation:
    return Escalation(
        case_id=row["case_id"],
        round=row["round"],
        clock=Clock(row["clock"]),
        level=row["level"],
        team_id=row["team_id"],
        team_key=row["team_key"],
        due_at=sql.instant(row["due_at"]),
        at=sql.instant(row["at"]),
    )
