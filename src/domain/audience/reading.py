"""Reading leads: only those of one's brands and markets."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain import ids
from domain.actor import Actor
from domain.audience import lead_records
from domain.audience.model import Lead, LeadRoute
from domain.consents.model import Entry, Purpose
from domain.database.listing import Listing
from domain.errors import Missing
from domain.pages import Direction, Page, PageRequest
from domain.people.model import Act
from domain.people.rules import covers, grants_for, require

#: What leads are sorted by.
ORDER = "created_at"


@dataclass(frozen=True, slots=True)
class Where:
    """What a list of leads is narrowed to; all of these at once, None meaning any."""

    brand_id: str | None = None
    market: str | None = None
    route: LeadRoute | None = None


async def page(actor: Actor, where: Where, wanted: PageRequest) -> Page[Lead]:
    """Return a page of the leads that one may see, newest first."""
    return await _listing(actor, where).page(ORDER, Direction.DESC, wanted)


async def count(actor: Actor, where: Where) -> int:
    """Return how many leads one may see, on all pages together."""
    return await _listing(actor, where).count()


def _listing(actor: Actor, where: Where) -> Listing[Lead]:
    require(actor, Act.SEE_LEADS)
    found = lead_records.seen_by(grants_for(actor, Act.SEE_LEADS))
    found.only_one("brand_id", where.brand_id)
    found.only_one("market", where.market)
    found.only_one("route", where.route)
    return found


async def get(actor: Actor, lead_id: str) -> Lead:
    """Return a lead; `Missing` if there is none that one may see."""
    require(actor, Act.SEE_LEADS)
    found = await lead_records.get(lead_id[: ids.ID_LENGTH_MAX])
    grants = grants_for(actor, Act.SEE_LEADS)
    if found is None or not covers(grants, found.brand_id, (found.market,)):
        raise Missing("no_such_lead", f"There is no lead `{lead_id[:40]}` that you may see.")
    return found


def who(actor: Actor, lead: Lead, said: Sequence[Entry]) -> Entry | None:
    """Return the consent in which a lead said who it is, of all its own; None where it did not.

    For those who may see its consents. `consents.private_by` reads it.
    """
    require(actor, Act.SEE_CONSENTS, brand_id=lead.brand_id)
    named = (one for one in reversed(said) if one.said.purpose is Purpose.PROFILING and one.veiled)
    return next(named, None)
