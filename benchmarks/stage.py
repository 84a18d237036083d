"""What benchmarks stand on: a migrated database with people in it, and a way to measure."""

import statistics
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from tests.conftest import SECRET
from tests.postgres import told
from tests.world import World, populate

from app.keeping.migrating import migrate
from app.running.serving import spare_what_stands
from connectors.files.disk import DiskStore
from domain.clock import SystemClock
from domain.database import open_database
from domain.hub import Hub
from domain.secrets import Secrets


@asynccontextmanager
async def world(server: str | None = None) -> AsyncIterator[World]:
    """A hub on a fresh database of a PostgreSQL `server`, or on a SQLite file, with people."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite://{Path(folder) / 'bench.db'}"
        if server is not None:
            name = f"bench_{uuid.uuid4().hex}"
            await told(server, f"CREATE DATABASE {name}")
            url = f"{server}/{name}"
        await migrate(url)
        database = await open_database(url)
        hub = Hub(
            clock=SystemClock(),
            secrets=Secrets.of(SECRET),
            files=DiskStore(Path(folder) / "files"),
            undo_window=timedelta(seconds=30),
        )
        found = await populate(hub)
        spare_what_stands()  # As when it is served.
        yield found
        await database.close()


async def per_second(act: Callable[[], Awaitable[object]], times: int) -> float:
    """Return how often `act` ran in a second, one after the other."""
    begin = time.perf_counter()
    for _ in range(times):
        await act()
    return times / (time.perf_counter() - begin)


def engine(server: str | None) -> str:
    """Return the name of the database that is measured."""
    return "SQLite" if server is None else "PostgreSQL"


def report(name: str, ours: list[float], floor: list[float], goal: str) -> None:
    """Print medians and their ratio."""
    one, two = statistics.median(ours), statistics.median(floor)
    print(f"{name}: {one:,.0f}/s beside {two:,.0f}/s; ratio {one / two:.2f} ({goal})")
