"""What another table holds of each row of a page, read in the page's own statement.

The database writes it as JSON, an array for each row, which is read faster than rows of a statement
of their own: nothing is asked twice, and no values are taken apart that nobody looks at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.database import sql


@dataclass(frozen=True, slots=True)
class Gathered:
    """Those rows of a table that name the row of the page in `owner`, sorted by `order`.

    Of each of them `columns` are read. Instants come as texts.
    """

    table: str
    owner: str
    columns: tuple[str, ...]
    order: str

    def of(self, key: str) -> str:
        """Return the expression that holds them for the row that `key` stands for."""
        source = f"{self.table} WHERE {self.owner} = {key}"
        return sql.as_json(", ".join(self.columns), source, self.order)

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
