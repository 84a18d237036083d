"""Loans of connections: for one trip, or for all that a block asks one after the other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Any, Protocol

import asyncpg

from domain.database.pool import Limits, give_back, take


class Lender(Protocol):
    """Who has a pool."""

    limits: Limits

    async def pool(self) -> asyncpg.Pool:
        """Return the pool."""
        ...


class Loan:
    """The block of a connection for statements that stand for themselves."""

    def __init__(self, lender: Lender) -> None:
        self.lender = lender
        self._held: Any = None

    async def __aenter__(self) -> Any:  # noqa: ANN401  The pool's proxy of a connection.
        """Take a connection."""
        self._pool = await self.lender.pool()
        self._held = await take(self._pool, self.lender.limits)
        return self._held

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Give it back."""
        held, self._held = self._held, None
        await give_back(self._pool, held, error)


class Kept(Loan):
    """A loan that is taken once something is asked, and ended with the block, or by an error."""

    async def __aenter__(self) -> Any:  # noqa: ANN401  As above.
        """Return the connection."""
        return self._held or await super().__aenter__()

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Keep it, unless something went wrong on it."""
        if error is not None:
            await super().__aexit__(kind, error, trace)

    async def end(self) -> None:
        """Give it back, if it was taken."""
        if self._held is not None:
            await super().__aexit__(None, None, None)


_kept: ContextVar[Kept | None] = ContextVar("kept", default=None)


def lent(lender: Lender) -> Loan:
    """Return a loan of one of the lender's connections: the one that is kept, or another."""
    kept = _kept.get()
    return kept if kept is not None and kept.lender is lender else Loan(lender)


@asynccontextmanager
async def keeping(lender: Lender) -> AsyncIterator[None]:
    """Ask the lender all that the block asks on one connection, one thing after the other.

    Start nothing in it that asks by itself, and no transaction: they take connections of their own,
    and who waits for a second one holding the first may wait for somebody who does the same.
    """
    kept = Kept(lender)
    token = _kept.set(kept)
    try:
        yield
    finally:
        _kept.reset(token)
        await kept.end()
