"""Tortoise's PostgreSQL client, with what Tortoise's own leaves out.

Tortoise's drops the rows of `UPDATE ... RETURNING`, and how many rows an `INSERT` added.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionContext, TransactionContextPooled
from tortoise.exceptions import IntegrityError, OperationalError

from domain.database.statements import Deferring, Result, Statement
from domain.errors import Busy


class PooledTransaction(Deferring, TransactionWrapper):
    """A transaction on a connection of the pool."""

    async def run(self, statements: Sequence[Statement]) -> list[Result]:
        """Run what waits, then `statements`, one after the other."""
        async with self.acquire_connection() as held:
            await _run(held, self.taken())
            return await _run(held, statements)

    async def commit(self) -> None:
        """Write what waits, and commit; what cannot be written takes the whole back."""
        try:
            await self.run(())
        except BaseException:  # Nobody else rolls back once the block is over.
            await self.rollback()
            raise
        await super().commit()


class PooledClient(AsyncpgDBClient):
    """The client Greenlight opens PostgreSQL with."""

    async def create_pool(self, **kwargs: Any) -> asyncpg.Pool:  # noqa: ANN401  asyncpg's own settings.
        """Open a pool that hands connections back as they are: nothing here changes a session."""
        return await asyncpg.create_pool(None, reset=_as_it_is, **kwargs)

    def _in_transaction(self) -> TransactionContext:
        wrapper: Any = PooledTransaction(self)
        return TransactionContextPooled(wrapper, self._pool_init_lock)

    async def run(self, statements: Sequence[Statement]) -> list[Result]:
        """Run statements that stand for themselves, one after the other."""
        async with self.acquire_connection() as held:
            return await _run(held, statements)


async def _as_it_is(_: asyncpg.Connection) -> None:
    """Spare the trip by which asyncpg resets every connection that comes back."""


async def _run(connection: Any, statements: Sequence[Statement]) -> list[Result]:  # noqa: ANN401  A connection, or the pool's proxy of one.
    try:
        return [await _run_one(connection, statement) for statement in statements]
    except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError) as error:
        raise Busy("database_busy", "The hub is busy this moment; try again shortly.") from error
    except asyncpg.IntegrityConstraintViolationError as error:
        raise IntegrityError(error) from error
    except (asyncpg.SyntaxOrAccessError, asyncpg.DataError) as error:
        raise OperationalError(error) from error


async def _run_one(connection: Any, statement: Statement) -> Result:  # noqa: ANN401  As above.
    if statement.returns:
        rows = await connection.fetch(statement.text, *statement.values)
        return Result(len(rows), rows)
    status: str = await connection.execute(statement.text, *statement.values)
    count = status.rpartition(" ")[2]
    changed = int(count) if count.isdigit() else 0
    if statement.otherwise is not None and changed != 1:
        raise statement.otherwise
    return Result(changed, ())


#: The name by which Tortoise looks a backend's client up.
client_class = PooledClient
