"""The hub on a database of its own, a clock that stands still, and people to act."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.files.disk import DiskStore
from domain.clock import SteppingClock
from domain.database import open_database
from domain.database.migrate import migrate
from domain.decisions.rules import load_shipped
from domain.hub import Hub
from domain.secrets import Secrets
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


@pytest.fixture
async def hub(migrated: Path, tmp_path: Path, clock: SteppingClock) -> AsyncIterator[Hub]:
    shutil.copy(migrated, tmp_path / "greenlight.db")
    database = await open_database(f"sqlite://{tmp_path / 'greenlight.db'}")
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
