"""Tortoise's SQLite client with writers that take their turn at the start.

Tortoise opens transactions with a plain `BEGIN`, which takes the write lock only at the first
write; two read-then-write transactions of two processes then fail at once with "database is
locked", whatever the busy timeout. `BEGIN IMMEDIATE` queues them instead.
Source: sqlite.org/lang_transaction.html.
"""

import sqlite3
from typing import Any, cast

import aiosqlite
from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.exceptions import TransactionManagementError


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that holds the write lock from its first instant."""

    async def begin(self) -> None:
        """Take the write lock, waiting for at most the connection's busy timeout."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise TransactionManagementError(error) from error


class ImmediateClient(SqliteClient):
    """The client Greenlight opens SQLite with."""

    def _in_transaction(self) -> TransactionContext:
        wrapper: Any = ImmediateTransaction(self)
        return SqliteTransactionContext(wrapper, self._lock)

    @property
    def raw(self) -> aiosqlite.Connection:
        """The open connection underneath."""
        return cast("aiosqlite.Connection", self._connection)


#: The name by which Tortoise looks a backend's client up.
client_class = ImmediateClient
