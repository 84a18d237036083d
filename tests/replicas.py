"""A real copy of a PostgreSQL of the tests', which follows it by streaming replication."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from tests.postgres import SETTINGS, Server, keeper, needed


@contextmanager
def copy_of(url: str) -> Iterator[Server]:
    """Run a copy of the server at `url`, which has no database in it, while the block runs."""
    folder, account = Path(tempfile.mkdtemp(prefix="greenlight-copy-")), keeper()
    place = urlsplit(url)
    try:
        if account is not None:
            os.chown(folder, account, -1)
        where = ["-h", str(place.hostname), "-p", str(place.port), "-U", str(place.username)]
        taken = [needed("pg_basebackup"), "-D", str(folder / "taken"), *where]
        beside = ["--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
        subprocess.run([*taken, *beside], check=True, user=account, cwd="/")
        copy = Server(folder / "data", account, SETTINGS, folder / "taken")
        try:
            copy.start()
            yield copy
        finally:
            copy.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def paused(url: str) -> AsyncIterator[None]:
    """Keep the copy, of which `url` is a database, from replaying while the block runs."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SELECT pg_wal_replay_pause()")
        while await _state(connection) != "paused":  # It pauses at the next record it would replay.
            pass
        yield
    finally:
        await connection.execute("SELECT pg_wal_replay_resume()")
        await connection.close()


async def _state(connection: asyncpg.Connection) -> str:
    return str(await connection.fetchval("SELECT pg_get_wal_replay_pause_state()"))
