"""Tests share a database whose rows are swept between them; the parts of its tables stay."""

from domain.database import partitions, sql, transaction


async def without_parts(table: str = "metric_points") -> None:
    """Take every part of a table away, on PostgreSQL."""
    if not sql.sole():
        names = [part.name for part in await partitions.parts(table)]
        async with transaction():
            await partitions.drop(names)
