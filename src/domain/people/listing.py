"""Everybody, by page."""

from domain.actor import Actor
from domain.database.listing import Listing, Shown
from domain.pages import Direction, Order, Page, PageRequest
from domain.people import records
from domain.people.model import Act, User
from domain.people.rules import require


async def page(
    actor: Actor,
    order: Order,
    direction: Direction,
    wanted: PageRequest,
    *,
    active: bool | None = None,
) -> Page[User]:
    """Return a page of everybody, or of those to whom a door opens, or none does."""
    column = "name" if order is Order.NAME else "created_at"
    return await _listing(actor, active=active).page(column, direction, wanted)


async def count(actor: Actor, *, active: bool | None = None) -> int:
    """Return how many there are on all pages together."""
    return await _listing(actor, active=active).count()


def _listing(actor: Actor, *, active: bool | None) -> Listing[User]:
    require(actor, Act.SEE_PEOPLE)
    found = Listing("users", "u", Shown(records.user))
    found.only_one("active", active)
    return found
