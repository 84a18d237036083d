"""Drawing open Homes anew when something changed that they show."""

from collections.abc import Collection
from datetime import datetime

from domain.absences import records as absences
from domain.absences.rules import stood_for
from domain.database import transaction
from domain.hub import Hub
from domain.inbox import records
from domain.jobs import service as jobs

#: What draws somebody's Homes anew.
KIND = "home.show"

#: Changes within so many seconds are one drawing.
SPAN_SECONDS = 5


async def ask(hub: Hub, request_id: str) -> None:
    """Ask that the Homes of those whom a request concerns are drawn anew.

    It concerns its people, the teams that are asked, and whoever stands in there.
    """
    now = hub.clock.now()
    concerned = {*await records.concerned(request_id), *await _standing_in(request_id, now)}
    for user_id in sorted(concerned):
        await ask_for(hub, user_id, now)


async def ask_for_all(hub: Hub, user_ids: Collection[str]) -> None:
    """Ask that the Homes of `user_ids` are drawn anew, of those who have one."""
    now = hub.clock.now()
    for user_id in await records.with_home(user_ids):
        await ask_for(hub, user_id, now)


async def _standing_in(request_id: str, now: datetime) -> list[str]:
    """Return who may stand in for somebody who is asked, and has a Home."""
    away = await absences.in_force(now)
    if not away:
        return []
    asked = await records.members_asked(request_id)
    return await records.with_home(
        {
            delegate
            for delegate in {one.delegate_id for one in away if one.delegate_id}
            if any(one.user_id in asked for one in stood_for(away, delegate, now))
        }
    )


async def ask_for(hub: Hub, user_id: str, at: datetime) -> None:
    """Ask that somebody's Homes are drawn anew at the end of the span in which `at` lies."""
    now = hub.clock.now()
    end = (int(at.timestamp()) // SPAN_SECONDS + 1) * SPAN_SECONDS
    async with transaction():
        await jobs.ask(
            hub.wake,
            now,
            key=f"{KIND}:{user_id}:{end}",
            kind=KIND,
            lane=f"{KIND}:{user_id}",
            details={"user_id": user_id},
            after=datetime.fromtimestamp(end, now.tzinfo) - now,
        )
