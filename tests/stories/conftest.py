"""Three ways to tell a story: one process on SQLite, on PostgreSQL, and five processes on that."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from connectors.jobs.pgqueuer import Calls
from domain.clock import SteppingClock
from domain.hub import Hub
from tests.conftest import START, database_on, opened_hub
from tests.stories.cases import Bureau
from tests.stories.cases import bureau as opened_bureau
from tests.stories.desk import Desk, OneProcess
from tests.stories.five import FiveProcesses
from tests.stories.house import House
from tests.stories.house import house as opened_house
from tests.stories.processes import Processes
from tests.stories.sponsors import Studio
from tests.stories.sponsors import studio as opened
from tests.world import World

HERE = Path(__file__).parent


#: Parts that five processes tell in every run; they tell all of them with `make stories`, `make
#: stories-processes` and `make test-long`, for each takes some seconds of a core.
ALWAYS_APART = {
    "test_w1_a_content_system_takes_the_package_and_reports",
    "test_w2_cards_in_chat_carry_it_to_the_last_yes",
    "test_w3_listeners_get_it_at_spotify_from_its_first_day_to_its_last",
    "test_w4_the_shows_team_takes_it_on_once_and_nobody_else_may",
    "test_d1_of_two_approved_at_the_same_instant_one_is_booked",
    "test_c2_a_public_feed_says_what_is_live_and_what_nobody_asked_for",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what five processes tell, and have most of it told in the long run only."""
    for item in items:
        name, _, given = item.name.partition("[")
        if item.path.parent == HERE and "processes" in given.rstrip("]").split("-"):
            item.add_marker(pytest.mark.processes)
            if name not in ALWAYS_APART:
                item.add_marker(pytest.mark.long)


@pytest.fixture(params=["sqlite", "postgres", "processes"])
def way(request: pytest.FixtureRequest) -> str:
    """How the story is told: `sqlite`, `postgres` or `processes`."""
    found: str = request.param
    return found


@pytest.fixture(scope="session")
def processes(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """The five processes, which live as long as the tests do."""
    found = Processes(postgres, tmp_path_factory.mktemp("processes"))
    yield found
    found.close()


@pytest.fixture
def five(way: str, request: pytest.FixtureRequest) -> Processes | None:
    """The five processes, with nothing in them; None where the story is told in one."""
    if way != "processes":
        return None
    found: Processes = request.getfixturevalue("processes")
    asyncio.run(found.empty())
    return found


@pytest.fixture
def database_url(
    way: str, five: Processes | None, request: pytest.FixtureRequest, tmp_path: Path
) -> str:
    return five.database if five else database_on(way, request, tmp_path)


@pytest.fixture
def clock(five: Processes | None) -> SteppingClock:
    return five.clock if five else SteppingClock(START)


@pytest.fixture
def files(five: Processes | None, tmp_path: Path) -> Path:
    return five.files if five else tmp_path / "files"


@pytest.fixture
async def hub(
    database_url: str, five: Processes | None, files: Path, clock: SteppingClock
) -> AsyncIterator[Hub]:
    async with opened_hub(database_url, files, clock, Calls(clock) if five else None) as found:
        yield found


@pytest.fixture
async def desk(
    world: World, clock: SteppingClock, files: Path, five: Processes | None
) -> AsyncIterator[Desk]:
    if five is None:
        yield OneProcess.open(world, clock, files)
        return
    async with FiveProcesses.open(world, five) as found:
        yield found


@pytest.fixture
async def bureau(desk: Desk) -> Bureau:
    return await opened_bureau(desk)


@pytest.fixture
async def studio(desk: Desk) -> Studio:
    return await opened(desk)


@pytest.fixture
async def house(desk: Desk) -> House:
    return await opened_house(desk)
