"""Tables of stages and votes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.models import Model

from domain.approvals.model import Choice, Stage, StageState, Vote
from domain.database import sql
from domain.database.gathering import Gathered
from domain.database.listing import of_each
from domain.errors import Busy


class StageRecord(Model):
    """One stage of a request."""

    id = fields.CharField(40, primary_key=True)
    request = fields.ForeignKeyField("hub.RequestRecord", on_delete=fields.RESTRICT)
    key = fields.CharField(40)
    title = fields.CharField(120)
    step = fields.IntField()
    team = fields.ForeignKeyField(
        "hub.TeamRecord", null=True, on_delete=fields.RESTRICT, db_index=True
    )
    quorum = fields.IntField()
    due_hours = fields.IntField()
    state = fields.CharField(24)
    round = fields.IntField(default=1)
    opened_at = fields.DatetimeField(null=True)
    closed_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    reminded_at = fields.DatetimeField(null=True)
    escalated = fields.IntField(default=0, db_default=0)

    class Meta:
        """Where it is kept."""

        table = "stages"
        unique_together = (("request", "key"),)


class VoteRecord(Model):
    """One reviewer's word on one round of a stage."""

    id = fields.CharField(40, primary_key=True)
    stage = fields.ForeignKeyField("hub.StageRecord", on_delete=fields.RESTRICT, db_index=True)
    request = fields.ForeignKeyField("hub.RequestRecord", on_delete=fields.RESTRICT, db_index=True)
    round = fields.IntField()
    voter = fields.ForeignKeyField("hub.UserRecord", on_delete=fields.RESTRICT)
    choice = fields.CharField(24)
    reason = fields.TextField(null=True)
    at = fields.DatetimeField()
    taken_back_at = fields.DatetimeField(null=True)
    instead_of = fields.ForeignKeyField(
        "hub.UserRecord", null=True, on_delete=fields.RESTRICT, related_name=False
    )

    class Meta:
        """Where it is kept; partial unique indexes hold one vote a round of a person and a seat."""

        table = "votes"


#: The stages of `{request}` in order of step, and its votes, oldest first.
STAGES_OF = "SELECT * FROM stages WHERE request_id = {request} ORDER BY step, key"
VOTES_OF = "SELECT * FROM votes WHERE request_id = {request} ORDER BY at, id"


async def stages_of(request_ids: Sequence[str]) -> dict[str, list[Stage]]:
    """Return the stages of requests by request id, in order of step."""
    return await of_each("stages", "request_id", request_ids, stage, "step, key")


async def votes_of(request_ids: Sequence[str]) -> dict[str, list[Vote]]:
    """Return the votes on requests by request id, oldest first."""
    return await of_each("votes", "request_id", request_ids, vote, "at, id")


async def add_stage(value: Stage) -> None:
    """Add a stage."""
    await sql.insert(
        StageRecord,
        {
            "id": value.id,
            "request_id": value.request_id,
            "key": value.key,
            "title": value.title,
            "step": value.step,
            "team_id": value.team_id,
            "quorum": value.quorum,
            "due_hours": value.due_hours,
            "state": value.state,
            "round": value.round,
            "opened_at": value.opened_at,
            "closed_at": value.closed_at,
            "due_at": value.due_at,
        },
    )


async def change_stage(before: Stage, after: Stage) -> None:
    """Write `after` where `before` still stands; `Busy` if somebody else was quicker."""
    await sql.write(
        "UPDATE stages SET title = $1, step = $2, team_id = $3, quorum = $4, due_hours = $5,"
        " state = $6, round = $7, opened_at = $8, closed_at = $9, due_at = $10, reminded_at = $11,"
        " escalated = $12 WHERE id = $13 AND state = $14 AND round = $15",
        after.title,
        after.step,
        after.team_id,
        after.quorum,
        after.due_hours,
        after.state,
        after.round,
        after.opened_at,
        after.closed_at,
        after.due_at,
        after.reminded_at,
        after.escalated,
        before.id,
        before.state,
        before.round,
        otherwise=Busy(
            "changed_meanwhile", f"`{before.title}` was changed this moment; look again."
        ),
    )


async def add_vote(value: Vote) -> None:
    """Add a vote."""
    await sql.insert(
        VoteRecord,
        {
            "id": value.id,
            "stage_id": value.stage_id,
            "request_id": value.request_id,
            "round": value.round,
            "voter_id": value.voter_id,
            "choice": value.choice,
            "reason": value.reason,
            "at": value.at,
            "instead_of_id": value.instead_of_id,
        },
    )


async def take_back(vote_id: str, at: datetime) -> bool:
    """Mark a vote as taken back; False if it was already."""
    changed = await sql.execute(
        "UPDATE votes SET taken_back_at = $1 WHERE id = $2 AND taken_back_at IS NULL", at, vote_id
    )
    return changed == 1


#: The stages of each request of a page, in order of step; and where they hold what is shown.
STAGES = Gathered(
    table="stages",
    owner="request_id",
    columns=(
        *("id", "key", "title", "step", "state", "quorum", "round", "escalated"),
        *("opened_at", "closed_at", "reminded_at"),
        *("request_id", "team_id", "due_hours", "due_at"),
    ),
    order="step, key",
)
STAGE_HELD = STAGES.places(*STAGES.columns[:11])
STAGE_STATE = STAGE_HELD["state"]


def gathered_stage(values: Sequence[Any]) -> Stage:
    """Return a stage of those that came with a page."""
    return stage(STAGES.named(values))


def stage(row: sql.Row) -> Stage:
    """Return a stage from a row of `stages`."""
    return Stage(
        id=row["id"],
        request_id=row["request_id"],
        key=row["key"],
        title=row["title"],
        step=row["step"],
        team_id=row["team_id"],
        quorum=row["quorum"],
        due_hours=row["due_hours"],
        state=StageState(row["state"]),
        round=row["round"],
        opened_at=sql.instant_or_none(row["opened_at"]),
        closed_at=sql.instant_or_none(row["closed_at"]),
        due_at=sql.instant_or_none(row["due_at"]),
        reminded_at=sql.instant_or_none(row["reminded_at"]),
        escalated=row["escalated"],
    )


def vote(row: sql.Row) -> Vote:
    """Return a vote from a row of `votes`."""
    return Vote(
        id=row["id"],
        stage_id=row["stage_id"],
        request_id=row["request_id"],
        round=row["round"],
        voter_id=row["voter_id"],
        choice=Choice(row["choice"]),
        reason=row["reason"],
        at=sql.instant(row["at"]),
        taken_back_at=sql.instant_or_none(row["taken_back_at"]),
        instead_of_id=row["instead_of_id"],
    )
