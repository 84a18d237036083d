"""What another table holds of each row of a page, read in the page's own statement.

The database writes it as JSON, an array for each row, which is read faster than rows of a statement
of their own: nothing is asked twice, and no values are taken apart that nobody looks at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from domain.database import sql


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """Those rows of a table that name the row of the page in `owner`, sorted by `order`.

    Of each of them `columns` are read. Instants come as texts, documents as they are or as texts.
    """

    table: str
    owner: str
    columns: tuple[str, ...]
    order: str

    def of(self, key: str, *, lite: bool) -> str:
        """Return the expression that holds them for the row that `key` stands for.

        `lite` says that it is SQLite which reads it.
        """
        return _expression(self, key, lite=lite)

    def rows(self, held: Any) -> Sequence[Sequence[Any]]:  # noqa: ANN401  What the driver gives.
        """Return the values of each, in the order of `columns`, of what that expression held."""
        found: Sequence[Sequence[Any]] = sql.document(held) or ()
        return found

    def named(self, values: Sequence[Any]) -> Mapping[str, Any]:
        """Return the values of one by their columns, as a row has them."""
        return dict(zip(self.columns, values, strict=True))

    def places(self, *columns: str) -> dict[str, int]:
        """Return where the values of these columns stand."""
        return {name: self.columns.index(name) for name in columns}


@lru_cache
def _expression(gathered: Gathered, key: str, *, lite: bool) -> str:
    columns, order = ", ".join(gathered.columns), gathered.order
    source = f"{gathered.table} WHERE {gathered.owner} = {key}"
    if lite:
        # SQLite keeps the order of what is given to `json_group_array`; to be told one it is too
        # old. Source: sqlite.org/lang_aggfunc.html.
        ordered = f"SELECT {columns} FROM {source} ORDER BY {order}"
        return f"(SELECT json_group_array(json_array({columns})) FROM ({ordered}))"
    return f"(SELECT json_agg(json_build_array({columns}) ORDER BY {order}) FROM {source})"
