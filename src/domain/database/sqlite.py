"""Tortoise's SQLite client with writers that take their turn at the start, in few trips.

Tortoise opens transactions with a plain `BEGIN`, which takes the write lock only at the first
write; two read-then-write transactions of two processes then fail at once with "database is
locked", whatever the busy timeout. `BEGIN IMMEDIATE` queues them instead.
Source: sqlite.org/lang_transaction.html.

A transaction begins with its first statement, in the same trip to the connection's thread.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from threading import Lock
from typing import Any, Generic, TypeVar

import aiosqlite
from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.exceptions import IntegrityError, OperationalError

from domain.database.pool import unavailable
from domain.database.statements import Deferring, Result, Statement
from domain.errors import Busy

Found = TypeVar("Found")


class ImmediateTransaction(Deferring, SqliteTransactionWrapper):
    """A transaction that holds the write lock from its first statement on."""

    def __init__(self, connection: SqliteClient) -> None:
        super().__init__(connection)
        self._begun = False

    async def run(self, statements: Sequence[Statement], *, commit: bool = False) -> list[Result]:
        """Run what waits, then `statements`, in one trip.

        Raises `Busy` if another process kept the write lock for longer than the busy timeout.
        """
        begin, self._begun = not self._begun, True
        waiting = self.taken()

        def act(connection: sqlite3.Connection) -> list[Result]:
            if begin:
                _begin(connection)
            for statement in waiting:
                _run(connection, statement)
            results = [_run(connection, statement) for statement in statements]
            if commit:
                connection.commit()
            return results

        return await _trip(self._connection, act, stoppable=not commit)

    async def within(self, act: Callable[[sqlite3.Connection], Found]) -> Found:
        """Run what waits, then call `act` in the connection's thread."""
        await self.run(())
        return await _trip(self._connection, act)

    async def beside(
        self, act: Callable[[sqlite3.Connection], object], meanwhile: Callable[[], Found]
    ) -> Found:
        """Call `act` in the connection's thread, `meanwhile` in this one; return what it returns.

        SQLite works without Python's lock, so the one does not wait for the other.
        """
        await self.run(())
        working = asyncio.ensure_future(_trip(self._connection, act))
        await asyncio.sleep(0)  # It is with the thread by now.
        try:
            return meanwhile()
        finally:
            await working

    async def begin(self) -> None:
        """Do nothing yet: the first statement begins."""

    async def commit(self) -> None:
        """Write what waits, and commit; what cannot be written takes the whole back."""
        self._finalized = True
        if not (self._begun or self._waiting):
            return
        try:
            await self.run((), commit=True)
        except BaseException:  # Nobody else rolls back once the block is over.
            await self._connection.rollback()
            raise


class ImmediateClient(SqliteClient):
    """The client Greenlight opens SQLite with."""

    async def create_connection(self, with_db: bool) -> None:  # noqa: FBT001  Tortoise's form.
        """Open the file, unless it is open."""
        if self._connection is None:
            # What cannot be opened leaves a thread of aiosqlite behind, which outlives the loop.
            await asyncio.to_thread(_try, self.filename)
        await super().create_connection(with_db)

    def _in_transaction(self) -> TransactionContext:
        wrapper: Any = ImmediateTransaction(self)
        return SqliteTransactionContext(wrapper, self._lock)

    def connections(self) -> dict[str, int]:
        """Return that there is one connection, which is everybody's."""
        return {"used": 1, "idle": 0, "most": 1}

    async def run(self, statements: Sequence[Statement]) -> list[Result]:
        """Run statements that stand for themselves, in one trip."""
        async with self.acquire_connection() as held:
            return await _trip(
                held, lambda connection: [_run(connection, s) for s in statements], stoppable=True
            )


async def _trip(
    connection: aiosqlite.Connection,
    act: Callable[[sqlite3.Connection], Found],
    *,
    stoppable: bool = False,
) -> Found:
    """Call `act` in the thread of `connection`, which aiosqlite offers for one statement only.

    One that is `stoppable` is stopped if whoever waits for it is cancelled.
    """
    run: Callable[..., Awaitable[Found]] = connection._execute  # noqa: SLF001  As said above.
    trip = _Trip(act)
    try:
        return await run(trip, connection._conn)  # noqa: SLF001  As above.
    except asyncio.CancelledError:
        if stoppable:
            trip.stop(connection._conn)  # noqa: SLF001  As above.
        raise
    except sqlite3.OperationalError as error:
        # The lowest byte says what it is, the others what exactly. Source: sqlite.org/rescode.html.
        if error.sqlite_errorcode & 0xFF in _GONE:
            raise unavailable(error) from error
        raise OperationalError(error) from error
    except sqlite3.IntegrityError as error:
        raise IntegrityError(error) from error


class _Trip(Generic[Found]):
    """An act in the connection's thread, which can be stopped from another one.

    The connection is everybody's: it is interrupted only while this very act is at work.
    """

    def __init__(self, act: Callable[[sqlite3.Connection], Found]) -> None:
        self._act = act
        self._lock = Lock()
        self._at_work = self._stopped = False

    def __call__(self, connection: sqlite3.Connection) -> Found:
        with self._lock:
            if self._stopped:
                raise sqlite3.OperationalError("interrupted")
            self._at_work = True
        try:
            return self._act(connection)
        finally:
            with self._lock:
                self._at_work = False

    def stop(self, connection: sqlite3.Connection) -> None:
        """Stop it, or keep it from beginning."""
        with self._lock:
            self._stopped = True
            if self._at_work:
                connection.interrupt()


def _try(path: str) -> None:
    with closing(sqlite3.connect(path)):
        pass


#: What says that the file or its disk is gone or full.
_GONE = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
)


def _begin(connection: sqlite3.Connection) -> None:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise Busy("database_busy", "The hub is busy this moment; try again shortly.") from error


def _run(connection: sqlite3.Connection, statement: Statement) -> Result:
    cursor = connection.execute(statement.text, statement.values)
    rows: Any = cursor.fetchall()
    changed = max(cursor.rowcount, 0)
    if statement.otherwise is not None and changed != 1:
        raise statement.otherwise
    return Result(changed, rows)


#: The name by which Tortoise looks a backend's client up.
client_class = ImmediateClient
