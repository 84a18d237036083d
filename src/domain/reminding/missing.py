"""Asking for the watches of stages that were open before there were any.

It is asked for when a worker starts, and every hour: while a hub is upgraded, processes that know
of no watches may open stages still. Those that have a watch are left alone, so it is done as often
as one likes, by as many as one likes.
"""

from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import Job
from domain.reminding import records
from domain.requests import ledger

#: What has it done.
KIND = "watch.missing"


async def watch_missing(hub: Hub, _: Job | None = None) -> None:
    """Ask for the watches that are missing; the handler of `KIND`."""
    for request_id in await records.unwatched():
        async with transaction():
            found = await ledger.load(request_id)  # Nobody else changes it until the commit.
            stages = (await records.unwatched(request_id)).get(request_id, set())
            bare = [stage for stage in found.stages if stage.id in stages]
            await ledger.ask_watch(hub, found.request, bare, hub.clock.now())
