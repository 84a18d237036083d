"""A team hears of none of its alerts for some time: because somebody said so, and why.

It is a silence as those of thresholds are (`quieting`): figures are judged, nobody is told, and a
digest at its end says what happened. People end it early, which tells what was kept at once.
"""

from collections.abc import Sequence
from datetime import datetime

from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Missing
from domain.hub import Hub
from domain.people import records as people
from domain.people.model import Act, Team
from domain.people.rules import may, require
from domain.thresholds import announcing, desk, handling, quieting, records
from domain.thresholds import team_silence_records as silences
from domain.thresholds.model import Alert, TeamSilence

SILENCED, UNSILENCED = "team.alerts_silenced", "team.alerts_unsilenced"

#: How far ahead a team is silenced at most, as something is snoozed. Ours.
AHEAD_MAX = handling.SNOOZE_MAX


async def silence(hub: Hub, actor: Actor, team_id: str, until: datetime, note: str) -> str:
    """Have a team hear of none of its alerts until an instant, in place of what was said before.

    `Missing` unless the actor is of the team, or may change teams.
    """
    await to_silence(actor, team_id)
    handling.check_until(hub, until, AHEAD_MAX)
    handling.check_why(note)
    async with transaction():
        await sql.take_turns(Turn.ALERTS)
        now = hub.clock.now()
        await silences.put(TeamSilence(team_id, until, note, actor.user_id, now))
        said = {"until": until.isoformat(), "note": note}
        await audit.record(now, actor, SILENCED, team_id, said)
        await _follow(hub, team_id, now, until)
    return team_id


async def end(hub: Hub, actor: Actor, team_id: str) -> str:
    """Have a team hear of its alerts again, now; raises as `silence`, `Conflict` if it does."""
    await to_silence(actor, team_id)
    async with transaction():
        await sql.take_turns(Turn.ALERTS)
        now = hub.clock.now()
        if not await silences.end(team_id, now):
            said = "This team hears of its alerts, so there is nothing to end."
            raise Conflict("team_not_silenced", said)
        await audit.record(now, actor, UNSILENCED, team_id, {})
        await _follow(hub, team_id, now, now)
    return team_id


async def to_silence(actor: Actor, team_id: str) -> Team:
    """Return a team whose alerts the actor may silence: their own, or any for who changes teams."""
    require(actor, Act.HANDLE_ALERTS, brand_id=None, everywhere=False)
    team = next((one for one in await people.teams() if one.id == team_id), None)
    own = team is not None and actor.user_id in await people.members(team_id)
    if team is not None and (own or may(actor, Act.CHANGE_PEOPLE)):
        return team
    raise Missing("no_such_team", f"There is no team `{team_id[:40]}`.", ("team_id",))


async def in_force(hub: Hub, actor: Actor) -> list[tuple[Team, TeamSilence]]:
    """Return the silences that last now with their teams: of one's own, of all for who sees people.

    Teams work for several brands, so why one is away is not for everybody.
    """
    require(actor, Act.SEE_METRICS)
    lasting = await silences.in_force(hub.clock.now())
    teams = {one.id: one for one in await people.teams()} if lasting else {}
    every = may(actor, Act.SEE_PEOPLE)
    return [
        (teams[one.team_id], one)
        for one in lasting
        if every or actor.user_id in await people.members(one.team_id)
    ]


async def of_team(team_id: str, now: datetime) -> TeamSilence | None:
    """Return the silence of a team that lasts at an instant, if one does; for cards."""
    lasting = await silences.in_force(now)
    return next((one for one in lasting if one.team_id == team_id), None)


async def _follow(hub: Hub, team_id: str, now: datetime, until: datetime) -> None:
    """Have what is kept be told when the silence ends by now, and cards say how it stands.

    What opened in a silence has no card before the digest of it.
    """
    still = await _told_to(team_id, await records.open_alerts())
    kept = await _told_to(team_id, await records.alerts_by_id(await silences.kept(now)))
    ends = await quieting.hushed(kept, now)
    for end_at in {ends.get(one.id, now) for one in kept}:
        some = [one.id for one in kept if ends.get(one.id, now) == end_at]
        await silences.move(some, end_at, now)
        await quieting.ask_digest(hub, end_at)
    for one in still:
        if one.hushed_until is None or one.hushed_until <= now:
            await announcing.show_anew(hub, one, until)
    hub.announce(team_id)


async def _told_to(team_id: str, alerts: Sequence[Alert]) -> list[Alert]:
    told = await desk.told(alerts)
    return [one for one in alerts if (team := told[one.id][0]) and team.id == team_id]
