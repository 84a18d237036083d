"""Asking for looks at what Spotify shows of a show, each of which asks for the next one."""

from datetime import timedelta

from domain.catalog import outlet_records
from domain.catalog import records as catalog
from domain.database import must_be_in_transaction, transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.requests import records as requests
from domain.requests.model import RequestState
from domain.shown import links, records
from domain.shown.model import SOON

#: Asked for when a show is to be looked at, and every hour for those whose job was lost.
LOOK, MISSING = "shown.look", "shown.look_missing"

#: How late a look may be before its job counts as lost: longer than Spotify may have it wait.
LATE = timedelta(hours=25)


async def ask(hub: Hub, show_id: str, turn: str, after: timedelta = timedelta(0)) -> None:
    """Ask for a look at a show in so long, once for a `turn`; in the running transaction.

    The look that was planned before does nothing then.
    """
    must_be_in_transaction()
    now = hub.clock.now()
    due = now + after
    await records.plan(show_id, due)
    await jobs.ask(
        hub.wake,
        now,
        key=f"{LOOK}:{show_id}:{turn}",
        kind=LOOK,
        lane=f"{LOOK}:{show_id}",
        details={"show_id": show_id, "due": due.isoformat()},
        after=after,
    )


async def moved(hub: Hub, job: Job) -> None:
    """Have it looked soon whether Spotify shows what a release brought out. For the job."""
    request_id = job.details.get("request_id")  # None where the clearance of much changed at once.
    request = await requests.get(request_id) if request_id else None
    if request is None or request.state is not RequestState.LIVE:
        return
    show_id = str(request.payload["show_id"])
    async with transaction():
        by_target = links.place_by((await outlet_records.of_shows([show_id]))[show_id])
        if by_target:
            await records.intend(show_id)
        known = (await records.shows([show_id])).get(show_id)
        if known is None or not (known.place or by_target):
            return
        if known.next_at is None or known.next_at > hub.clock.now() + SOON:
            await ask(hub, show_id, job.key, SOON)


async def connected(hub: Hub, brand_id: str) -> None:
    """Have all shows of a brand looked at now, since its account was connected."""
    now = hub.clock.now()
    for one in await records.of_brand(brand_id):
        if one.next_at is not None:
            await ask(hub, one.show_id, f"connected:{now.isoformat()}")


async def missing(hub: Hub, job: Job) -> None:
    """Ask for a look at every show whose job was lost. For the job."""
    async with transaction():
        for one in await records.overdue(hub.clock.now() - LATE):
            if await catalog.row_of("shows", one.show_id) is not None:
                await ask(hub, one.show_id, f"again:{job.key}")
