"""Publishing what was handed over: a last look, the intent, the call, what came of it.

Each of them is written before the next begins, so a job that runs twice, or breaks off anywhere,
finds what was begun and publishes nothing twice.
"""

from dataclasses import replace
from datetime import timedelta

from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import Job, RetryLater
from domain.packages import looking
from domain.packages.looking import Looked
from domain.publishing import gate
from domain.requests import ledger, outcomes
from domain.requests import records as requests
from domain.requests.model import Request, RequestState
from domain.targets import filling, records, reporting, rules
from domain.targets.connected import Targets
from domain.targets.model import Published, Refused, Report, Standing, Undecided

#: Where a request stands while something of it is to be published.
_OUT = frozenset({RequestState.PUBLISHED, RequestState.LIVE})


async def publish(hub: Hub, targets: Targets, job: Job) -> None:
    """Publish what was handed over, if what was approved still holds. For the job."""
    published = await records.get(job.details["publication_id"])
    request = await requests.get(job.details["request_id"])
    if published is None or request is None or not _stands(published, request, job):
        return
    target = targets.need(published.target)
    early = published.opens_at - hub.clock.now()
    if early > timedelta(0) and not target.ahead:
        raise RetryLater(early.total_seconds(), "it opens then")
    others = await records.brought_by_others(published)
    if any(rules.is_overtaken(published, one) for one in others):
        raise RetryLater(rules.HOURLY.total_seconds(), "a later request for the same was begun")
    looked = await _look(hub, request, job)
    if looked is None or looked.opened is None:
        return  # It is told already.
    published = replace(published, markets=looked.opened.request.markets)
    what = await filling.filled(hub, targets, published)
    published = replace(published, markets=what.markets)
    tried, outside = await _left_behind(published)
    if not await _begin(hub, published, request, looked):
        return
    try:
        said = await target.publish(what, outside, tried=tried)
    except Refused as no:
        said = Report(Standing.REFUSED, outside, problems=no.problems)
    except Undecided as unknown:
        await _ask_people(hub, published, unknown, job)
        return
    await reporting.keep(hub, published, said, job)


def _stands(published: Published, request: Request, job: Job) -> bool:
    current = published.version == job.details["version"] and published.closed_at is None
    return current and request.state in _OUT


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
        said = f"It was not published again: {'; '.join(looked.problems)}."
        await outcomes.tell(hub, request.id, "request.not_published_again", said, job.key)
    return looked


async def _left_behind(published: Published) -> tuple[bool, dict[str, str]]:
    """Return whether a try is left whose answer nobody has, and the target's own ids of it.

    Those of earlier requests for the same count too: it stands in one place, whoever brings it.
    """
    earlier = [*reversed(await records.brought_by_others(published)), published]
    known = dict[str, str]()
    for one in earlier:
        known |= one.outside
    return any(one.tried_at is not None for one in earlier), known


async def _begin(hub: Hub, published: Published, request: Request, looked: Looked) -> bool:
    """Write that the call is about to be made; False if somebody was quicker."""
    async with transaction():
        held = (await ledger.load(request.id)).request
        if held.version != request.version or looked.opened is None:
            return False
        await gate.keep(hub, looked.opened)
        return await records.tries(published, hub.clock.now())


async def _ask_people(hub: Hub, published: Published, unknown: Undecided, job: Job) -> None:
    """Say that a person has to look at the target: the hub cannot tell what came of its call."""
    said = (
        f"Nobody can tell whether it was published by {rules.called(published.target)}:"
        f" {str(unknown).rstrip('.')}. Look there: if it stands, acknowledge it with where; if it"
        " does not, have it published again."
    )
    await outcomes.tell(hub, published.request_id, "request.undecided", said, job.key)
