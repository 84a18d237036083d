"""Having what the hub published stand in fewer places, or without a track.

Less than was approved needs no last look: what may not be heard any more must go at once, also
where another look would find that nothing of it may go out again.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial

from domain.database import transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job, RetryLater
from domain.removals import seeing
from domain.targets import (
    filling,
    handing,
    publishing,
    records,
    removing,
    reporting,
    rules,
)
from domain.targets.connected import Targets
from domain.targets.model import (
    Publication,
    Published,
    Refused,
    Report,
    Standing,
    Undecided,
)


async def ask(hub: Hub, published: Published) -> None:
    """Have a publication stand without what was taken from it; in the running transaction."""
    asked = await records.ask_again(published.id, hub.clock.now())
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{handing.NARROW}:{asked.id}:{asked.version}",
        kind=handing.NARROW,
        lane=removing.lane(asked.id),
        details=removing.details(asked),
    )


async def narrow(hub: Hub, targets: Targets, job: Job) -> None:
    """Publish what is left, look that the rest is gone, and write by what that was seen.

    For the job. Where the target takes nothing less, all of it is taken down. What was handed over
    anew since is looked at and opens as it was approved: nothing of it goes out here.
    """
    published = await records.get(job.details["publication_id"])
    if published is None or published.closed_at is not None or _handed_anew(published):
        return
    target, since = targets.need(published.target), hub.clock.now()
    what = await _begun(hub, targets, published, since)
    if what is None:
        return
    try:
        async with publishing.calling(hub, published, since, job):
            said = await target.publish(
                what,
                published.outside,
                tried=published.tried_at is not None,
                noted=partial(records.known, published),
            )
    except (Refused, Undecided) as no:
        why = f"{rules.called(published.target)} does not keep less of it: {no}"
        await removing.ask_as_it_is(hub, targets, published, why)
        return
    await reporting.keep(hub, targets, published, said, job)
    await _see(hub, published, what, await target.look(what, said.outside), since)


def _handed_anew(published: Published) -> bool:
    """Whether something else was handed over since, of which nothing was begun yet."""
    return published.standing is None and published.tried_at is None


async def _begun(
    hub: Hub, targets: Targets, published: Published, at: datetime
) -> Publication | None:
    """Write that the call is about to be made; return what is left, None if there is no call.

    Where nothing is left, all of it is taken down.
    """
    left = replace(published, markets=(await filling.named(published)).markets)
    if not left.markets:
        await removing.ask_as_it_is(hub, targets, published, "nothing of it is left")
        return None
    async with transaction():
        if not await publishing.begins(left, at):
            return None
        return await filling.filled(hub, targets, left)


async def _see(
    hub: Hub, published: Published, what: Publication, found: Report, since: datetime
) -> None:
    """Write what a look proves; `RetryLater` where it does not stand as it should yet."""
    if found.standing is not Standing.GONE and (found.standing is not Standing.LIVE or found.drift):
        said = f"{rules.called(published.target)} does not show the rest of it yet"
        raise RetryLater(removing.LOOK_AGAIN_SECONDS, said)
    async with transaction():
        await seeing.narrowed(hub, published.id, since, rules.narrower(what, found))
