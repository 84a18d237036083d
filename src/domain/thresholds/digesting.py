"""At the end of a silence: one digest for each place, and the cards of what opened and is open.

Where a team has no place, each of its people who may handle some of it has a digest of that.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from domain.actor import Actor, Door
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.people import entering
from domain.people import records as people
from domain.thresholds import announcing, desk, hush_records, records, seeing
from domain.thresholds.hush_records import Hush
from domain.thresholds.model import Alert, AlertMove

#: The job that says a digest: to a place, or to somebody alone.
SAY = "alerts.digest_say"

#: How far back somebody looks who asks what happened, and how much of it is looked through. Ours.
LOOK_BACK, LOOKED_AT_MAX = timedelta(days=3), 500

#: What happened to an alert, first to last.
Told = tuple[Alert, Sequence[AlertMove]]


async def end(hub: Hub, job: Job) -> None:
    """Have what a silence kept be told; the handler of `quieting.KIND`."""
    hushes = await hush_records.ending(datetime.fromisoformat(job.details["until"]))
    alerts = [one for one, _ in await happened(hushes)]
    told = await desk.told(alerts)
    by_whom: dict[desk.Told, list[Alert]] = defaultdict(list)
    for one in alerts:
        team, place = told[one.id]
        if team is not None:
            by_whom[None if place else team, place].append(one)
    opened = {one.alert_id for one in hushes if one.move is AlertMove.OPENED}
    async with transaction():
        await sql.take_turns(Turn.ALERTS)
        for (team, place), some in by_whom.items():
            named = {"alerts": [one.id for one in some], "until": job.details["until"]}
            if place is not None:
                where = {"workspace_id": place.workspace_id, "place": place.place}
                await _ask(hub, f"{place.workspace_id}:{place.place}", named | where)
            for user_id in await people.members(team.id) if team else ():
                await _ask(hub, user_id, named | {"user_id": user_id})
            still = [one for one in some if one.id in opened and one.open]
            await announcing.gather(hub, still, place)


async def to_tell(hub: Hub, job: Job) -> list[Told]:
    """Return what a digest holds: of somebody alone what they may handle."""
    hushes = await hush_records.ending(datetime.fromisoformat(job.details["until"]))
    wanted = set(job.details["alerts"])
    found = await happened(one for one in hushes if one.alert_id in wanted)
    user_id = job.details.get("user_id")
    if user_id is None:
        return found
    actor = await entering.person(hub, user_id, Door.CHAT)
    mine = await seeing.handled(actor, [one for one, _ in found]) if actor else []
    return [one for one in found if one[0] in mine]


async def lately(hub: Hub, actor: Actor) -> list[Told]:
    """Return what silences kept of late, or keep now, of alerts the actor may see."""
    after = hub.clock.now() - LOOK_BACK
    found = await happened(await hush_records.since(after, LOOKED_AT_MAX))
    seen = await seeing.seen(actor, [one for one, _ in found])
    return [one for one in found if one[0] in seen]


async def happened(hushes: Iterable[Hush]) -> list[Told]:
    """Return the alerts of what was kept, each with what happened to it."""
    moves: dict[str, list[AlertMove]] = defaultdict(list)
    for one in hushes:
        moves[one.alert_id].append(one.move)
    return [(one, moves[one.id]) for one in await records.alerts_by_id(moves)]


async def _ask(hub: Hub, who: str, details: dict[str, object]) -> None:
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{SAY}:{who}:{details['until']}",
        kind=SAY,
        lane=f"{SAY}:{who}",
        details=details,
    )
