"""What is run on a connection, and transactions that leave writes for later.

Every statement is a trip: to another thread on SQLite, over the network on PostgreSQL. Writes
whose result nobody waits for are left with `later`, and run before whatever is run next, the
commit at the latest.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from domain.errors import HubError

Row = Mapping[str, Any]


class Statement(NamedTuple):
    """One statement with its values.

    `returns` says whether its rows are wanted, or else how many it changed; `otherwise` is raised
    unless it changes exactly one row.
    """

    text: str
    values: Sequence[Any] = ()
    returns: bool = False
    otherwise: HubError | None = None


class Result(NamedTuple):
    """How many rows a statement changed, and the rows it returned."""

    changed: int
    rows: Sequence[Row]


class Runner(Protocol):
    """A connection, in a transaction or not."""

    async def run(self, statements: Sequence[Statement]) -> list[Result]:
        """Run statements one after the other."""
        ...

    def connections(self) -> dict[str, int]:
        """Return how many connections are `used` and `idle`, and how many there may be: `most`."""
        ...


class Deferring:
    """A transaction of Tortoise's in which writes can be left for later. Mixed in before it."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401  Tortoise's client of the engine.
        super().__init__(connection)  # type: ignore[call-arg]
        self._waiting: list[Statement] = []

    def later(self, statement: Statement) -> None:
        """Run `statement` before whatever is run next, the commit at the latest."""
        self._waiting.append(statement)

    def taken(self) -> list[Statement]:
        """Return what waits, to be run now."""
        waiting, self._waiting = self._waiting, []
        return waiting

    async def run(self, statements: Sequence[Statement]) -> list[Result]:
        """Run what waits, then `statements`; return the results of `statements`."""
        raise NotImplementedError

    async def execute_insert(self, query: str, values: list[Any]) -> Any:  # noqa: ANN401  Tortoise's form.
        """Insert one row of the object mapper's, after what waits."""
        await self.run(())
        return await super().execute_insert(query, values)  # type: ignore[misc]

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Insert rows of the object mapper's, after what waits."""
        await self.run(())
        await super().execute_many(query, values)  # type: ignore[misc]

    async def execute_query(self, query: str, values: list[Any] | None = None) -> Any:  # noqa: ANN401  Tortoise's form.
        """Run a statement of the object mapper's, after what waits."""
        await self.run(())
        return await super().execute_query(query, values)  # type: ignore[misc]

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> Any:  # noqa: ANN401  Tortoise's form.
        """Run a query of the object mapper's, after what waits."""
        await self.run(())
        return await super().execute_query_dict(query, values)  # type: ignore[misc]

    async def execute_script(self, query: str) -> None:
        """Run a script of the object mapper's, after what waits."""
        await self.run(())
        await super().execute_script(query)  # type: ignore[misc]
