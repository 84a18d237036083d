"""Titles as a list, the one that came last first; those taken back are left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.catalog.works import records
from domain.catalog.works.model import Title
from domain.catalog.works.reading import TEXT_MAX, require_kind
from domain.database import lists, sql
from domain.database.listing import literal
from domain.errors import Invalid
from domain.ids import Prefix
from domain.text import folded

#: The most titles that are named at once.
IDS_MAX = 100


@dataclass(frozen=True, slots=True)
class TitleWhere:
    """What a list of titles is narrowed to; None means anything.

    `text_contains` is looked for in what its work is called, and in the names of its contributors
    and series, upper and lower case alike.
    """

    text_contains: str | None = None
    series_id: str | None = None
    ids: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse what no list can be narrowed to."""
        if len(self.text_contains or "") > TEXT_MAX:
            said = f"A title has at most {TEXT_MAX} characters; look for fewer."
            raise Invalid("too_long", said, ("where", "text_contains"))
        if len(self.ids or ()) > IDS_MAX:
            said = f"Name {IDS_MAX} titles at most, and ask again for others."
            raise Invalid("too_many", said, ("where", "ids"))
        require_kind(self.series_id, Prefix.SERIES, "series_id")
        for one in self.ids or ():
            require_kind(one, Prefix.TITLE, "ids")


async def after(where: TitleWhere, title_id: str | None, limit: int) -> list[Title]:
    """Return the titles that follow upon one, or the first ones; `limit` at most."""
    condition, args = _narrowed(where)
    if title_id is not None:
        args.append(title_id)
        condition += f" AND t.id < ${len(args)}"
    rows = await lists.fetch(
        f"SELECT t.* FROM titles t WHERE {condition} ORDER BY t.id DESC LIMIT {limit}", *args
    )
    return [records.title(row) for row in rows]


async def count(where: TitleWhere) -> int:
    """Return how many titles there are."""
    condition, args = _narrowed(where)
    row = await lists.fetch_one(f"SELECT COUNT(*) AS n FROM titles t WHERE {condition}", *args)
    return int(row["n"]) if row else 0


_IN_SERIES = (
    "EXISTS (SELECT 1 FROM title_series l JOIN series s ON s.id = l.series_id"
    " WHERE l.title_id = t.id AND {0})"
)
_NAMED = (
    "(EXISTS (SELECT 1 FROM works w WHERE w.id = t.work_id AND w.title_folded {0})"
    " OR EXISTS (SELECT 1 FROM title_contributors l JOIN contributors c ON c.id = l.contributor_id"
    " WHERE l.title_id = t.id AND c.name_folded {0})"
    f" OR {_IN_SERIES.format('s.name_folded {0}')})"
)


def _narrowed(where: TitleWhere) -> tuple[str, list[object]]:
    conditions, args = ["t.removed_at IS NULL"], list[object]()
    if where.ids is not None:
        conditions.append(_among(where.ids))
        args += where.ids
    if where.series_id is not None:
        args.append(where.series_id)
        conditions.append(_IN_SERIES.format(f"s.id = ${len(args)}"))
    if where.text_contains:
        args.append(f"%{literal(folded(where.text_contains))}%")
        conditions.append(_NAMED.format(f"LIKE ${len(args)} ESCAPE '!'"))
    return " AND ".join(conditions), args


def _among(ids: Sequence[str]) -> str:
    return f"t.id IN ({sql.placeholders(1, len(ids))})" if ids else "1 = 0"
