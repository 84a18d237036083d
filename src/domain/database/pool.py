"""Connections of the pool, lent for a block and given back whatever becomes of the block.

Tortoise's own ways lose a connection to a cancellation between taking it and giving it back, and
wait for ever where a database froze. Here every wait has a bound, and what cannot be brought back
to rest within a bound is thrown away.
"""

import asyncio
from collections.abc import Awaitable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import asyncpg
import structlog

from domain import steps
from domain.database.address import Address, reaching
from domain.errors import UNAVAILABLE, Busy, Unavailable

#: How long it may take to bring a disturbed connection to rest, in seconds; afterwards it is ended.
REST_SECONDS = 2.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Limits:
    """How many connections there are, and how long is waited: for one, and for a statement."""

    connections: int = 10
    wait_seconds: float = 10.0
    statement_seconds: float = 20.0


#: What says that the server or the way to it is gone, or that it cannot serve anybody.
_GONE = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.PostgresIOError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)


#: What says that others were in the way, or that the server forgot what it prepared.
_BUSY = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    asyncpg.InvalidCachedStatementError,
    asyncpg.OutdatedSchemaCacheError,
)


class _Answering(AbstractContextManager[None]):
    """The block below. It keeps nothing, so one serves every statement there is."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, _BUSY):
            said = "The hub is busy this moment; try again shortly."
            raise Busy("database_busy", said) from error
        if isinstance(error, Exception) and _gone(error):
            raise unavailable(error) from error


_ANSWERING = _Answering()


def answering() -> AbstractContextManager[None]:
    """Turn what a database that is gone or overrun raises into `Unavailable` or `Busy`."""
    return _ANSWERING


def _gone(error: Exception) -> bool:
    if isinstance(error, _GONE):
        return True
    if isinstance(error, asyncpg.InternalClientError):
        # A server says why it ends a connection before it hangs up: in between, asyncpg takes the
        # next statement for one too many, and does not send it.
        return "cannot switch to state" in str(error)
    # asyncpg has one class for a closed connection and for its own misuse.
    misused = isinstance(error, asyncpg.InterfaceError)
    return misused and ("clos" in str(error) or "released" in str(error))


def unavailable(error: Exception) -> Unavailable:
    """Return what to say of a database that does not answer; the log has the reason."""
    log.warning("database_unavailable", reason=f"{type(error).__name__}: {error}"[:300])
    return Unavailable(
        UNAVAILABLE, "The hub cannot reach its database just now; try again shortly."
    )


async def open_pool(address: Address, limits: Limits) -> asyncpg.Pool:
    """Open a pool that hands connections back as they are: nothing here changes a session."""
    given = {
        # None is kept for its own sake: asyncpg logs a traceback whenever it cannot be.
        "min_size": 0,
        "max_size": limits.connections,
        "command_timeout": limits.statement_seconds,
    } | dict(address.pool)
    given["max_size"] = max(given["max_size"], given["min_size"])
    given["init_size"] = max(1, given["min_size"])
    if not given["command_timeout"]:
        given["command_timeout"] = None
    with reaching():
        return await asyncpg.create_pool(
            **address.arguments, **given, connect=_connect, reset=_as_it_is
        )


async def take(pool: asyncpg.Pool, limits: Limits) -> Any:  # noqa: ANN401  The pool's proxy of a connection.
    """Take a connection; `Unavailable` if none is to be had in time."""
    if _at_hand(pool):
        with answering():
            return await pool.acquire()
    free = pool.get_idle_size() > 0 or pool.get_size() < pool.get_max_size()
    since = 0.0 if free else perf_counter()
    with answering():
        try:
            async with asyncio.timeout(limits.wait_seconds):
                held = await pool.acquire()
                if not free:
                    steps.waited("pool", perf_counter() - since)
                return held
        except TimeoutError:
            raise TimeoutError(
                f"none of {pool.get_max_size()} connections within {limits.wait_seconds:g} s"
            ) from None


def _at_hand(pool: asyncpg.Pool) -> bool:
    """Whether the pool would lend at once, for the next in its row is open: that needs no clock."""
    row = pool._queue._queue  # noqa: SLF001  What `Pool.acquire` takes the last of.
    return bool(row) and row[-1].is_connected()


async def give_back(
    pool: asyncpg.Pool,
    held: Any,  # noqa: ANN401  As above.
    error: BaseException | None = None,
    *,
    begun: bool = False,
) -> None:
    """Give a connection back; after an error it is brought to rest, and `begun` is taken back.

    That is done even if whoever gives it back is cancelled meanwhile.
    """
    if error is None:
        await _release(_put_down(held))
        return
    task = asyncio.create_task(_settle(pool, held, error, begun=begun))
    _settling.add(task)
    task.add_done_callback(_settling.discard)
    await asyncio.shield(task)


#: Nobody else holds these tasks.
_settling: set[asyncio.Task[None]] = set()


async def _settle(
    pool: asyncpg.Pool,
    held: Any,  # noqa: ANN401  As above.
    error: BaseException,
    *,
    begun: bool,
) -> None:
    try:
        if isinstance(error, Unavailable):
            _end_now(held)
        elif begun and not held.is_closed():
            async with asyncio.timeout(REST_SECONDS):
                await held.execute("ROLLBACK")
    except Exception as trouble:  # noqa: BLE001  Whatever keeps it from resting, it is of no use now.
        log.info("connection_ended", reason=f"{type(trouble).__name__}: {trouble}"[:300])
        _end_now(held)
    finally:
        await _release(pool.release(held, timeout=REST_SECONDS))


def _end_now(held: Any) -> None:  # noqa: ANN401  As above.
    # One that the pool took back already is closed or in better hands.
    with suppress(asyncpg.InterfaceError):
        held.terminate()


async def _put_down(held: Any) -> None:  # noqa: ANN401  As above.
    """Give back what is at rest, as the pool does it, but without a task or a clock of its own.

    Nothing is waited for but the end of a connection that served long enough; whoever is cancelled
    meanwhile ends it at once, and its place in the pool is free.
    """
    connection, holder = held._con, held._holder  # noqa: SLF001  What `Pool.release` does it with.
    if connection is None:  # The pool took it back.
        return
    connection._on_release()  # noqa: SLF001  Likewise.
    if _rests(connection, holder):
        holder._release()  # noqa: SLF001  Likewise.
        holder._setup_inactive_callback()  # noqa: SLF001  Likewise.
    else:
        await holder.release(REST_SECONDS)


def _rests(connection: Any, holder: Any) -> bool:  # noqa: ANN401  asyncpg's own.
    """Whether a connection can be lent again as it is."""
    protocol = connection._protocol  # noqa: SLF001  Likewise.
    return not (
        connection.is_closed()
        or protocol._is_cancelling()  # noqa: SLF001  Likewise.
        or protocol.is_in_transaction()
        or connection._top_xact is not None  # noqa: SLF001  Likewise.
        or protocol.queries_count >= holder._max_queries  # noqa: SLF001  Likewise.
        or holder._generation != holder._pool._generation  # noqa: SLF001  Likewise.
    )


async def _release(giving: Awaitable[None]) -> None:
    try:
        await giving
    except Exception as trouble:  # noqa: BLE001  The pool has ended it, and opens another.
        log.info("connection_ended", reason=f"{type(trouble).__name__}: {trouble}"[:300])


async def _connect(*given: Any, **named: Any) -> asyncpg.Connection:  # noqa: ANN401  asyncpg's own.
    """Open a connection to its end: asyncpg leaves half-open ones where that is cancelled."""
    task = asyncio.create_task(asyncpg.connect(*given, **named))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(_end)
        raise


def _end(task: "asyncio.Task[asyncpg.Connection]") -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().terminate()


async def _as_it_is(_: asyncpg.Connection) -> None:
    """Spare the trip by which asyncpg resets every connection that comes back."""
