"""Teams, where their cards go, and who is in them."""

from tortoise.exceptions import IntegrityError

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.people import records
from domain.people.model import Act, Team
from domain.people.names import check_outside_id, clean_name
from domain.people.rules import require
from domain.people.service import get_user

#: The longest key of a team, in characters.
KEY_LENGTH_MAX = 40


async def add_team(
    hub: Hub,
    actor: Actor,
    key: str,
    name: str,
    *,
    workspace_id: str | None = None,
    place: str | None = None,
) -> Team:
    """Add a team; decision tables name it by `key`, its cards go to `place` in chat."""
    require(actor, Act.CHANGE_PEOPLE)
    if not key.isidentifier() or not key.islower() or len(key) > KEY_LENGTH_MAX:
        raise Invalid(
            "bad_key",
            f"A team's key is one lower-case word, such as `legal`, of up to {KEY_LENGTH_MAX}"
            " characters.",
            ("key",),
        )
    _check_place(workspace_id, place)
    value = Team(ids.new(ids.Prefix.TEAM), key, clean_name(name), workspace_id, place)
    row = {
        "id": value.id,
        "key": key,
        "name": value.name,
        "workspace_id": workspace_id,
        "place": place,
    }
    try:
        async with transaction():
            await sql.insert(records.TeamRecord, row)
            await audit.record(hub.clock.now(), actor, "team.added", value.id, row)
    except IntegrityError as error:
        raise Conflict("exists_already", f"There is a team `{key}` already.") from error
    return value


async def change_place(
    hub: Hub, actor: Actor, team_id: str, workspace_id: str | None, place: str | None
) -> None:
    """Send a team's cards to another channel, or nowhere; those that were sent stay."""
    require(actor, Act.CHANGE_PEOPLE)
    _check_place(workspace_id, place)
    await _require_team(team_id)
    async with transaction():
        await sql.execute(
            "UPDATE teams SET workspace_id = $1, place = $2 WHERE id = $3",
            workspace_id,
            place,
            team_id,
        )
        details = {"workspace": workspace_id, "place": place}
        await audit.record(hub.clock.now(), actor, "team.place_changed", team_id, details)


async def add_member(hub: Hub, actor: Actor, team_id: str, user_id: str) -> None:
    """Put a person into a team; a repetition changes nothing."""
    require(actor, Act.CHANGE_PEOPLE)
    await _require_team(team_id)
    await get_user(user_id)
    async with transaction():
        row = {"team_id": team_id, "user_id": user_id}
        if await sql.insert_if_new(records.MembershipRecord, row, ("team_id", "user_id")):
            await audit.record(
                hub.clock.now(), actor, "team.member_added", team_id, {"user": user_id}
            )


async def remove_member(hub: Hub, actor: Actor, team_id: str, user_id: str) -> None:
    """Take a person out of a team; nothing changes if they are not in it."""
    require(actor, Act.CHANGE_PEOPLE)
    await _require_team(team_id)
    async with transaction():
        gone = await sql.execute(
            "DELETE FROM memberships WHERE team_id = $1 AND user_id = $2", team_id, user_id
        )
        if gone:
            await audit.record(
                hub.clock.now(), actor, "team.member_removed", team_id, {"user": user_id}
            )


def _check_place(workspace_id: str | None, place: str | None) -> None:
    check_outside_id(workspace_id, "workspace_id")
    check_outside_id(place, "place")
    if (workspace_id is None) != (place is None):
        raise Invalid("half_a_place", "Name both, the workspace and its channel.", ("place",))


async def _require_team(team_id: str) -> None:
    if not await records.team_exists(team_id):
        raise Missing("no_such_team", f"There is no team `{team_id[:40]}`.", ("team_id",))
