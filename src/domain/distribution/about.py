"""What is reported of, where it is, and who may report of it."""

from dataclasses import dataclass

from domain.actor import Actor
from domain.distribution.model import Said
from domain.errors import Forbidden, Missing
from domain.people.model import Act
from domain.people.rules import covers, grants_for, may
from domain.placements import records as placements
from domain.requests import reading
from domain.requests import records as requests
from domain.rights.live import records as live
from domain.territories import TERRITORIES, area


@dataclass(frozen=True, slots=True)
class About:
    """What is reported of: a placement or an exposure, and where it is; nowhere known is empty."""

    id: str
    request_id: str | None
    brand_id: str
    publisher: str
    markets: frozenset[str]


async def thing(about_id: str, actor: Actor | None = None) -> About:
    """Return a placement or an exposure; `Missing` if there is neither, or it is of no brand.

    `Missing` too if there is an `actor`, who may not see it.
    """
    found = await _thing(about_id)
    if found is None or (actor and not await sees(actor, found.request_id, found.brand_id)):
        said = f"There is no placement or exposure `{about_id[:40]}`."
        raise Missing("no_such_placement", said, ("about_id",))
    return found


async def sees(actor: Actor, request_id: str | None, brand_id: str) -> bool:
    """Whether the actor may know what is said of a request's placement, or of a brand's exposure.

    Who answers for the rights of the brand sees it, wherever it is; a role for some markets sees
    what was asked for in one of them.
    """
    if request_id is not None and request_id in await reading.seen(actor, [request_id]):
        return True
    grants = grants_for(actor, Act.SEE_RIGHTS)
    wide = [one for one in grants if request_id is None or one.market is None]
    return covers(wide, brand_id)


async def _thing(about_id: str) -> About | None:
    exposure = await live.get(about_id)
    if exposure is not None:
        shown = exposure.shown
        where = area(shown.include, shown.exclude).touched
        about = (exposure.id, exposure.request_id, exposure.brand_id, shown.publisher)
        return About(*about, where)
    placement = await placements.get(about_id)
    request = await requests.get(placement.request_id) if placement else None
    if placement is None or request is None or request.brand_id is None:
        return None
    about = (placement.id, request.id, request.brand_id, placement.publisher)
    return About(*about, frozenset(request.markets))


async def require(actor: Actor, about: About, said: Said, otherwise: Missing | None = None) -> None:
    """Raise unless `actor` may report of something; who may not learns of no report.

    Who answers for rights does so where it is said of, or else wherever the thing itself is.
    """
    where = tuple(sorted(said.territories or about.markets or TERRITORIES))
    if may(actor, Act.CHANGE_RIGHTS, brand_id=about.brand_id, markets=where):
        return
    request_id = about.request_id
    handed = (await placements.hand_overs_of([request_id])).get(request_id) if request_id else None
    if handed is None or handed.team_id not in actor.team_ids:
        raise otherwise or Forbidden(
            "not_the_receiver",
            "Who answers for its rights reports this, or the team it was handed to.",
        )
