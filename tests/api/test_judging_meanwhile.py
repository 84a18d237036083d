"""What happens to accounts while the rules judge others."""

from typing import Any

import pytest

from domain.audience.segments import judging
from domain.clock import SteppingClock
from domain.consents.model import State
from domain.database import sql
from tests.stories.desk import OneProcess
from tests.stories.house import House
from tests.stories.house import house as opened
from tests.stories.test_d2_segments import FORGET, ONE, does, judged, listeners, says
from tests.world import World


@pytest.fixture
async def house(world: World, clock: SteppingClock) -> House:
    return await opened(OneProcess.open(world, clock))


async def test_who_is_forgotten_while_others_are_judged_is_written_nowhere(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = await listeners(house, "loyal", 25)
    await judged(house)
    gone, doubtful, judge = members[4], members[5], judging._judged

    async def meanwhile(*given: Any) -> Any:
        found = await judge(*given)
        await does(house, FORGET, "admin", subjectKind="ACCOUNT", subjectId=gone)
        await says(house, [doubtful], State.WITHDRAWN)
        return found

    with monkeypatch.context() as now:
        now.setattr(judging, "_judged", meanwhile)
        after = (await judged(house, windowDays=20))["loyal"]
    manager = await house.desk.front("manager")
    seen = [(await manager.data(ONE, id=one))["accountSegment"] for one in (gone, doubtful)]
    await does(house, FORGET, "admin", subjectKind="ACCOUNT", subjectId=doubtful)
    kept = await sql.fetch("SELECT account_ids FROM audience_cuts")
    written = {one for row in kept for one in sql.document(row["account_ids"])}

    assert seen == [None, None]
    assert after["size"] is None or after["size"] == 23
    assert written == set(members) - {gone, doubtful}
