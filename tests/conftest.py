"""The hub on a database of its own, a clock that stands still, and people to act."""

import asyncio
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import settings

from app.migrating import migrate
from connectors.files.disk import DiskStore
from domain.clock import SteppingClock
from domain.database import open_database
from domain.hub import Hub
from domain.jobs.model import Wake
from domain.jobs.service import Bell
from domain.secrets import Secrets
from tests.keeping import KEEP, Kept
from tests.postgres import available, given, own_server, owned, server, told
from tests.shared import once
from tests.world import World

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
#: Every table emptied but for what comes with Greenlight.
EMPTY = """
DO $$ DECLARE found text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR found IN SELECT tablename FROM pg_tables
   WHERE schemaname = 'public' AND tablename <> 'tortoise_migrations' LOOP
    CONTINUE WHEN found IN ('rule_versions', 'rule_releases');
    EXECUTE format('DELETE FROM %I', found);
  END LOOP;
  DELETE FROM rule_releases WHERE number > 1;
  DELETE FROM rule_versions WHERE number > 1;
END $$;
"""
#: Everybody else is sent away, every table emptied, every number begins anew.
SWEEP = f"""
SET lock_timeout = '5s';
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid();
{EMPTY}
DO $$ DECLARE found text; BEGIN
  FOR found IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
   AND sequencename <> 'rule_releases_id_seq' LOOP
    EXECUTE format('ALTER SEQUENCE %I RESTART', found);
  END LOOP;
END $$
"""
#: How long the last vote can be taken back.
UNDO_SECONDS = 30
#: The same examples in every run; what a run finds is an example in a test of its own.
settings.register_profile("fixed", derandomize=True, database=None)
settings.load_profile("fixed")
SECRET = "a secret that only tests know, long enough"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object | None:
    """Give tests to workers one by one, and those that share something costly to one of them."""
    from tests.distribution import Together

    return Together(config, log) if config.getvalue("dist") == "load" else None


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file, to be copied."""

    def make(folder: Path) -> None:
        asyncio.run(migrate(f"sqlite://{folder / 'empty.db'}"))

    return once(tmp_path_factory, "database", make) / "empty.db"


@pytest.fixture(scope="session")
def kept_in_file(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Kept:
    """A populated organisation, kept in a file."""

    def make(folder: Path) -> None:
        kept = Kept(folder)
        shutil.copy(migrated, kept.database)
        asyncio.run(_filled(kept, f"sqlite://{kept.database}"))

    return Kept(once(tmp_path_factory, "peopled", make))


async def _filled(kept: Kept, url: str) -> None:
    async with opened_hub(url, kept.files, SteppingClock(START)) as hub:
        await kept.fill(hub)


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock(START)


@dataclass(frozen=True, slots=True)
class Servers:
    """A server with a migrated, empty database `empty` to copy, and what can be put into it."""

    url: str
    kept: Kept


@pytest.fixture(scope="session")
def server_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a server of one's own with that database, for another one to begin with."""
    if not owned():
        pytest.skip("PostgreSQL's binaries are not here")
    return once(tmp_path_factory, "postgres", _begin_server) / "data"


@pytest.fixture(scope="session")
def servers(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Servers]:
    """This process's own server."""
    if not available():
        pytest.skip("neither PostgreSQL's binaries nor GREENLIGHT_TEST_POSTGRES_URL are here")
    if given():
        kept = Kept(tmp_path_factory.mktemp("postgres"))
        with server() as url:
            _make_empty(url, kept)
            yield Servers(url, kept)
        return
    data: Path = request.getfixturevalue("server_data")
    with own_server(durable=False, copied=data) as found:
        yield Servers(found.url, Kept(data.parent))


@pytest.fixture(scope="session")
def kept_on_server(servers: Servers) -> Kept:
    """A populated organisation, kept on that server."""
    return servers.kept


@pytest.fixture(scope="session")
def postgres(servers: Servers) -> str:
    """The URL of that server."""
    return servers.url


def _begin_server(folder: Path) -> None:
    with own_server(durable=False) as found:
        _make_empty(found.url, Kept(folder))
        found.keep(folder / "data")


def _make_empty(url: str, kept: Kept) -> None:
    asyncio.run(told(url, "DROP DATABASE IF EXISTS empty", "CREATE DATABASE empty"))
    asyncio.run(migrate(f"{url}/empty"))
    asyncio.run(_filled(kept, f"{url}/empty"))
    asyncio.run(_set_aside(f"{url}/empty"))


async def _set_aside(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(KEEP)
    await connection.execute(SWEEP)
    await connection.close()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated, empty database of this test's own, on each engine."""
    return database_on(request.param, request, tmp_path)


def database_on(engine: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """Return the URL of a migrated, empty database on `sqlite`, in `folder`, or on `postgres`."""
    if engine == "sqlite":
        # Made before any hub is open: there is one at a time.
        request.getfixturevalue("kept_in_file")
        shutil.copy(request.getfixturevalue("migrated"), folder / "greenlight.db")
        return f"sqlite://{folder / 'greenlight.db'}"
    emptied: Emptied = request.getfixturevalue("emptied")
    return asyncio.run(emptied.empty())


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
async def hub(database_url: str, files: Path, clock: SteppingClock) -> AsyncIterator[Hub]:
    async with opened_hub(database_url, files, clock) as found:
        yield found


@asynccontextmanager
async def opened_hub(
    url: str, files: Path, clock: SteppingClock, wake: Wake | None = None
) -> AsyncIterator[Hub]:
    """Open the hub of tests on a database, by default with the bell of one process."""
    database = await open_database(url)
    try:
        yield Hub(
            clock=clock,
            secrets=Secrets.of(SECRET),
            files=DiskStore(files),
            undo_window=timedelta(seconds=UNDO_SECONDS),
            wake=wake or Bell(),
        )
    finally:
        await database.close()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Where the hub keeps files."""
    return tmp_path / "files"


@pytest.fixture
def kept(database_url: str, request: pytest.FixtureRequest) -> Kept:
    """A populated organisation, kept where this test's database can take it from."""
    lite = database_url.startswith("sqlite://")
    found = request.getfixturevalue("kept_in_file" if lite else "kept_on_server")
    assert isinstance(found, Kept)
    return found


@pytest.fixture
async def world(hub: Hub, kept: Kept, database_url: str, files: Path) -> World:
    """A brand, its markets, an agency, and people for every role."""
    return await kept.restore(hub, database_url, files)
