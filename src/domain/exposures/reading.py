"""Reading what is live: all that is not cleared in one list, or one thing's whole history."""

from dataclasses import dataclass, replace

from domain.actor import Actor
from domain.errors import Invalid, Missing
from domain.hub import Hub
from domain.pages import Direction, Page, PageRequest
from domain.people.model import Act
from domain.people.rules import brands_for, may, require, sight_of
from domain.requests import reading as requests
from domain.requests.model import Request
from domain.rights import subjects
from domain.rights.live import judged_records, records, standing
from domain.rights.live.model import Exposure, Judged
from domain.rights.model import Subject
from domain.rights.verdicts import Standing

#: The most that is shown of what one request brought about.
OF_REQUEST_MAX = 50


@dataclass(frozen=True, slots=True)
class Found:
    """An exposure, and how it stands now; None where it has ended."""

    exposure: Exposure
    judged: Judged | None


@dataclass(frozen=True, slots=True)
class Sweep:
    """A page of what is live and not cleared, and how many wait to be judged again."""

    page: Page[Found]
    waiting: int


async def live_against_cleared(
    hub: Hub, actor: Actor, brand_id: str | None, wanted: PageRequest
) -> Sweep:
    """Return a page of what is live and not cleared, the worst first, judged as of now.

    What was renewed a moment ago is left out. Pages go forwards only.
    """
    require(actor, Act.SEE_RIGHTS, brand_id=brand_id)
    if wanted.backwards:
        raise Invalid("forwards_only", "This list goes forwards only; use `first`.", ("last",))
    now, brands = hub.clock.now(), brands_for(actor, Act.SEE_RIGHTS, brand_id)
    found = await judged_records.at_odds(brands, _key(wanted.after), wanted.size + 1)
    shown = await _named(actor, found[: wanted.size])
    judged = await standing.judged_all([one.shown for one in shown], now)
    items = [
        ((judged_records.rank_of(one), one.id), Found(one, how))
        for one, how in zip(shown, judged, strict=True)
        if how.standing is not Standing.CLEARED
    ]
    page = Page(items, has_next=len(found) > wanted.size, has_previous=wanted.after is not None)
    return Sweep(page, await judged_records.due_count(now, brands))


async def get(hub: Hub, actor: Actor, exposure_id: str) -> Found:
    """Return an exposure, live or not; `Missing` if there is none they may see."""
    require(actor, Act.SEE_RIGHTS)
    found = await records.get(exposure_id)
    if found is None or not may(actor, Act.SEE_RIGHTS, brand_id=found.brand_id):
        raise Missing("no_such_exposure", f"There is no exposure `{exposure_id[:40]}`.")
    return (await _judged(hub, actor, [found]))[0]


async def of_subject(
    hub: Hub, actor: Actor, subject: Subject, first: int, after: str | None
) -> list[Found]:
    """Return where something is live and was, newest first."""
    await _require(actor, subject)
    return await _judged(hub, actor, await records.of_subject(subject, first, after))


async def page(hub: Hub, actor: Actor, subject: Subject, wanted: PageRequest) -> Page[Found]:
    """Return a page of where something is live and was, newest first."""
    await _require(actor, subject)
    kept = await records.listing(subject).page("id", Direction.DESC, wanted)
    found = await _judged(hub, actor, [one for _, one in kept.items])
    return Page([((one.exposure.id,) * 2, one) for one in found], kept.has_next, kept.has_previous)


async def count(actor: Actor, subject: Subject) -> int:
    """Return how many there are on all pages together."""
    await _require(actor, subject)
    return await records.listing(subject).count()


async def of_request(hub: Hub, actor: Actor, request: Request) -> list[Found] | None:
    """Return what a request the actor sees brought about, the newest first.

    None for who may not see the rights of its brand.
    """
    if not may(actor, Act.SEE_RIGHTS, brand_id=request.brand_id):
        return None
    return await _judged(hub, actor, await records.of_request(request.id, OF_REQUEST_MAX))


async def _require(actor: Actor, subject: Subject) -> None:
    require(actor, Act.SEE_RIGHTS)
    placed = await subjects.placed(subject)
    require(actor, Act.SEE_RIGHTS, brand_id=placed.brand_id)


async def _named(actor: Actor, found: list[Exposure]) -> list[Exposure]:
    """Return exposures without the ids of requests that the actor may not know of."""
    if sight_of(actor).everything:
        return found
    asked = {ref for one in found for ref in (one.request_id, one.takedown_id) if ref}
    seen = await requests.seen(actor, sorted(asked))
    return [
        replace(
            one,
            request_id=one.request_id if one.request_id in seen else None,
            takedown_id=one.takedown_id if one.takedown_id in seen else None,
        )
        for one in found
    ]


async def _judged(hub: Hub, actor: Actor, exposures: list[Exposure]) -> list[Found]:
    found = await _named(actor, exposures)
    live = [one for one in found if one.live]
    judged = await standing.judged_all([one.shown for one in live], hub.clock.now())
    by_id = {one.id: how for one, how in zip(live, judged, strict=True)}
    return [Found(one, by_id.get(one.id)) for one in found]


def _key(after: tuple[object, ...] | None) -> tuple[int, str] | None:
    return None if after is None else (int(str(after[0])), str(after[1]))
