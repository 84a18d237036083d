"""Whence lists are read: from the copy, where there is one and its reader's own writes are in it.

Only what is read by `fetch` here, within `lists_for`, may come from there: pages and counts. Single
things, mutations, judgements and jobs read the original. Whoever changed something sees it in the
next list, by whichever door and process: a transaction leaves a mark of who acted, and a list is
taken from the copy only if that very connection sees every mark the original has of its reader.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from functools import partial
from secrets import token_hex

from tortoise.connection import get_connection

from domain.database import replica, sql
from domain.database.replica import Replica
from domain.database.session import before_commit
from domain.database.statements import Deferring, Row

#: How much longer than the copy may be behind a mark counts, in seconds: a transaction that left
#: one may wait so long for its commit.
COMMIT_SECONDS = 60.0

_MARKS = "SELECT id FROM own_writes WHERE user_id = $1 AND at > {since}"
_SINCE = "clock_timestamp() - make_interval(secs => {seconds:g})"

#: What somebody left before is swept by the way; rows that another of their transactions sweeps
#: are left to it, so that none waits for the other.
_MARK = (
    "WITH swept AS (DELETE FROM own_writes WHERE id IN (SELECT id FROM own_writes"
    " WHERE user_id = $2 AND at < {since} FOR UPDATE SKIP LOCKED))"
    " INSERT INTO own_writes (id, user_id, at) VALUES ($1, $2, clock_timestamp())"
)


class _Reader:
    """Somebody who reads lists in one operation."""

    def __init__(self, copy: Replica, user_id: str) -> None:
        self._copy = copy
        self._user_id = user_id
        self._marks: frozenset[str] | None = None

    async def fetch(self, query: str, args: Sequence[object]) -> Sequence[Row] | None:
        """Return the rows of `query`; None if the copy is not to be asked, or fails."""
        if not self._copy.near:
            return None
        if self._marks is None:
            self._marks = await _marks(self._user_id, self._copy.most)
        questions = [sql.asked(query, args)]
        if self._marks:
            among = sql.placeholders(1, len(self._marks))
            seen = f"SELECT id FROM own_writes WHERE id IN ({among})"
            questions.insert(0, sql.asked(seen, sorted(self._marks)))
        try:
            *seen_there, found = await self._copy.run(questions)
        except replica.TROUBLE as trouble:
            self._copy.away(trouble)
            return None
        missing = self._marks - {row["id"] for one in seen_there for row in one.rows}
        return None if missing else found.rows


_reader: ContextVar[_Reader | None] = ContextVar("reader", default=None)


def lists_for(user_id: str | None) -> AbstractContextManager[None]:
    """Let the lists of the block, which `user_id` reads, come from the copy, if one is open."""
    copy = replica.opened()
    return nullcontext() if copy is None or user_id is None else _read_by(_Reader(copy, user_id))


@contextmanager
def _read_by(reader: _Reader) -> Iterator[None]:
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)


async def fetch(query: str, *args: object) -> Sequence[Row]:
    """Return the rows of a list, or how many there are."""
    reader = _reader.get()
    if reader is not None and not isinstance(get_connection("default"), Deferring):
        found = await reader.fetch(query, args)
        if found is not None:
            return found
    return await sql.fetch(query, *args)


async def fetch_one(query: str, *args: object) -> Row | None:
    """Return the first row of what `fetch` returns, or None."""
    rows = await fetch(query, *args)
    return rows[0] if rows else None


def changed_by(user_id: str | None) -> None:
    """Have `user_id` see in lists what the running transaction writes, once it is committed."""
    copy = replica.opened()
    if copy is not None and user_id is not None:
        before_commit(f"own_writes:{user_id}", partial(_mark, user_id, copy.most))


async def _mark(user_id: str, most: float) -> None:
    await sql.write(_MARK.format(since=_since(most)), token_hex(12), user_id)


async def _marks(user_id: str, most: float) -> frozenset[str]:
    rows = await sql.fetch(_MARKS.format(since=_since(most)), user_id)
    return frozenset(row["id"] for row in rows)


def _since(most: float) -> str:
    return _SINCE.format(seconds=most + COMMIT_SECONDS)
