"""Who is told when a team does not decide in time: its leads, then another team."""

from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.people import records
from domain.people.model import Act
from domain.people.rules import require


async def set_lead(hub: Hub, actor: Actor, team_id: str, user_id: str, *, lead: bool) -> None:
    """Make somebody of a team one of its leads, or no more; a repetition changes nothing."""
    require(actor, Act.CHANGE_PEOPLE)
    async with transaction():
        changed = await sql.execute(
            "UPDATE memberships SET lead = $1 WHERE team_id = $2 AND user_id = $3 AND lead <> $1",
            lead,
            team_id,
            user_id,
        )
        if changed:
            act = "team.lead_named" if lead else "team.lead_dismissed"
            await audit.record(hub.clock.now(), actor, act, team_id, {"user": user_id})
        elif user_id not in await _everybody(team_id):
            said = "This person is not in the team; put them in with `addTeamMember` first."
            raise Missing("not_in_team", said, ("user_id",))


async def set_escalation(hub: Hub, actor: Actor, team_id: str, other_id: str | None) -> None:
    """Name the team that is told after the leads of `team_id`; None for the brand's managers."""
    require(actor, Act.CHANGE_PEOPLE)
    for wanted, field in ((team_id, "team_id"), (other_id, "escalation_team_id")):
        if wanted is not None and not await records.team_exists(wanted):
            raise Missing("no_such_team", f"There is no team `{wanted[:40]}`.", (field,))
    if other_id == team_id:
        said = "A team is not told on its own behalf; name another one."
        raise Invalid("own_escalation", said, ("escalation_team_id",))
    async with transaction():
        await sql.execute("UPDATE teams SET escalation_id = $1 WHERE id = $2", other_id, team_id)
        details = {"to": other_id}
        await audit.record(hub.clock.now(), actor, "team.escalation_set", team_id, details)


async def leads(team_id: str) -> list[str]:
    """Return the leads of a team who may enter."""
    rows = await sql.fetch(
        "SELECT u.id FROM users u JOIN memberships m ON m.user_id = u.id"
        " WHERE m.team_id = $1 AND m.lead AND u.active ORDER BY u.id",
        team_id,
    )
    return [row["id"] for row in rows]


async def _everybody(team_id: str) -> set[str]:
    rows = await sql.fetch("SELECT user_id FROM memberships WHERE team_id = $1", team_id)
    return {row["user_id"] for row in rows}
