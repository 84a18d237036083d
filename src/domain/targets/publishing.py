"""Publishing what was handed over: a last look, the intent, the call, what came of it.

Each of them is written before the next begins, so a job that runs twice, or breaks off anywhere,
finds what was begun and publishes nothing twice.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import LEASE, GiveUp, Job, RetryLater
from domain.packages import looking
from domain.packages.looking import Looked
from domain.publishing import gate
from domain.publishing.gate import Opened
from domain.requests import ledger, outcomes
from domain.requests import records as requests
from domain.requests.model import Request, RequestState
from domain.targets import filling, records, reporting, rules, telling
from domain.targets.connected import Targets
from domain.targets.model import (
    Begun,
    NotLetIn,
    Publication,
    Published,
    Refused,
    Report,
    Standing,
    Target,
    Undecided,
)

#: Where a request stands while something of it is to be published.
OUT = frozenset({RequestState.PUBLISHED, RequestState.LIVE})

_NOT_AGAIN = "It was not published again: {why}."
_UNDECIDED = (
    "Nobody can tell whether it was published by {target}: {why}. Look there: if it stands,"
    " acknowledge it with where; if it does not, have it published again."
)


async def publish(hub: Hub, targets: Targets, job: Job) -> None:
    """Publish what was handed over, if what was approved still holds. For the job."""
    published = await records.get(job.details["publication_id"])
    request = await requests.get(job.details["request_id"])
    if published is None or request is None or not _stands(published, request, job):
        return
    target = targets.need(published.target)
    await _wait(hub, target, published, job)
    looked = await _look(hub, request, job)
    if looked is None or looked.opened is None:
        return  # It is told already.
    published = replace(published, markets=looked.opened.request.markets)
    begun_at = hub.clock.now()
    tried, outside = await _left_behind(published)
    what = await _begun(hub, targets, published, request, looked.opened, begun_at)
    if what is None:
        return
    try:
        async with calling(hub, published, begun_at, job):
            said = await target.publish(
                what, outside, tried=tried, noted=partial(records.known, published)
            )
    except Refused as no:
        said = Report(Standing.REFUSED, outside, problems=no.problems)
    except Undecided as unknown:
        await _ask_people(hub, published, unknown, job)
        return
    await reporting.keep(hub, targets, published, said, job)


@asynccontextmanager
async def calling(
    hub: Hub, published: Published, begun_at: datetime, job: Job
) -> AsyncIterator[None]:
    """Call a target in the block; where that comes to no end, write what is there of it, if any."""
    try:
        yield
    except Begun as stop:
        await records.known(published, stop.outside)
        raise
    except (RetryLater, GiveUp, NotLetIn) as stop:
        await records.not_begun(published, begun_at)
        if isinstance(stop, NotLetIn):
            await telling.not_let_in(hub, published, stop, job)
        raise


async def _wait(hub: Hub, target: Target, published: Published, job: Job) -> None:
    """Raise `RetryLater` while it does not open yet, or is not the one that is to stand.

    Which one is, and which waits for it, is said on both. A try of another holder that may be
    under way is waited for, too.
    """
    early = published.opens_at - hub.clock.now()
    if early > timedelta(0) and not target.ahead:
        raise RetryLater(early.total_seconds(), "it opens then")
    alive = rules.under_way(published, hub.clock.now())
    if alive > timedelta(0):  # What it makes yet is looked up, and so not made anew.
        raise RetryLater(alive.total_seconds(), "somebody may be at an earlier try still")
    others = await records.brought_by_others(published)
    later = next((one for one in others if rules.is_overtaken(published, one)), None)
    if later is not None:
        await telling.waiting(hub, published, later, job)
        raise RetryLater(rules.HOURLY.total_seconds(), "a later request for the same was begun")


def _stands(published: Published, request: Request, job: Job) -> bool:
    """Whether what the job was asked for is wanted still, and did not come to its end before."""
    current = published.version == job.details["version"] and published.closed_at is None
    return current and published.settled < published.version and request.state in OUT


async def _look(hub: Hub, request: Request, job: Job) -> Looked | None:
    """Return the last look; None, or one with nothing opened, where nothing must be sent.

    What stands already stays as it is then, and its request says why.
    """
    if request.state is not RequestState.LIVE:
        looked = await looking.look(hub, request, job)
        if looked is not None and looked.problems:
            async with transaction():
                held = (await ledger.load(request.id)).request
                if held.version == request.version:
                    await looking.send_back(hub, request, looked.problems)
        return looked
    looked = await looking.look_again(hub, request)
    if looked.problems:
        said = _NOT_AGAIN.format(why="; ".join(looked.problems))
        await outcomes.tell(hub, request.id, "request.not_published_again", said, job.key)
    return looked


async def _left_behind(published: Published) -> tuple[bool, dict[str, str]]:
    """Return whether a try is left whose answer nobody has, and the target's own ids of it.

    Those of earlier requests for the same count too: it stands in one place, whoever brings it, and
    what stands still is preferred to what was removed.
    """
    earlier = [*reversed(await records.brought_by_others(published)), published]
    known = dict[str, str]()
    for one in sorted(earlier, key=lambda one: one.standing in rules.FOLLOWED):
        known |= one.outside
    return any(one.tried_at is not None for one in earlier), known


async def _begun(
    hub: Hub, targets: Targets, published: Published, request: Request, opened: Opened, at: datetime
) -> Publication | None:
    """Write that the call is about to be made; return what is told, None if somebody was quicker.

    Addresses open with the intent, so that whoever takes it back later finds and closes them.
    """
    async with transaction():
        held = (await ledger.load(request.id)).request
        if held.version != request.version:
            return None
        await gate.keep(hub, opened)
        there = (await filling.named(published)).markets
        if not await begins(replace(published, markets=there), at):
            return None
        return await filling.filled(hub, targets, published)


async def begins(published: Published, at: datetime) -> bool:
    """Write that a call is about to be made; False if something else was asked for since.

    In the running transaction. Raises `RetryLater` where another holder of the same job began, or
    ended, a try meanwhile: no other job comes back for that.
    """
    if await records.tries(published, at):
        return True
    present = await records.get(published.id)
    if present and present.version == published.version and present.closed_at is None:
        raise RetryLater(LEASE.total_seconds(), "somebody else began it")
    return False


async def _ask_people(hub: Hub, published: Published, unknown: Undecided, job: Job) -> None:
    """Say that a person has to look at the target: the hub cannot tell what came of its call."""
    why, target = str(unknown).rstrip("."), rules.called(published.target)
    said = _UNDECIDED.format(target=target, why=why)
    async with transaction():
        await outcomes.tell(hub, published.request_id, "request.undecided", said, job.key)
        await records.settle(published)
