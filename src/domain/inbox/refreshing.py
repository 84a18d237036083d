"""Drawing open Homes anew when something changed that they show."""

from datetime import datetime

from domain.database import transaction
from domain.hub import Hub
from domain.inbox import records
from domain.jobs import service as jobs

#: What draws somebody's Homes anew.
KIND = "home.show"

#: Changes within so many seconds are one drawing.
SPAN_SECONDS = 5


async def ask(hub: Hub, request_id: str) -> None:
    """Ask that the Homes of those whom a request concerns are drawn anew."""
    for user_id in await records.concerned(request_id):
        await ask_for(hub, user_id, hub.clock.now())


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
