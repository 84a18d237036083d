"""When somebody wants to be left alone, and in which zone they live."""

from datetime import time

from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.errors import Invalid
from domain.hub import Hub
from domain.instants import no_time_of_day
from domain.people.model import Act
from domain.people.resting import QuietHours
from domain.people.rules import require
from domain.people.service import get_user
from domain.zones import zones

#: What counts of somebody who is not known any more.
USUAL = QuietHours(time(20), time(8), "UTC")


async def quiet_hours_of(user_id: str) -> QuietHours:
    """Return somebody's quiet hours."""
    row = await sql.fetch_one(
        "SELECT quiet_from, quiet_to, quiet_weekends, time_zone FROM users WHERE id = $1", user_id
    )
    if row is None:
        return USUAL
    return QuietHours(
        time.fromisoformat(row["quiet_from"]),
        time.fromisoformat(row["quiet_to"]),
        row["time_zone"],
        bool(row["quiet_weekends"]),
    )


async def set_quiet_hours(hub: Hub, actor: Actor, user_id: str, hours: QuietHours) -> None:
    """Set somebody's quiet hours and zone: everybody their own, an admin those of others."""
    require(actor, Act.BE_AWAY if user_id == actor.user_id else Act.CHANGE_PEOPLE)
    await get_user(user_id)
    if hours.time_zone not in zones():
        raise Invalid("unknown_time_zone", "Use a zone such as Europe/Berlin.", ("time_zone",))
    for name, at in (("start", hours.start), ("end", hours.end)):
        if problem := no_time_of_day(at, (name,)):
            raise problem
    async with transaction():
        await sql.execute(
            "UPDATE users SET quiet_from = $1, quiet_to = $2, quiet_weekends = $3, time_zone = $4"
            " WHERE id = $5",
            f"{hours.start:%H:%M}",
            f"{hours.end:%H:%M}",
            hours.weekends,
            hours.time_zone,
            user_id,
        )
        details = {
            "from": f"{hours.start:%H:%M}",
            "to": f"{hours.end:%H:%M}",
            "weekends": hours.weekends,
            "time_zone": hours.time_zone,
        }
        await audit.record(hub.clock.now(), actor, "user.quiet_hours_set", user_id, details)
