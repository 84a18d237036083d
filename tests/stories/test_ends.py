"""How a campaign ends early: withdrawn, rejected, too late, or with nobody to publish it."""

import pytest

from app import asking
from connectors.spotify.fake.state import LEVELS, Fault
from domain.approvals.model import Choice
from domain.clock import SteppingClock
from domain.errors import Missing
from domain.jobs import records as jobs
from domain.jobs.model import ATTEMPTS_MAX, JobState
from domain.requests import records
from domain.requests.revise import withdraw
from domain.requests.vote import undo, vote
from tests.domain.requests.acts import stage
from tests.stories.desk import Desk
from tests.stories.test_w2_campaign import approved
from tests.world import World


@pytest.fixture
def desk(world: World, clock: SteppingClock) -> Desk:
    return Desk.open(world, clock)


async def withdrawn(desk: Desk, request: dict[str, str]) -> None:
    actor = await desk.world.actor("requester")
    await withdraw(desk.world.hub, actor, request["id"], "Not this year.")


async def test_withdrawn_while_nobody_knows_whether_it_was_published(desk: Desk) -> None:
    request = await approved(desk)
    desk.account.faults = [Fault("POST", "/drafts/campaigns/", after_success=True)]
    await desk.work(seconds=31, rounds=1)
    assert (await desk.look(request))["state"] == "APPROVED"
    assert len(desk.account.live["campaigns"]) == 1
    await withdrawn(desk, request)
    await desk.work(seconds=60)
    found = await desk.look(request)
    (campaign,) = desk.account.live["campaigns"].values()

    assert found["state"] == "WITHDRAWN"
    assert campaign["status"] == "PAUSED"
    assert [p["state"] for p in found["placements"]] == ["STOPPED"]  # type: ignore[attr-defined]


async def test_rejected_and_taken_back_keeps_its_draft_and_for_good_loses_it(desk: Desk) -> None:
    request = (await (await desk.front("requester")).submit(desk.world))["request"]
    await desk.work()
    held = await records.get(request["id"])
    assert held is not None
    brand, reviewer = await stage(held, "brand"), await desk.world.actor("brand_one")
    await vote(desk.world.hub, reviewer, brand.id, Choice.REJECT, "Not like this.")
    await undo(desk.world.hub, reviewer, request["id"])
    await desk.work(seconds=60)
    kept = len(desk.account.drafts["campaigns"])
    await vote(desk.world.hub, reviewer, brand.id, Choice.REJECT, "Not like this.")
    await desk.work(seconds=60)

    assert kept == 1
    assert [len(desk.account.drafts[level]) for level in LEVELS] == [0, 0, 0]


async def test_what_was_approved_too_late_is_not_published(desk: Desk) -> None:
    request = await approved(desk)
    await desk.work(seconds=8 * 86_400)
    found = await desk.look(request)

    assert found["state"] == "CHANGES_REQUESTED"
    assert str(found["note"]).startswith("It was not published: The flight must start in the")
    assert desk.account.live["campaigns"] == {}


async def test_what_cannot_be_published_says_so_and_is_tried_again_on_demand(desk: Desk) -> None:
    request = await approved(desk)
    desk.account.faults = [Fault("POST", "/drafts/campaigns/", 503) for _ in range(99)]
    for _ in range(ATTEMPTS_MAX + 2):
        await desk.work(seconds=1_000, rounds=2)
    stuck = await desk.look(request)
    (dead,) = await jobs.with_state(JobState.DEAD, 9)
    desk.account.faults = []
    said = await asking.retry(desk.world.hub, dead.key)
    await desk.work()
    found = await desk.look(request)

    assert stuck["state"] == "APPROVED"
    assert str(stuck["trouble"]).startswith("Publishing this stopped: ")
    assert f"`greenlight retry {dead.key}`" in str(stuck["trouble"])
    assert said == f"{dead.key} is tried again as soon as the hub runs."
    assert (found["state"], found["trouble"]) == ("PUBLISHED", None)


async def test_only_what_was_given_up_is_tried_again(desk: Desk) -> None:
    with pytest.raises(Missing, match="greenlight doctor"):
        await asking.retry(desk.world.hub, "effect:nothing")
