"""Looking before its day at what is approved, since something it names changed, and telling.

What only people can look at opens their stages, as the last look would; all else is said on the
request, and decided on the day as ever.
"""

from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import Job
from domain.packages import looking
from domain.requests import ledger, outcomes
from domain.requests import records as requests
from domain.requests.model import Request, RequestState
from domain.targets import records, rules
from domain.targets.model import Published


async def look(hub: Hub, job: Job) -> None:
    """Say what stands between a release and its day, and what does so no more. For the job."""
    published = await records.get(job.details["publication_id"])
    request = await requests.get(job.details["request_id"])
    if published is None or request is None or not _waits(hub, published, request, job):
        return
    problems = await _problems(hub, published, request)
    if problems is None:
        return  # Its stages are open again, and say why.
    said = rules.not_on_its_day(published, problems) if problems else None
    async with transaction():
        held = (await ledger.load(request.id)).request
        if held.version != request.version or held.trouble == said:
            return
        if said is not None:
            await outcomes.tell(hub, held.id, "request.would_not_open", said, job.key)
        elif rules.is_not_on_its_day(held.trouble):
            await outcomes.tell(hub, held.id, "request.would_open", None, job.key)


def _waits(hub: Hub, published: Published, request: Request, job: Job) -> bool:
    """Whether it is to open still, and nothing else was asked for; what was is looked at anew."""
    current = published.version == job.details["version"] and published.closed_at is None
    ahead = published.opens_at > hub.clock.now()
    return current and ahead and request.state is RequestState.PUBLISHED


async def _problems(hub: Hub, published: Published, request: Request) -> tuple[str, ...] | None:
    """Return what keeps it from opening; None if its stages were opened again.

    What a target knows of already opens there by itself, so nobody is asked: it is only said.
    """
    if published.anything_there:
        return (await looking.look_again(hub, request)).problems
    return await looking.look_ahead(hub, request)
