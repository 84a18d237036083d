"""The last look by the publishing rules, in the job that hands an episode over."""

from dataclasses import dataclass, replace
from typing import NoReturn

from domain.approvals import records as approvals
from domain.database import transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import HELD, Job, RetryLater
from domain.publishing import followers, rules, service
from domain.publishing.model import LOOK_AGAIN_SECONDS, Look, PublishingVerdict
from domain.requests import ledger, outcomes
from domain.requests.kinds import episode_release
from domain.requests.model import Move, Request

_HELD = "It is held, and goes on by itself once this is in: {what}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A request as it may be handed over: an episode with the markets that are not blocked.

    `look` is None for what is no episode.
    """

    request: Request
    look: Look | None = None

    @property
    def closed(self) -> list[str]:
        """Where it does not come out, line by line."""
        return rules.closed(self.look) if self.look else []


async def opened(hub: Hub, request: Request, job: Job) -> Opened | None:
    """Return how a request may be handed over; None if it went back to people.

    Raises `RetryLater` while it is held by something that comes in by itself. Must not run in a
    transaction.
    """
    if request.kind != episode_release.KIND.name:
        await followers.require_out(hub, request, job)
        return Opened(request)
    found = await service.look(hub, request)
    if await service.may_go(request, found):
        return _narrowed(request, found)
    if found.verdict is PublishingVerdict.HOLD and not found.by_revision:
        await _waits(hub, request, found, job)
    async with transaction():
        held = (await ledger.load(request.id)).request
        if held.version == request.version:
            await service.keep(hub, request, found)
            await _back(hub, request, found)
    return None


async def looked(hub: Hub, request: Request) -> tuple[Opened, list[str]]:
    """Return how what is live may go out again, and what holds it; nobody is asked anything."""
    if request.kind != episode_release.KIND.name:
        return Opened(request), []
    found = await service.look(hub, request)
    held = [] if await service.may_go(request, found) else [rules.told(found).rstrip(".")]
    return _narrowed(request, found), held


async def ahead(hub: Hub, request: Request) -> tuple[str, ...] | None:
    """Return what would hold an episode on its day, or close a market; None if people look again.

    Must not run in a transaction.
    """
    if request.kind != episode_release.KIND.name:
        return ()
    found = await service.look(hub, request)
    if await service.may_go(request, found):
        shut = set(await service.handed(request)) - set(found.markets)
        return tuple(rules.closed(found)) if shut else ()
    reviewed = found.verdict is PublishingVerdict.REVIEW
    if not reviewed or await _who_looks(request) is None:
        return (rules.told(found), *rules.closed(found))
    async with transaction():
        held = (await ledger.load(request.id)).request
        if held.version == request.version:
            await service.keep(hub, request, found)
            await _back(hub, request, found)
    return None


def _narrowed(request: Request, found: Look) -> Opened:
    payload = {**request.payload, "markets": list(found.markets)}
    return Opened(replace(request, payload=payload, markets=found.markets), found)


async def keep(hub: Hub, done: Opened) -> None:
    """Keep what the rules said of what is handed over; in its transaction."""
    if done.look is not None:
        await service.keep(hub, done.request, done.look)


async def ring(hub: Hub, _: Job | None = None) -> None:
    """Have everything that is held look again now, since something changed. Also a job."""
    async with transaction():
        await jobs.hurry(hub.wake, hub.clock.now(), HELD)


async def _waits(hub: Hub, request: Request, found: Look, job: Job) -> NoReturn:
    async with transaction():
        await service.keep(hub, request, found)
        said = _HELD.format(what=rules.told(found))
        await followers.tell(hub, request, said, job)
    raise RetryLater(LOOK_AGAIN_SECONDS, HELD)


async def _back(hub: Hub, request: Request, found: Look) -> None:
    """Give a request back: to who asked where they have to revise it, else to who looks again."""
    tasks = [task.name for task in found.tasks]
    reviewed = found.verdict is PublishingVerdict.REVIEW
    key = await _who_looks(request) if reviewed else None
    if key is not None:
        note = f"The publishing rules could not tell, so people look again: {rules.told(found)}"
        await outcomes.reopen(hub, request.id, (key,), note, {"tasks": tasks})
        return
    note = f"It is held until it is revised: {rules.told(found)}"
    await outcomes.move(
        hub, request.id, Move.SEND_BACK, "request.held", note=note, details={"tasks": tasks}
    )


async def _who_looks(request: Request) -> str | None:
    """Return the key of the stage that looks where the rules cannot tell."""
    return rules.who_looks((await approvals.stages_of([request.id]))[request.id])
