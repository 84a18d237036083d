"""Reading hand-overs: those of one's own teams, or all for those who see everything."""

from domain.actor import Actor
from domain.database.listing import Listing, Shown
from domain.pages import Direction, Page, PageRequest
from domain.people.rules import sight_of
from domain.placements.model import HandOver, HandOverState
from domain.placements.records import hand_over_from

#: The most hand-overs that are listed at once.
LISTED_MAX = 100

_STANDS = {
    HandOverState.WAITING: "taken_at IS NULL AND taken_back_at IS NULL",
    HandOverState.ACKNOWLEDGED: "taken_at IS NOT NULL AND taken_back_at IS NULL",
    HandOverState.TAKEN_BACK: "taken_back_at IS NOT NULL",
}


async def listed(actor: Actor, state: HandOverState | None = None) -> list[HandOver]:
    """Return the newest hand-overs to teams of `actor`, those in `state` if it is given."""
    found = await page(actor, PageRequest(LISTED_MAX), state)
    return [one for _, one in found.items]


async def page(
    actor: Actor, wanted: PageRequest, state: HandOverState | None = None
) -> Page[HandOver]:
    """Return a page of the hand-overs to teams of `actor`, the newest first."""
    return await _listing(actor, state).page("handed_at", Direction.DESC, wanted)


async def count(actor: Actor, state: HandOverState | None = None) -> int:
    """Return how many there are on all pages together."""
    return await _listing(actor, state).count()


def _listing(actor: Actor, state: HandOverState | None) -> Listing[HandOver]:
    found = Listing("sheets", "s", Shown(hand_over_from), key="request_id")
    sight = sight_of(actor)
    if not sight.everything:
        found.only(f"s.team_id IN ({found.args(sight.team_ids) or 'NULL'})")
    if state is not None:
        found.only(_STANDS[state])
    return found
