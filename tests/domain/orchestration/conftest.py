"""A mirrored hub for each test, in the dialect that the test names or OpenText's."""

from collections.abc import AsyncIterator

import pytest

from domain.clock import SteppingClock
from tests.domain.orchestration.there import There
from tests.domain.orchestration.there import there as open_there
from tests.world import World


@pytest.fixture
async def there(
    request: pytest.FixtureRequest, world: World, clock: SteppingClock
) -> AsyncIterator[There]:
    async with open_there(world, clock, getattr(request, "param", "opentext")) as found:
        yield found
