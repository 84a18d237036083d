"""What follows from an answer that comes late, or is of an earlier list."""

from dataclasses import replace

from domain.activation.journeys import concluding, records
from domain.activation.journeys.model import DeliveryState
from domain.audit import service as audit
from domain.clock import SteppingClock
from domain.database import sql, transaction
from domain.requests import records as requests
from domain.requests.model import RequestState
from domain.webhooks import Answer
from tests.stories.desk import OneProcess
from tests.stories.house import house as opened_house
from tests.stories.journeys import listening
from tests.stories.test_d2_journeys import approved
from tests.stories.test_d2_segments import listeners
from tests.world import World


async def test_a_late_answer_changes_nothing_about_what_was_taken(
    world: World, clock: SteppingClock
) -> None:
    house = await opened_house(OneProcess.open(world, clock))
    await listeners(house, "loyal", 21)
    async with listening(house) as journeys:
        asked = await approved(house)
    (taken,) = await records.locked_of(asked["id"])
    request, endpoint = await requests.get(asked["id"]), await records.endpoint(taken.endpoint_id)
    assert request is not None
    assert endpoint is not None
    before = replace(taken, state=DeliveryState.WAITING, attempts=9)
    waits = [
        await concluding.conclude(world.hub, request, endpoint, before, attempts, answer)
        for attempts, answer in ((1, Answer(500)), (10, Answer(500)), (1, Answer(200)))
    ]
    (after,) = await records.locked_of(asked["id"])
    told = [one.act for one in await audit.trail(asked["id"])]

    assert waits == [None] * 3
    assert after == taken
    assert taken.state is DeliveryState.DELIVERED
    assert len(journeys.receiver.heard) == 1
    assert [told.count(f"journey.{act}") for act in ("delivered", "failed")] == [1, 0]


async def test_a_page_of_an_earlier_list_sets_no_later_one_live(
    world: World, clock: SteppingClock
) -> None:
    house = await opened_house(OneProcess.open(world, clock))
    await listeners(house, "loyal", 21)
    async with listening(house):
        asked = await approved(house)
    (page,) = await records.locked_of(asked["id"])
    async with transaction():
        await sql.execute("UPDATE sheets SET taken_at = NULL")
        await sql.execute("UPDATE requests SET state = 'published', revision = revision + 1")
        await records.came_to(page.id, DeliveryState.WAITING, Answer(None))
    request, endpoint = await requests.get(asked["id"]), await records.endpoint(page.endpoint_id)
    (waiting,) = await records.locked_of(asked["id"])
    assert request is not None
    assert endpoint is not None
    await concluding.conclude(world.hub, request, endpoint, waiting, 1, Answer(200))
    after = await requests.get(asked["id"])

    assert after is not None
    assert after.state is RequestState.PUBLISHED
