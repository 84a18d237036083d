"""Much is carried in little memory: what is held at once is a few batches, whatever there is."""

import sqlite3
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest

from app.keeping import moving
from domain.clock import SteppingClock
from tests.app.keeping_scene import Company
from tests.conftest import database_on
from tests.keeping import Kept

#: How much more may be held at the most while rows are carried, in bytes.
MOST = 24 << 20


@pytest.fixture
def whence(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return database_on("sqlite", request, tmp_path)


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return database_on("postgres", request, tmp_path)


def filled(url: str, count: int) -> None:
    with closing(sqlite3.connect(url.removeprefix("sqlite://"))) as file, file:
        file.executemany(
            "INSERT INTO receipts (scope, key, fingerprint, at, answer)"
            " VALUES ('test', ?, 'f', '2026-11-21 09:00:00+00:00', ?)",
            ((f"key {n}", '{"said":"' + "x" * 300 + '"}') for n in range(count)),
        )


@pytest.mark.parametrize("count", [20_000, pytest.param(200_000, marks=pytest.mark.long)])
async def test_a_large_hub_is_moved_in_little_memory(
    count: int, whence: str, server: str, files: Path, clock: SteppingClock, kept_in_file: Kept
) -> None:
    filled(whence, count)
    company = Company(files, clock, kept_in_file)
    tracemalloc.start()
    try:
        done = await moving.move(
            company.settings(whence), clock, whence, server, dry_run=False, quiet=True
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert done.sums["receipts"].count == count
    assert peak < MOST
