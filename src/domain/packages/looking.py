"""The last look at what goes out: when it is handed over, and again when the hub publishes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.activation import service as activation
from domain.deliverables.collect import deliveries_of
from domain.deliverables.model import Delivery
from domain.hub import Hub
from domain.jobs.model import Job
from domain.masters import changed, embargo, sequence
from domain.packages.packaging import file_problems
from domain.playlists import service as playlists
from domain.publishing import gate
from domain.publishing.gate import Opened
from domain.requests import last_look, outcomes
from domain.requests.kinds import kind_named
from domain.requests.kinds.base import WHEN_ASKED
from domain.requests.last_look import Found
from domain.requests.model import Move, Request
from domain.site_audio import service as site_audio


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look found: `problems` for which it must not go out, or how it may, as `opened`.

    `found` are the files that came for it.
    """

    problems: tuple[str, ...]
    opened: Opened | None
    found: tuple[Delivery, ...]


async def look(hub: Hub, request: Request, job: Job) -> Looked | None:
    """Return how a request may go out now; None if it went back to people, who know why.

    Raises `RetryLater` while it waits for what comes in by itself. Not in a transaction.
    """
    if await changed.reopen(hub, request):
        return None
    found, rules = await deliveries_of(request), await _ruled(hub, request)
    problems = await _problems(hub, request, found, rules)
    if problems:
        return Looked(problems, None, found)
    if rules.unasked:
        await last_look.ask(hub, request, rules)
        return None
    if await playlists.reopen(hub, request):
        return None
    await embargo.wait(hub, await _reaching(hub, request), job)
    await sequence.wait(hub, request, job)
    opened = await gate.opened(hub, request, job)
    return None if opened is None else Looked((), opened, found)


async def look_ahead(hub: Hub, request: Request) -> tuple[str, ...] | None:
    """Return for what a request could not go out as things stand, before its day.

    None if it went back to people, who know why. Nothing waits, and nobody has to revise it yet.
    """
    if await changed.reopen(hub, request):
        return None
    found, rules = await deliveries_of(request), await _ruled(hub, request)
    if problems := await _problems(hub, request, found, rules):
        return problems
    if rules.unasked:
        await last_look.ask(hub, request, rules)
        return None
    held = await embargo.objections(hub, await _reaching(hub, request))
    ahead = await gate.ahead(hub, request)
    return None if ahead is None else (*held, *ahead)


async def _reaching(hub: Hub, request: Request) -> Request:
    """Return a request that is held by days with the markets it would come out in, if any.

    Elsewhere a day may begin hours later, and nobody there waits for it.
    """
    if not await embargo.holds(hub, request):
        return request
    opened, _ = await gate.looked(hub, request)
    return opened.request if opened.request.markets else request


async def look_again(hub: Hub, request: Request) -> Looked:
    """Return how what is live may go out again; nobody is asked, and nothing waits."""
    found, rules = await deliveries_of(request), await _ruled(hub, request)
    problems = await _problems(hub, request, found, rules)
    opened, held = await gate.looked(hub, request)
    unasked = [f"the rules ask for more by now: `{plan.title}`" for plan in rules.unasked]
    # It came out, so no day of its title's holds it any more: what is wrong there is to be mended.
    if stops := (*problems, *unasked, *held):
        return Looked(stops, None, found)
    return Looked((), opened, found)


async def _ruled(hub: Hub, request: Request) -> Found:
    """Return what the rules say; what its title's record held may have come to its own day."""
    return await last_look.look(hub, request, on_its_day=await embargo.waited(request))


async def send_back(hub: Hub, request: Request, problems: Sequence[str]) -> None:
    """Give a request back to who asked, with what is wrong; in the running transaction."""
    await outcomes.move(
        hub,
        request.id,
        Move.SEND_BACK,
        "request.not_handed_over",
        note=f"It was not handed over: {'; '.join(problems)}.",
        details={"problems": list(problems)},
    )


async def _problems(
    hub: Hub, request: Request, found: tuple[Delivery, ...], rules: Found
) -> tuple[str, ...]:
    return (
        *rules.refused,
        *await _unfit(hub, request),
        *await file_problems(hub, request, found),
        *await playlists.objections(hub, request),
        *await site_audio.objections(hub, request),
        *await changed.objections(request),
        *await activation.objections(hub, request),
    )


async def _unfit(hub: Hub, request: Request) -> list[str]:
    """Return what of a request does not go any more with what it refers to."""
    kind, now = kind_named(request.kind), hub.clock.now()
    payload = kind.payload.model_validate(request.payload)
    seen = await kind.look(payload, request.id, now)
    problems = kind.fits(payload, now, seen)
    return [one.message.rstrip(".") for one in problems if one.code not in WHEN_ASKED]
