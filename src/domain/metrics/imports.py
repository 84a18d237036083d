"""Listing imports of figures: whoever brought them in, by whichever way."""

from domain.actor import Actor
from domain.metrics import import_records
from domain.metrics.import_records import Where, Which
from domain.metrics.model import Brought
from domain.pages import Page, PageRequest
from domain.people.model import Act
from domain.people.rules import grants_for, require


async def page(actor: Actor, where: Where, wanted: PageRequest) -> Page[Brought]:
    """Return a page of the imports that the actor may see, the newest first."""
    return await import_records.page(_which(actor, where), wanted)


async def count(actor: Actor, where: Where) -> int:
    """Return how many there are on all pages together."""
    return await import_records.count(_which(actor, where))


def _which(actor: Actor, where: Where) -> Which:
    """Return what an actor may see: their own, and those about nothing beyond their roles.

    What an import names beyond them may be in its problems, so it is not seen at all.
    """
    require(actor, Act.SEE_AUDIT)
    grants = grants_for(actor, Act.SEE_AUDIT)
    whole = any(one.everywhere for one in grants)
    return Which(actor.user_id, None if whole else grants, where)
