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

from app.keeping.migrating import migrate
from app.watching import logs
from connectors.files.disk import DiskStore
from domain.clock import SteppingClock
from domain.database import open_database
from domain.hub import Hub
from domain.jobs.model import Wake
from domain.jobs.service import Bell
from domain.secrets import Secrets
from tests import engines, judging_told, quick
from tests.keeping import COUNT_ANEW, EMPTY, KEEP, RESTORE, Kept
from tests.memory import keep_in_memory
from tests.postgres import available, given, own_server, owned, server, told
from tests.shared import once
from tests.tables import build_once
from tests.world import World

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
#: Everybody else is sent away, every table emptied, every number begins anew.
SWEEP = f"""
SET lock_timeout = '5s';
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid();
{EMPTY}; {COUNT_ANEW}
"""
#: How long the last vote can be taken back.
UNDO_SECONDS = 30
#: The same examples in every run; what a run finds is an example in a test of its own.
settings.register_profile("fixed", derandomize=True, database=None)
settings.load_profile("fixed")
build_once()
# As the hub itself logs: the library's own way takes seconds for one traceback.
logs.configure()
#: Tests of processes that are killed and of servers that are frozen, above all.
WAITING = (
    "tests/faults/",
    "tests/app/test_demo.py",
    "tests/bot/together/",
    "tests/domain/database/",
)
SECRET = "a secret that only tests know, long enough"


def pytest_configure(config: pytest.Config) -> None:
    """Be quick where tests are run, and not in the processes that they start."""
    quick.be_quick()
    keep_in_memory()
    config.pluginmanager.register(engines)
    config.pluginmanager.register(judging_told)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object | None:
    """Give tests to workers one by one, and those that share something costly to one of them."""
    from tests.distribution import Together

    return Together(config, log) if config.getvalue("dist") == "load" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what mostly waits first, where some of the workers begin: see `distribution`."""
    items.sort(key=lambda item: not item.nodeid.startswith(WAITING))


def pytest_collection_finish() -> None:
    """Have what was collected stay as it is."""
    quick.collected()


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
    """A migrated database of this test's own, on each engine: empty, or with its `world`."""
    peopled = "world" in request.fixturenames
    return database_on(request.param, request, tmp_path, peopled=peopled)


def database_on(
    engine: str, request: pytest.FixtureRequest, folder: Path, *, peopled: bool = False
) -> str:
    """Return the URL of a migrated database on `sqlite`, in `folder`, or on `postgres`.

    It is empty, or has what `Kept` keeps.
    """
    if engine == "sqlite":
        # Made before any hub is open: there is one at a time.
        kept: Kept = request.getfixturevalue("kept_in_file")
        empty = request.getfixturevalue("migrated")
        shutil.copy(kept.database if peopled else empty, folder / "greenlight.db")
        return f"sqlite://{folder / 'greenlight.db'}"
    emptied: Emptied = request.getfixturevalue("emptied")
    return emptied.empty(peopled=peopled)


@pytest.fixture(scope="session")
def emptied(postgres: str) -> Iterator["Emptied"]:
    """The one database of this process's tests, empty for each of them."""
    found = Emptied(postgres)
    yield found
    found.close()


class Emptied:
    """A database on a server, emptied again and again: making one takes ten times as long.

    It keeps its connection, for a new one has to learn of every table.
    """

    def __init__(self, server_url: str) -> None:
        self._server = server_url
        self._url = ""
        self._runner = asyncio.Runner()
        self._connection: asyncpg.Connection | None = None

    def empty(self, *, peopled: bool = False) -> str:
        """Return the URL of a migrated database; those before are not to be used.

        It is empty, or has what was kept aside.
        """
        return self._runner.run(self._empty(peopled=peopled))

    def forget(self) -> None:
        """Leave this database as it is: its tables are no more as they were."""
        if self._connection is not None:
            self._connection.terminate()
        self._connection = None

    def close(self) -> None:
        """Leave it."""
        if self._connection is not None:
            self._connection.terminate()
        self._runner.close()

    async def _empty(self, *, peopled: bool) -> str:
        if self._connection is None or not await self._swept(self._connection):
            await self._begin()
        if peopled and self._connection is not None:
            await self._connection.execute(RESTORE)
        return self._url

    async def _begin(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
        name = f"test_{uuid.uuid4().hex}"
        await told(self._server, f"CREATE DATABASE {name} TEMPLATE empty STRATEGY file_copy")
        self._url = f"{self._server}/{name}"
        self._connection = await asyncpg.connect(self._url)

    async def _swept(self, connection: asyncpg.Connection) -> bool:
        """Empty every table; False if that cannot be done, for a test left something behind."""
        try:
            await connection.execute(SWEEP)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            return False  # Or it stopped the server, or changed the tables.
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
