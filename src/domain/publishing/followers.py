"""What follows an episode, such as a campaign for it, waits until the episode is out."""

from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import HELD, Job, RetryLater
from domain.publishing import following, records, service
from domain.publishing.model import LOOK_AGAIN_SECONDS, Look
from domain.requests import ledger, outcomes
from domain.requests.model import Request
from domain.rights.live import records as exposures
from domain.rights.model import Subject, SubjectKind

#: The kinds whose briefs may name the episode they are about, as `episode_id`.
KINDS = frozenset({"campaign", "promotion"})

#: The most places that are looked at where an episode is live.
LIVE_MAX = 500


def followed(request: Request) -> str | None:
    """Return the episode that a request is about, if it is about one."""
    if request.kind not in KINDS or request.brand_id is None:
        return None
    found: str | None = request.payload.get("episode_id")
    return found


async def require_out(hub: Hub, request: Request, job: Job) -> None:
    """Return if the episode that a request is about, if any, is out where it is asked for.

    Raises `RetryLater` if not, once the request says why. Not in a transaction.
    """
    episode_id = followed(request)
    if episode_id is None:
        return
    why, found = await _held(hub, request, episode_id)
    async with transaction():
        if found is not None:
            await service.keep(hub, request, found)
        if why is not None:
            await tell(hub, request, why, job)
    if why is not None:
        raise RetryLater(LOOK_AGAIN_SECONDS, HELD)


async def tell(hub: Hub, request: Request, why: str, job: Job) -> None:
    """Say on a request why it waits, unless it says so already; in the running transaction."""
    held = (await ledger.load(request.id)).request
    if held.version == request.version and held.trouble != why:
        await outcomes.tell(hub, request.id, "request.held", why, job.key)


async def _held(hub: Hub, request: Request, episode_id: str) -> tuple[str | None, Look | None]:
    """Return what holds an episode, None if nothing does, and what was found of it.

    What is missing is for the house, and for the agency that asked for the release.
    """
    release = await records.release_of(request.brand_id or "", episode_id)
    if release is None:
        live = await exposures.live_of(Subject(SubjectKind.EPISODE, episode_id), LIVE_MAX)
        return following.waits_to_be_live((one.shown.area for one in live), request.markets), None
    found = await service.look(hub, release)
    theirs = request.agency_id in {None, release.agency_id}
    why = following.waits_for(
        release,
        found,
        await service.handed(release),
        request.markets,
        clear=await service.may_go(release, found),
        theirs=theirs,
    )
    return why, found if theirs else None
