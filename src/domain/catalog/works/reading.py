"""Reading works: one, or a page of them. Not for agencies: some are not announced yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain import ids
from domain.actor import Actor
from domain.catalog.works import records
from domain.catalog.works.model import Work
from domain.database import lists
from domain.database.listing import literal
from domain.errors import Invalid, Missing
from domain.ids import Prefix
from domain.pages import Page, PageRequest
from domain.people.model import Act
from domain.people.rules import may, require
from domain.text import folded

#: The longest text to look for: the longest title.
TEXT_MAX = 500


@dataclass(frozen=True, slots=True)
class Where:
    """What a list of works is narrowed to; None means anything.

    `text_contains` is looked for in titles, and in the names of contributors and series of any
    title of the work, upper and lower case alike. `isbn` is 13 digits; hyphens do not matter.
    """

    text_contains: str | None = None
    isbn: str | None = None
    series_id: str | None = None
    contributor_id: str | None = None

    def __post_init__(self) -> None:
        """Refuse what no list can be narrowed to."""
        if len(self.text_contains or "") > TEXT_MAX:
            said = f"A title has at most {TEXT_MAX} characters; look for fewer."
            raise Invalid("too_long", said, ("where", "text_contains"))
        require_kind(self.series_id, Prefix.SERIES, "series_id")
        require_kind(self.contributor_id, Prefix.CONTRIBUTOR, "contributor_id")


async def get(actor: Actor, work_id: str) -> Work:
    """Return a work, also one whose titles were taken back; `Missing` if there is none."""
    found = await records.works_by_id([work_id]) if may(actor, Act.SEE_WORKS) else {}
    if work_id not in found:
        raise Missing("no_such_work", f"There is no work `{work_id[:40]}` that you may see.")
    return found[work_id]


async def page(actor: Actor, where: Where, wanted: PageRequest) -> Page[Work]:
    """Return a page of the works that have titles, the one that changed last first."""
    require(actor, Act.SEE_WORKS)
    condition, args = _narrowed(where)
    boundary = wanted.before if wanted.backwards else wanted.after
    sign, way = (">", "ASC") if wanted.backwards else ("<", "DESC")
    if boundary is not None:
        at, last = len(args) + 1, len(args) + 2
        condition += (
            f" AND (w.updated_at {sign} ${at} OR (w.updated_at = ${at} AND w.id {sign} ${last}))"
        )
        args += [datetime.fromisoformat(str(boundary[0])), boundary[1]]
    rows = await lists.fetch(
        f"SELECT w.* FROM works w WHERE {condition}"
        f" ORDER BY w.updated_at {way}, w.id {way} LIMIT {wanted.size + 1}",
        *args,
    )
    found = [records.work(row) for row in rows[: wanted.size]]
    more, passed = len(rows) > wanted.size, boundary is not None
    if wanted.backwards:
        found.reverse()
    ahead, behind = (passed, more) if wanted.backwards else (more, passed)
    items = [((one.updated_at.isoformat(), one.id), one) for one in found]
    return Page(items=items, has_next=ahead, has_previous=behind)


async def count(actor: Actor, where: Where) -> int:
    """Return how many works there are that have titles."""
    require(actor, Act.SEE_WORKS)
    condition, args = _narrowed(where)
    row = await lists.fetch_one(f"SELECT COUNT(*) AS n FROM works w WHERE {condition}", *args)
    return int(row["n"]) if row else 0


#: Works one of whose titles is so; `{0}` is the condition.
_TITLED = "EXISTS (SELECT 1 FROM titles t WHERE t.work_id = w.id AND t.removed_at IS NULL AND {0})"
_CREDITED = _TITLED.format(
    "EXISTS (SELECT 1 FROM title_contributors l JOIN contributors c ON c.id = l.contributor_id"
    " WHERE l.title_id = t.id AND {0})"
)
_PLACED = _TITLED.format(
    "EXISTS (SELECT 1 FROM title_series l JOIN series s ON s.id = l.series_id"
    " WHERE l.title_id = t.id AND {0})"
)


def _narrowed(where: Where) -> tuple[str, list[object]]:
    conditions, args = ["w.removed_at IS NULL"], list[object]()
    exact: Mapping[str, str | None] = {
        _TITLED.format("t.isbn = {0}"): _digits(where.isbn),
        _PLACED.format("s.id = {0}"): where.series_id,
        _CREDITED.format("c.id = {0}"): where.contributor_id,
    }
    for condition, value in exact.items():
        if value is not None:
            args.append(value)
            conditions.append(condition.format(f"${len(args)}"))
    if where.text_contains:
        args.append(f"%{literal(folded(where.text_contains))}%")
        like = f"LIKE ${len(args)} ESCAPE '!'"
        ways = (
            f"w.title_folded {like}",
            _CREDITED.format(f"c.name_folded {like}"),
            _PLACED.format(f"s.name_folded {like}"),
        )
        conditions.append(f"({' OR '.join(ways)})")
    return " AND ".join(conditions), args


def _digits(isbn: str | None) -> str | None:
    return None if isbn is None else isbn.replace("-", "").replace(" ", "")


def require_kind(value: str | None, kind: Prefix, name: str) -> None:
    """Raise `Invalid` if `value` of the narrowing field `name` is the id of something else."""
    if value is not None and ids.kind_of(value) is not kind:
        said = f"`{value[:40]}` is the id of something else; give one that begins with `{kind}_`."
        raise Invalid("wrong_kind_of_id", said, ("where", name))
