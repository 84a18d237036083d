"""Lists of the catalogue, by page: brands, agencies, sponsors, shows, sites, accounts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.actor import Actor
from domain.catalog import records, site_records
from domain.database import sql
from domain.database.listing import Listing, Shown
from domain.pages import Direction, Order, Page, PageRequest
from domain.people.model import Act
from domain.people.rules import require


class Kind(StrEnum):
    """What is listed, as its table is called."""

    AGENCIES = "agencies"
    BRANDS = "brands"
    SPONSORS = "sponsors"
    SHOWS = "shows"
    SITES = "sites"
    ACCOUNTS = "accounts"


@dataclass(frozen=True, slots=True)
class Where:
    """What is listed, of which brand and market; None means any."""

    kind: Kind
    brand_id: str | None = None
    market: str | None = None


#: How a row of each is read, which column holds its name, and who may see them.
_KINDS: Mapping[Kind, tuple[Callable[[sql.Row], Any], str, Act]] = MappingProxyType(
    {
        Kind.AGENCIES: (records.agency, "name", Act.SEE_CATALOG),
        Kind.BRANDS: (records.brand, "name", Act.SEE_CATALOG),
        Kind.SPONSORS: (records.sponsor, "name", Act.SEE_CATALOG),
        Kind.SHOWS: (records.show, "title", Act.SEE_CATALOG),
        Kind.SITES: (site_records.site, "name", Act.SEE_SITES),
        Kind.ACCOUNTS: (site_records.account, "pseudonym", Act.SEE_SITES),
    }
)


async def page(
    actor: Actor, where: Where, order: Order, direction: Direction, wanted: PageRequest
) -> Page[Any]:
    """Return a page of a list; of agencies, people of one see only that one."""
    _, name, _ = _KINDS[where.kind]
    column = name if order is Order.NAME else "id"
    return await _listing(actor, where).page(column, direction, wanted)


async def count(actor: Actor, where: Where) -> int:
    """Return how many there are on all pages together."""
    return await _listing(actor, where).count()


def _listing(actor: Actor, where: Where) -> Listing[Any]:
    read, _, act = _KINDS[where.kind]
    require(actor, act)
    found = Listing(where.kind.value, "c", Shown(read))
    found.only_one("brand_id", where.brand_id)
    found.only_one("market", where.market)
    if where.kind is Kind.AGENCIES:
        found.only_one("id", actor.agency_id)
    return found
