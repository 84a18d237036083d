"""The hub on a database of its own, a clock that stands still, and people to act."""

import asyncio
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from app.migrating import migrate
from connectors.files.disk import DiskStore
from domain.clock import SteppingClock
from domain.database import open_database
from domain.hub import Hub
from domain.secrets import Secrets
from tests.postgres import available, server, told
from tests.world import World, populate

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
#: Everybody else is sent away, every table emptied but for what comes with
#: Greenlight, every number begins anew.
SWEEP = """
SET lock_timeout = '5s';
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $$ DECLARE found text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR found IN SELECT tablename FROM pg_tables
   WHERE schemaname = 'public' AND tablename <> 'tortoise_migrations' LOOP
    CONTINUE WHEN found IN ('rule_versions', 'rule_releases');
    EXECUTE format('DELETE FROM %I', found);
  END LOOP;
  DELETE FROM rule_releases WHERE number > 1;
  DELETE FROM rule_versions WHERE number > 1;
  FOR found IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
   AND sequencename <> 'rule_releases_id_seq' LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', found);
  END LOOP;
END $$
"""
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
    yield asyncio.run(request.getfixturevalue("emptied").empty())


@pytest.fixture(scope="session")
def emptied(postgres: str) -> "Emptied":
    """The one database of this process's tests, empty for each of them."""
    return Emptied(postgres)


class Emptied:
    """A database on a server, emptied again and again: making one takes ten times as long."""

    def __init__(self, server_url: str) -> None:
        self._server = server_url
        self._url: str | None = None

    async def empty(self) -> str:
        """Return the URL of a migrated, empty database; those before are not to be used."""
        if self._url is not None and await self._swept(self._url):
            return self._url
        name = f"test_{uuid.uuid4().hex}"
        await told(self._server, f"CREATE DATABASE {name} TEMPLATE empty STRATEGY file_copy")
        self._url = f"{self._server}/{name}"
        return self._url

    async def _swept(self, url: str) -> bool:
        """Empty every table; False if that cannot be done, for a test left something behind."""
        connection = await asyncpg.connect(url)
        try:
            await connection.execute(SWEEP)
        except asyncpg.PostgresError:
            return False
        finally:
            await connection.close()
        return True


@pytest.fixture
async def hub(database_url: str, tmp_path: Path, clock: SteppingClock) -> AsyncIterator[Hub]:
    database = await open_database(database_url)
    yield Hub(
        clock=clock,
        secrets=Secrets.of(SECRET),
        files=DiskStore(tmp_path / "files"),
        undo_window=timedelta(seconds=30),
    )
    await database.close()


@pytest.fixture
async def world(hub: Hub) -> World:
    """A brand, its markets, an agency, and people for every role."""
    return await populate(hub)
