"""Tortoise's PostgreSQL client, with what Tortoise's own leaves out.

Tortoise's drops the rows of `UPDATE ... RETURNING`, and how many rows an `INSERT` added; it loses
connections to cancellations (`pool`), and reads URLs in a way of its own (`address`).
"""

from collections.abc import Callable, Sequence
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionalDBClient, TransactionContext
from tortoise.connection import get_connections
from tortoise.exceptions import IntegrityError, OperationalError

from domain.database.address import Address
from domain.database.pool import Limits, answering, give_back, open_pool, take
from domain.database.statements import Deferring, Result, Statement
from domain.errors import Busy

#: How many statements of a transaction are kept, to be done again. Ours.
DONE_KEPT_MAX = 200


class _Answering:
    """The object mapper's own statements, with errors of ours where the database is gone."""

    async def _translate_exceptions(
        self,
        func: Callable[..., Any],
        *args: Any,  # noqa: ANN401  Tortoise's form.
        **kwargs: Any,  # noqa: ANN401  As above.
    ) -> Any:  # noqa: ANN401  As above.
        with answering():
            return await super()._translate_exceptions(  # type: ignore[misc]
                func, *args, **kwargs
            )


class PooledTransaction(_Answering, Deferring, TransactionWrapper):
    """A transaction on a connection of the pool.

    A column that somebody adds meanwhile makes the server refuse a question it prepared before.
    Outside of a transaction asyncpg asks again by itself; in one all is taken back and done again,
    and it goes on if everything came out as before.
    """

    def __init__(self, connection: "PooledClient") -> None:
        super().__init__(connection)
        #: What was done so far; None once that is more than is kept, or not ours to do again.
        self._done: list[tuple[Statement, Result]] | None = []

    async def run(self, statements: Sequence[Statement]) -> list[Result]:
        """Run what waits, then `statements`, one after the other."""
        asked = [*self.taken(), *statements]
        async with self.acquire_connection() as held:
            try:
                results = await _run(held, asked)
            except Busy as busy:
                if self._done is None or not _outdated(busy):
                    raise
                await self._again(held, self._done, busy)
                results = await _run(held, asked)
        if not statements or len(self._done or ()) > DONE_KEPT_MAX:
            self._done = None  # The object mapper goes on by itself, or nothing comes any more.
        if self._done is not None:
            self._done += zip(asked, results, strict=True)
        return results[len(asked) - len(statements) :]

    async def _again(
        self,
        held: Any,  # noqa: ANN401  A connection.
        done: Sequence[tuple[Statement, Result]],
        busy: Busy,
    ) -> None:
        """Begin anew and do what was done; `Busy` if anything came out otherwise."""
        with answering():
            await held.execute("ROLLBACK")
            await held.execute("BEGIN")
        found = await _run(held, [statement for statement, _ in done])
        if not all(_alike(was, now) for (_, was), now in zip(done, found, strict=True)):
            raise busy

    async def begin(self) -> None:
        """Begin; not by asyncpg's own object, which cannot take back what it half began."""
        with answering():
            await self._connection.execute("BEGIN")

    async def commit(self) -> None:
        """Write what waits, and commit; whoever lent the connection takes back what fails."""
        await self.run(())
        with answering():
            await self._connection.execute("COMMIT")
        self._finalized = True

    async def rollback(self) -> None:
        """Take everything back."""
        with answering():
            await self._connection.execute("ROLLBACK")
        self._finalized = True


class _Transaction(TransactionContext):
    """The block of a transaction, which keeps its connection through it."""

    def __init__(self, client: "PooledClient") -> None:
        self._pool_of = client
        self.client: PooledTransaction = PooledTransaction(client)

    async def __aenter__(self) -> TransactionalDBClient:
        pool, limits = await self._pool_of.pool(), self._pool_of.limits
        held = await take(pool, limits)
        try:
            self.client._connection = held  # noqa: SLF001  Where Tortoise's wrapper has it.
            await self.client.begin()
        except BaseException as error:
            await give_back(pool, held, error, begun=True)
            raise
        self._token = get_connections().set(self.client.connection_name, self.client)
        return self.client

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        del kind, trace
        get_connections().reset(self._token)
        pool, held = await self._pool_of.pool(), self.client._connection  # noqa: SLF001  As above.
        try:
            if error is None and not self.client._finalized:  # noqa: SLF001  As above.
                await self.client.commit()
        except BaseException as trouble:
            await give_back(pool, held, trouble, begun=True)
            raise
        await give_back(pool, held, error, begun=not self.client._finalized)  # noqa: SLF001  As above.


class PooledClient(_Answering, AsyncpgDBClient):
    """The client Greenlight opens PostgreSQL with."""

    def __init__(self, *, address: Address, limits: Limits, **kwargs: Any) -> None:  # noqa: ANN401  Tortoise's own.
        super().__init__(**kwargs)
        self.address, self.limits = address, limits

    async def create_connection(self, with_db: bool) -> None:  # noqa: ARG002, FBT001  Tortoise's form.
        """Open the pool."""
        self._pool = await open_pool(self.address, self.limits)

    async def pool(self) -> asyncpg.Pool:
        """Return the pool, which is opened if it is not yet."""
        if self._pool is None:
            async with self._pool_init_lock:
                if self._pool is None:
                    await self.create_connection(with_db=True)
        assert self._pool is not None  # noqa: S101  It was opened just now.
        return self._pool

    def acquire_connection(self) -> Any:  # noqa: ANN401  Tortoise's wrapper, or ours.
        """Return the loan of a connection, for Tortoise's own statements too."""
        return _Loan(self)

    def _in_transaction(self) -> TransactionContext:
        return _Transaction(self)

    def connections(self) -> dict[str, int]:
        """Return how the pool stands."""
        pool = self._pool
        if pool is None:
            return {"used": 0, "idle": 0, "most": self.limits.connections}
        idle = pool.get_idle_size()
        return {"used": pool.get_size() - idle, "idle": idle, "most": pool.get_max_size()}

    async def run(self, statements: Sequence[Statement]) -> list[Result]:
        """Run statements that stand for themselves, one after the other."""
        async with self.acquire_connection() as held:
            return await _run(held, statements)


class _Loan:
    """The block of a connection for statements that stand for themselves."""

    def __init__(self, client: PooledClient) -> None:
        self._client = client

    async def __aenter__(self) -> Any:  # noqa: ANN401  The pool's proxy of a connection.
        self._pool = await self._client.pool()
        self._held = await take(self._pool, self._client.limits)
        return self._held

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        await give_back(self._pool, self._held, error)


def _outdated(busy: Busy) -> bool:
    """Whether the server refused a question for what was prepared of it before."""
    return isinstance(busy.__cause__, asyncpg.InvalidCachedStatementError)


def _alike(was: Result, now: Result) -> bool:
    """Whether a statement did and found the same again, whatever columns were added."""
    return (was.changed, len(was.rows)) == (now.changed, len(now.rows)) and all(
        after[name] == value
        for before, after in zip(was.rows, now.rows, strict=True)
        for name, value in before.items()
    )


async def _run(connection: Any, statements: Sequence[Statement]) -> list[Result]:  # noqa: ANN401  A connection, or the pool's proxy of one.
    try:
        with answering():
            return [await _run_one(connection, statement) for statement in statements]
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
