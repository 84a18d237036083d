"""A server that says why it ends a connection, and hangs up only then."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest

from domain.database import open_database, sql
from domain.errors import Unavailable

#: What PostgreSQL sends to those whose connection an administrator ends. Source: its protocol,
#: `ErrorResponse`.
_FIELDS = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"
FAREWELL = b"E" + (len(_FIELDS) + 4).to_bytes(4) + _FIELDS


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_what_is_asked_between_a_servers_farewell_and_its_hanging_up_finds_no_database(
    database_url: str,
) -> None:
    async with _between(database_url) as (through, clients):
        database = await open_database(through)
        try:
            await sql.fetch("SELECT 1 AS one")
            for client in clients:
                client.write(FAREWELL)
            await _heard(through)

            with pytest.raises(Unavailable):
                await sql.fetch("SELECT 1 AS one")
            assert [row["one"] for row in await sql.fetch("SELECT 1 AS one")] == [1]
        finally:
            await database.close()


@asynccontextmanager
async def _between(url: str) -> AsyncIterator[tuple[str, list[asyncio.StreamWriter]]]:
    """Stand between the hub and its server; give the way through, and who came by it."""
    parts, clients, ways = urlsplit(url), list[asyncio.StreamWriter](), list[asyncio.Task[None]]()

    async def carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while content := await source.read(65_536):
            target.write(content)
        target.close()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        clients.append(writer)
        there, back = await asyncio.open_connection(parts.hostname, parts.port)
        ways.append(asyncio.create_task(carry(reader, back)))
        await carry(there, writer)

    async with await asyncio.start_server(meet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield url.replace(f":{parts.port}/", f":{port}/"), clients
    await asyncio.gather(*ways, return_exceptions=True)


async def _heard(url: str) -> None:
    """Return when what was written before has been read: a whole round by the same way later."""
    _, writer = await asyncio.open_connection(urlsplit(url).hostname, urlsplit(url).port)
    writer.close()
    await writer.wait_closed()
