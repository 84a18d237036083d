"""Reading some columns of one table, on either engine."""

from collections.abc import AsyncIterator

from domain.keeping.model import Row, Source


async def picked(source: Source, table: str, *columns: str) -> AsyncIterator[Row]:
    """Yield the values that each row of `table` has in `columns`, in their order."""
    (found,) = (one for one in await source.tables() if one.name == table)
    at = {column.name: place for place, column in enumerate(found.columns)}
    places = [at[name] for name in columns]
    async for batch in source.rows(found):
        for row in batch:
            yield tuple(row[place] for place in places)
