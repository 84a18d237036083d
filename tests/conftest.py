"""The hub on a database of its own, a clock that stands still, and people to act."""

import asyncio
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.migrating import migrate
from connectors.files.disk import DiskStore
from domain.clock import SteppingClock
from domain.database import open_database
from domain.decisions.rules import load_shipped
from domain.hub import Hub
from domain.secrets import Secrets
from tests.postgres import available, server, told
from tests.world import World, populate

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SECRET = "a secret that only tests know, long enough"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file, to be copied."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    asyncio.run(migrate(f"sqlite://{path}"))
    return path


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock(START)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server that holds a migrated, empty database `empty`, to be copied."""
    if not available():
        pytest.skip("neither PostgreSQL's binaries nor GREENLIGHT_TEST_POSTGRES_URL are here")
    with server() as url:
        asyncio.run(told(url, "DROP DATABASE IF EXISTS empty", "CREATE DATABASE empty"))
        asyncio.run(migrate(f"{url}/empty"))
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database of this test's own, on each engine."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated"), tmp_path / "greenlight.db")
        yield f"sqlite://{tmp_path / 'greenlight.db'}"
        return
    url, name = request.getfixturevalue("postgres"), f"test_{uuid.uuid4().hex}"
    asyncio.run(told(url, f"CREATE DATABASE {name} TEMPLATE empty STRATEGY file_copy"))
    yield f"{url}/{name}"
    asyncio.run(told(url, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def hub(database_url: str, tmp_path: Path, clock: SteppingClock) -> AsyncIterator[Hub]:
    database = await open_database(database_url)
    yield Hub(
        clock=clock,
        secrets=Secrets.of(SECRET),
        tables=load_shipped(),
        files=DiskStore(tmp_path / "files"),
        undo_window=timedelta(seconds=30),
    )
    await database.close()


@pytest.fixture
async def world(hub: Hub) -> World:
    """A brand, its markets, an agency, and people for every role."""
    return await populate(hub)
