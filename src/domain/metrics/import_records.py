"""The table of imports as a list, and what each was about: by that they are seen."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from domain import ids
from domain.actor import RoleGrant
from domain.database import bulk, lists
from domain.database.listing import Values
from domain.metrics import records
from domain.metrics.model import Brought
from domain.pages import Page, PageRequest

#: How many letters follow the prefix of an id.
_ID_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Where:
    """What a list of imports is narrowed to, all of these at once; None, or none, for any."""

    sources: Collection[str] = ()
    user_id: str | None = None
    held: bool | None = None


@dataclass(frozen=True, slots=True)
class Which:
    """Which imports somebody may see: their own, and those about nothing beyond their roles.

    None for `grants` stands for every one.
    """

    user_id: str | None
    grants: Collection[RoleGrant] | None
    where: Where = field(default_factory=Where)


async def reach(number: int, about: Iterable[tuple[str, str]]) -> None:
    """Write down what an import names, by brand and market; empty for none and for every one."""
    await bulk.write(
        "INSERT INTO metric_import_reach (number, brand_id, market) VALUES ($1, $2, $3)",
        [(number, brand, market) for brand, market in sorted(about)],
    )


async def page(which: Which, wanted: PageRequest) -> Page[Brought]:
    """Return a page of imports, the newest first."""
    values = Values()
    terms = list(_seen(values, which))
    boundary = wanted.before if wanted.backwards else wanted.after
    if boundary is not None:
        sign = ">" if wanted.backwards else "<"
        terms.append(f"i.number {sign} {values.arg(boundary[0])}")
    way = "ASC" if wanted.backwards else "DESC"
    rows = await lists.fetch(
        f"SELECT i.* FROM metric_imports i WHERE {' AND '.join(terms)}"
        f" ORDER BY i.number {way} LIMIT {wanted.size + 1}",
        *values.given,
    )
    found = [records.brought(row) for row in rows[: wanted.size]]
    items = [((one.number, id_of(one.number)), one) for one in found]
    more, passed = len(rows) > wanted.size, boundary is not None
    if wanted.backwards:
        return Page(items=items[::-1], has_next=passed, has_previous=more)
    return Page(items=items, has_next=more, has_previous=passed)


async def count(which: Which) -> int:
    """Return how many there are on all pages together."""
    values = Values()
    terms = " AND ".join(_seen(values, which))
    row = await lists.fetch_one(
        f"SELECT COUNT(*) AS n FROM metric_imports i WHERE {terms}", *values.given
    )
    return int(row["n"]) if row else 0


def id_of(number: int) -> str:
    """Return the id of an import; it is its number, whose digits are letters of ids as well."""
    return f"{ids.Prefix.METRIC_IMPORT}_{number:0{_ID_LETTERS}}"


def _seen(values: Values, which: Which) -> Iterator[str]:
    """Yield what holds of those that are seen and asked for."""
    yield "1 = 1"
    if which.grants is not None:
        own = f"i.user_id = {values.arg(which.user_id)}"
        about = "SELECT 1 FROM metric_import_reach r WHERE r.number = i.number"
        covered = " OR ".join(_covers(values, one) for one in which.grants) or "1 = 0"
        yield f"({own} OR (EXISTS ({about}) AND NOT EXISTS ({about} AND NOT ({covered}))))"
    where = which.where
    if where.sources:
        yield values.among("i.source", where.sources)
    if where.user_id is not None:
        yield f"i.user_id = {values.arg(where.user_id)}"
    if where.held is not None:
        yield f"{'' if where.held else 'NOT '}i.held"


def _covers(values: Values, grant: RoleGrant) -> str:
    """Return what holds of what a role for a part of the house covers."""
    terms = []
    if grant.brand_id is not None:
        terms.append(f"r.brand_id = {values.arg(grant.brand_id)}")
    if grant.market is not None:
        # What is of no brand, or of every market, takes a role that is for all of them.
        terms.append(f"r.market = {values.arg(grant.market)}")
        terms.append("r.brand_id <> ''")
    return f"({' AND '.join(terms)})"
