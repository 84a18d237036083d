"""The tables of connections, and of attempts at them."""

from collections.abc import Sequence
from datetime import datetime

from domain.connections.model import Attempt, Connection, ConnectionState, Purpose
from domain.database import sql
from domain.database.listing import of_each

#: The longest name and trouble that are kept, in characters; what the columns hold.
NAME_MAX, TROUBLE_MAX = 255, 200


async def intend(connection_id: str, purpose: Purpose, brand_id: str) -> Connection:
    """Return the connection of a brand, locked until the commit; a new one waits."""
    await sql.execute(
        "INSERT INTO connections (id, purpose, brand_id, state, account_id, account_name, scopes,"
        " trouble) VALUES ($1, $2, $3, 'waiting', '', '', $4, '')"
        " ON CONFLICT (purpose, brand_id) DO NOTHING",
        *(connection_id, purpose, brand_id, []),
    )
    found = await of_brand(purpose, brand_id, locked=True)
    if found is None:
        raise RuntimeError("a connection vanished; none is ever deleted")
    return found


async def of_brand(purpose: Purpose, brand_id: str, *, locked: bool = False) -> Connection | None:
    """Return the connection of a brand, `locked` until the commit if that is asked for."""
    query = "SELECT * FROM connections WHERE purpose = $1 AND brand_id = $2"
    row = await sql.fetch_one(sql.locking(query) if locked else query, purpose, brand_id)
    return _connection(row) if row else None


async def of_brands(brand_ids: Sequence[str]) -> dict[str, list[Connection]]:
    """Return the connections of brands, by brand; one for each purpose at most."""
    return await of_each("connections", "brand_id", brand_ids, _connection)


async def get(connection_id: str) -> Connection | None:
    """Return a connection, locked until the commit."""
    query = sql.locking("SELECT * FROM connections WHERE id = $1")
    row = await sql.fetch_one(query, connection_id)
    return _connection(row) if row else None


async def broken() -> list[Connection]:
    """Return the connections that somebody has to make again, the oldest first."""
    rows = await sql.fetch("SELECT * FROM connections WHERE state = 'broken' ORDER BY id")
    return [_connection(row) for row in rows]


async def connected(value: Connection) -> None:
    """Write that an account was connected, with whose and what it granted."""
    await sql.execute(
        "UPDATE connections SET state = 'connected', account_id = $1, account_name = $2,"
        " scopes = $3, user_id = $4, at = $5, credential = $6, trouble = '' WHERE id = $7",
        *(value.account_id[:NAME_MAX], value.account_name[:NAME_MAX], list(value.scopes)),
        *(value.user_id, value.at, value.credential, value.id),
    )


async def end(connection_id: str, state: ConnectionState, trouble: str = "") -> None:
    """Write that nothing opens the account any more, and why."""
    await sql.execute(
        "UPDATE connections SET state = $1, credential = NULL, trouble = $2 WHERE id = $3",
        *(state, trouble[:TROUBLE_MAX], connection_id),
    )


# Attempts.


async def add(value: Attempt) -> None:
    """Keep an attempt that was begun."""
    await sql.execute(
        "INSERT INTO connection_attempts (id, connection_id, user_id, ends_at, state, browser,"
        " sealed, used, confirmed) VALUES ($1, $2, $3, $4, '', '', '', $5, $6)",
        *(value.id, value.connection_id, value.user_id, value.ends_at, False, value.confirmed),
    )


async def attempt(attempt_id: str) -> Attempt | None:
    """Return an attempt."""
    row = await sql.fetch_one("SELECT * FROM connection_attempts WHERE id = $1", attempt_id)
    if row is None:
        return None
    return Attempt(
        id=row["id"],
        connection_id=row["connection_id"],
        user_id=row["user_id"],
        ends_at=sql.instant(row["ends_at"]),
        state=row["state"],
        browser=row["browser"],
        sealed=row["sealed"],
        used=bool(row["used"]),
        confirmed=bool(row["confirmed"]),
    )


async def opened(attempt_id: str, state: str, browser: str, sealed: str) -> bool:
    """Write in which browser an attempt was opened last; False once it was answered."""
    changed = await sql.execute(
        "UPDATE connection_attempts SET state = $1, browser = $2, sealed = $3"
        " WHERE id = $4 AND used = $5",
        *(state, browser, sealed, attempt_id, False),
    )
    return changed == 1


async def use(attempt_id: str, state: str) -> bool:
    """Take the one answer to an attempt; False if somebody else did."""
    changed = await sql.execute(
        "UPDATE connection_attempts SET used = $1, sealed = '' WHERE id = $2 AND state = $3"
        " AND used = $4",
        *(True, attempt_id, state, False),
    )
    return changed == 1


async def finish(attempt_id: str) -> bool:
    """Delete an attempt that came to its end; False if it was called off meanwhile."""
    deleted = await sql.execute("DELETE FROM connection_attempts WHERE id = $1", attempt_id)
    return deleted == 1


async def call_off(connection_id: str) -> None:
    """Delete every attempt at a connection."""
    await sql.execute("DELETE FROM connection_attempts WHERE connection_id = $1", connection_id)


async def forget_attempts(before: datetime) -> None:
    """Delete attempts that ended `before`."""
    await sql.execute("DELETE FROM connection_attempts WHERE ends_at < $1", before)


def _connection(row: sql.Row) -> Connection:
    return Connection(
        id=row["id"],
        purpose=Purpose(row["purpose"]),
        brand_id=row["brand_id"],
        state=ConnectionState(row["state"]),
        account_id=row["account_id"],
        account_name=row["account_name"],
        scopes=tuple(sql.document(row["scopes"])),
        user_id=row["user_id"],
        at=sql.instant_or_none(row["at"]),
        credential=row["credential"],
        trouble=row["trouble"],
    )
