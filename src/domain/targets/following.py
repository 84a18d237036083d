"""Following what the hub published, for as long as it stands at its target."""

from typing import NoReturn

from domain.errors import HubError
from domain.hub import Hub
from domain.jobs.model import ATTEMPTS_MAX, GiveUp, Job, RetryLater
from domain.requests import records as requests
from domain.requests.model import Request
from domain.requests.rules import OVER
from domain.targets import filling, records, removing, reporting, rules, telling
from domain.targets.connected import Targets
from domain.targets.model import NotLetIn, Publication, Published, Report, Standing, Undecided


async def look(hub: Hub, targets: Targets, job: Job) -> None:
    """Look how something stands at its target, and write what that changes. For the job.

    It comes again for as long as there is something to follow, and has it taken down once its last
    day is over.
    """
    before = await records.get(job.details["publication_id"])
    request = await requests.get(job.details["request_id"])
    if before is None or request is None or request.state in OVER or not _current(before, job):
        return
    if before.ends_at is not None and hub.clock.now() >= before.ends_at:
        await removing.ask_as_it_is(hub, targets, before, "its last day is over")
        return
    if any(rules.is_overtaken(before, one) for one in await records.brought_by_others(before)):
        raise RetryLater(rules.HOURLY.total_seconds(), "what stands there is a later request's")
    what = await filling.seen(hub, targets, before)
    said = await _seen(hub, targets, before, what, job)
    await reporting.keep(hub, targets, before, said, job)
    after = await records.get(before.id)
    if after is not None and _current(after, job) and after.standing in rules.FOLLOWED:
        if after.standing is Standing.PROCESSING:
            await _miss(hub, request, after, job)
        _again(hub, after)


async def _seen(
    hub: Hub, targets: Targets, published: Published, what: Publication, job: Job
) -> Report:
    """Return how something stands at its target.

    It is never given up, for its last day comes whatever keeps the hub from looking: what no
    patience mends is told, and looked at again every hour.
    """
    try:
        return await targets.need(published.target).look(what, published.outside)
    except RetryLater:
        raise
    except Undecided as unknown:
        why = f"{str(unknown).rstrip('.')}; look there how it stands"
        raise await _unseen(hub, published, why, job) from unknown
    except GiveUp as stop:
        raise await _unseen(hub, published, str(stop), job) from stop
    except Exception as error:
        if isinstance(error, NotLetIn):
            await telling.not_let_in(hub, published, error, job)
        if job.attempt < ATTEMPTS_MAX:
            raise
        said = error.message if isinstance(error, HubError) else type(error).__name__
        raise await _unseen(hub, published, said, job) from error


async def _unseen(hub: Hub, published: Published, why: str, job: Job) -> RetryLater:
    """Say once why nobody sees how something stands; return when to look again."""
    await telling.unseen(hub, published, why, job)
    return RetryLater(rules.next_look(published, hub.clock.now()).total_seconds(), why)


def _current(published: Published, job: Job) -> bool:
    return published.version == job.details["version"] and published.closed_at is None


async def _miss(hub: Hub, request: Request, published: Published, job: Job) -> None:
    """Tell people, once, of what nothing comes of; `GiveUp` once that is so for too long.

    A report of its target's has it looked at again, and so has whoever has it published again.
    """
    silent = rules.worked_on(published, hub.clock.now())
    if silent >= rules.SILENT:
        await telling.silence(hub, request, published, job)
    if silent >= rules.FORSAKEN:
        raise GiveUp(
            f"{rules.called(published.target)} has said nothing for {silent.days} days; acknowledge"
            " it if it stands there, or have it published again"
        )


def _again(hub: Hub, published: Published) -> NoReturn:
    """Look again later, with new patience: tries that failed before are no matter now."""
    wait = rules.next_look(published, hub.clock.now())
    raise RetryLater(wait.total_seconds(), f"it is {published.standing} there", anew=True)
