"""The table of imports as a list, and what each was about: by that they are seen."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain import ids
from domain.actor import RoleGrant
from domain.database import bulk, lists, sql
from domain.database.listing import Values
from domain.errors import Conflict
from domain.metrics import records
from domain.metrics.model import Brought
from domain.pages import Page, PageRequest

#: How long an import may write nothing before whoever runs it is taken for gone. Some are written
#: every few seconds; that of a file over the door is its job's, which may be given up much later.
UNDER_WAY = timedelta(hours=1)

#: Which imports `i` have not ended and are not stood still, as of $1.
GOING_ON = (
    "i.aside < 0 AND (COALESCE(i.stepped_at, i.at) > $1 OR EXISTS (SELECT 1 FROM metric_files f"
    " WHERE f.import_number = i.number AND f.ended_at IS NULL))"
)

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


async def step(number: int, counts: Mapping[str, int], at: datetime) -> None:
    """Write down what an import has written by now; `Conflict` if it was taken for dead."""
    went_on = await sql.execute(
        "UPDATE metric_imports SET added = $1, changed = $2, same = $3, stepped_at = $4"
        " WHERE number = $5 AND aside < 0",
        *(counts[name] for name in ("added", "changed", "same")),
        *(at, number),
    )
    if not went_on:
        raise given_up()


async def break_off(number: int) -> Brought | None:
    """End an import with what it has written by now; None if it has ended."""
    row = await sql.fetch_one(
        "UPDATE metric_imports SET aside = 0 WHERE number = $1 AND aside < 0 RETURNING *", number
    )
    return records.brought(row) if row else None


def given_up() -> Conflict:
    """Return what is said to who goes on with an import that was taken for dead."""
    said = (
        "It stood still for so long that it was ended. Bring the file in again: what went in"
        " stays, and is not counted twice."
    )
    return Conflict("import_given_up", said)


async def standing_still(now: datetime) -> list[int]:
    """Return the imports that have not ended and that nobody goes on with."""
    rows = await sql.fetch(
        f"SELECT i.number FROM metric_imports i WHERE i.aside < 0 AND NOT ({GOING_ON})"
        " ORDER BY i.number LIMIT 100",
        now - UNDER_WAY,
    )
    return [row["number"] for row in rows]


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
