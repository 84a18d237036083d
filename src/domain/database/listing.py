"""Lists as SQL: conditions gathered with their values, pages of what they leave, what each has."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from domain import ids
from domain.database import lists, sql
from domain.database.gathering import Gathered
from domain.pages import Direction, Page, PageRequest
from domain.text import folded

Item = TypeVar("Item")


class Values:
    """The values of conditions, numbered as they come."""

    def __init__(self) -> None:
        self._args: list[object] = []

    def arg(self, value: object) -> str:
        """Add a value for a condition; return the placeholder that stands for it."""
        self._args.append(value)
        return f"${len(self._args)}"

    def args(self, values: Iterable[object]) -> str:
        """Add values for an `IN (...)`, each once; return their placeholders."""
        return ", ".join(self.arg(value) for value in dict.fromkeys(values))

    def among(self, column: str, values: Iterable[object] | None) -> str:
        """Return the condition that a column is one of `values`; None for whatever it is."""
        if values is None:
            return "1 = 1"
        listed = self.args(values)
        return f"{column} IN ({listed})" if listed else "1 = 0"

    @property
    def given(self) -> Sequence[object]:
        """The values, in the order of their placeholders."""
        return self._args


@dataclass(frozen=True, slots=True)
class Shown(Generic[Item]):
    """What is read of each row: `columns`, some from tables `joined` by keys; `item` makes it one.

    Without columns the whole row is read. There is an `id` among them, and the column that the list
    is sorted by. What other tables hold of each row is `gathered` beside them, by its name.
    """

    item: Callable[[sql.Row], Item]
    columns: str = ""
    joined: str = ""
    gathered: Mapping[str, Gathered] = field(default_factory=dict)


class Listing(Values, Generic[Item]):
    """One list of a table's rows, which the conditions call `alias`.

    It begins with all rows; every condition narrows it. The table has ids of ours in `id`, and can
    be sorted by columns that hold numbers or names, or instants if they are called `..._at`. Where
    what it is told apart by is called otherwise, `key` is that column.
    """

    def __init__(self, table: str, alias: str, shown: Shown[Item], key: str = "id") -> None:
        super().__init__()
        self._key = key
        self._from = f"{table} {alias}"
        self._alias = alias
        self._shown = shown
        self._conditions: list[str] = []

    def only(self, condition: str) -> None:
        """Leave only rows of which `condition` holds."""
        self._conditions.append(condition)

    def only_one(self, column: str, value: object | None) -> None:
        """Leave only rows with `value` in `column`; None means any."""
        if value is not None:
            self.only(f"{self._alias}.{column} = {self.arg(value)}")

    def only_among(self, column: str, values: Iterable[object]) -> None:
        """Leave only rows with one of `values` in `column`; none means any."""
        listed = self.args(values)
        if listed:
            self.only(f"{self._alias}.{column} IN ({listed})")

    def only_titled(self, part: str | None) -> None:
        """Leave only rows with `part` in `title_folded`, whatever its case; empty means any."""
        if part:
            pattern = self.arg(f"%{literal(folded(part))}%")
            self.only(f"{self._alias}.title_folded LIKE {pattern} ESCAPE '!'")

    async def count(self) -> int:
        """Return how many rows are left."""
        row = await lists.fetch_one(
            f"SELECT COUNT(*) AS n FROM {self._from} WHERE {self._where()}", *self._args
        )
        return int(row["n"]) if row else 0

    async def page(self, column: str, direction: Direction, wanted: PageRequest) -> Page[Item]:
        """Return a page of what is left, sorted by `column` and, where that is equal, by id.

        Ask for it once: what lies before the page narrows the list further.
        """
        downwards = (direction is Direction.DESC) != wanted.backwards
        boundary = wanted.before if wanted.backwards else wanted.after
        if boundary is not None:
            self._only_beyond(column, "<" if downwards else ">", boundary)
        query = self._query(column, "DESC" if downwards else "ASC", wanted.size + 1)
        rows = await lists.fetch(query, *self._args)
        items = [(self._place(column, row), self._shown.item(row)) for row in rows[: wanted.size]]
        more, passed = len(rows) > wanted.size, boundary is not None
        if wanted.backwards:
            return Page(items=items[::-1], has_next=passed, has_previous=more)
        return Page(items=items, has_next=more, has_previous=passed)

    def _query(self, column: str, way: str, count: int) -> str:
        """Return what asks for so many rows; nothing is gathered of any others."""
        query = (
            f"SELECT {self._shown.columns or f'{self._alias}.*'} FROM {self._from}"
            f"{self._shown.joined} WHERE {self._where()}"
            f" ORDER BY {self._sorted(self._alias, column, way)} LIMIT {count}"
        )
        if not self._shown.gathered:
            return query
        key, lite = f"page.{self._key}", sql.sole()
        beside = [
            f"{held.of(key, lite=lite)} AS {name}" for name, held in self._shown.gathered.items()
        ]
        ordered = self._sorted("page", column, way)
        return f"SELECT page.*, {', '.join(beside)} FROM ({query}) page ORDER BY {ordered}"

    def _sorted(self, alias: str, column: str, way: str) -> str:
        return f"{alias}.{column} {way}, {alias}.{self._key} {way}"

    def _where(self) -> str:
        return " AND ".join(self._conditions) or "1 = 1"

    def _only_beyond(self, column: str, sign: str, boundary: tuple[object, ...]) -> None:
        value, item_id = boundary
        ids.kind_of(str(item_id))
        edge = self.arg(datetime.fromisoformat(str(value)) if _timed(column) else value)
        key, last = f"{self._alias}.{column}", self.arg(item_id)
        own = f"{self._alias}.{self._key}"
        self.only(f"({key} {sign} {edge} OR ({key} = {edge} AND {own} {sign} {last}))")

    def _place(self, column: str, row: sql.Row) -> tuple[object, ...]:
        value = row[column]
        return (sql.instant(value) if _timed(column) else value, row[self._key])


async def of_each(
    table: str,
    column: str,
    owners: Sequence[str],
    item: Callable[[sql.Row], Item],
    order: str = "id",
) -> dict[str, list[Item]]:
    """Return what a table holds of each of `owners`, whom `column` names, sorted by `order`."""
    if not owners:
        return {}
    listed = tuple(dict.fromkeys(owners))
    among = f"{column} IN ({sql.placeholders(1, len(listed))})"
    rows = await sql.fetch(f"SELECT * FROM {table} WHERE {among} ORDER BY {order}", *listed)
    found: dict[str, list[Item]] = {owner: [] for owner in owners}
    for row in rows:
        found[row[column]].append(item(row))
    return found


def literal(text: str) -> str:
    """Return what a pattern with `!` as its escape finds `text` by, letter by letter."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _timed(column: str) -> bool:
    """Whether a column holds instants, as its name says."""
    return column.endswith("_at")
