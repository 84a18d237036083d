"""Reading launches: for the house, by brand, for titles stand here before they are announced."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from domain.actor import Actor
from domain.launches import cancelling, records
from domain.launches.model import Brief, Change, Note, Plan, What
from domain.pages import Direction, Page, PageRequest
from domain.people.model import Act
from domain.people.rules import brands_for, grants_for, may, require
from domain.requests import reading as requests

#: The most launches that are listed at once, and how many if nobody says.
LISTED_MAX, LISTED = 100, 20

#: Notes that name a request, or a place.
_NAMING = frozenset({What.WITHDRAWN, What.LIVE})


async def listed(
    actor: Actor, brand_id: str | None = None, after: str | None = None, count: int = LISTED
) -> list[Plan]:
    """Return launches, newest first: of one brand or of all the actor's, older than `after`."""
    brands = _brands(actor, brand_id)
    return await records.plans(brands, after, max(0, min(count, LISTED_MAX)))


async def page(actor: Actor, wanted: PageRequest, brand_id: str | None = None) -> Page[Plan]:
    """Return a page of what `listed` begins with, the newest first."""
    listing = records.listing(_brands(actor, brand_id))
    return await listing.page("id", Direction.DESC, wanted)


async def count(actor: Actor, brand_id: str | None = None) -> int:
    """Return how many there are on all pages together."""
    return await records.listing(_brands(actor, brand_id)).count()


def _brands(actor: Actor, brand_id: str | None) -> list[str] | None:
    """Return the brands whose launches are listed; None for every one."""
    require(actor, Act.SEE_WORKS, brand_id=brand_id)
    return brands_for(actor, Act.SEE_WORKS, brand_id)


def may_see(actor: Actor, plan: Plan) -> bool:
    """Whether a launch is of a brand that `actor` works for."""
    return may(actor, Act.SEE_WORKS, brand_id=plan.brand_id)


async def live(actor: Actor, plan: Plan) -> list[Note]:
    """Return what is live of a work now: places, and requests of its launch.

    Only what the actor may see: places of their brands, and requests that they see anyhow.
    """
    require(actor, Act.SEE_WORKS, brand_id=plan.brand_id)
    places = await cancelling.places(plan)
    mine = [one for one in places if may(actor, Act.SEE_WORKS, brand_id=one.brand_id)]
    briefs = (await records.briefs_of([plan.id]))[plan.id]
    seen = await _seen(actor, briefs)
    asked = await cancelling.asked([one for one in briefs if one.request_id in seen])
    return [*cancelling.shown(mine), *asked]


async def history(actor: Actor, plan: Plan, changes: Sequence[Change]) -> list[Change]:
    """Return what changed, without the names of requests and places that the actor may not see."""
    if not any(note.what in _NAMING for change in changes for note in change.notes):
        return list(changes)
    briefs = (await records.briefs_of([plan.id]))[plan.id]
    seen = await _seen(actor, briefs)
    keys = {(one.milestone, one.kind) for one in briefs if one.request_id in seen}
    # A place may be of any brand.
    anywhere = any(one.brand_id is None for one in grants_for(actor, Act.SEE_WORKS))
    return [replace(one, notes=_told(one.notes, keys, anywhere=anywhere)) for one in changes]


def _told(notes: Iterable[Note], keys: Collection[object], *, anywhere: bool) -> tuple[Note, ...]:
    return tuple(
        one
        if one.what not in _NAMING
        or (anywhere if one.milestone is None else (one.milestone, one.kind) in keys)
        else replace(one, said="")
        for one in notes
    )


async def _seen(actor: Actor, briefs: Iterable[Brief]) -> Mapping[str, object]:
    """Return those requests of briefs that the actor may see, by id."""
    wanted = [one.request_id for one in briefs if one.request_id]
    return await requests.seen(actor, wanted)
