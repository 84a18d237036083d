"""What a content system reports counts at once, and not only when the next look is due."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.webhooks.target import WebhookTarget
from domain.activation.journeys import endpoints
from domain.activation.journeys.endpoints import Wanted
from domain.activation.journeys.model import EndpointPurpose
from domain.clock import SteppingClock
from domain.database import sql
from domain.media import service as media
from domain.targets.connected import Targets
from domain.targets.model import Publication
from domain.webhooks import Answer
from tests.connectors.webhooks.contents import ADDRESS, Sending, System
from tests.domain.targets.scene import DAY, HOUR, Scene
from tests.domain.targets.stand import Stand
from tests.stories.desk import OneProcess
from tests.stories.house import house
from tests.world import World

LIVE = {"standing": "live", "id": "c-1", "address": "https://listen.example.com/cup"}


@pytest.fixture
def sending() -> Sending:
    return Sending()


@pytest.fixture
async def scene(world: World, clock: SteppingClock, files: Path, sending: Sending) -> Scene:
    """A house whose show is published by a content system."""
    hub = replace(world.hub, journeys=sending, public_url="https://hub.example.com")
    desk = OneProcess.open(replace(world, hub=hub), clock, files)
    desk.publishes_to(Targets((WebhookTarget(desk.world.hub),), media=media))
    return Scene(await house(desk), desk, Stand())


async def asked(
    scene: Scene, sending: Sending, answers: Sequence[Answer] = (Answer(200),)
) -> System:
    """Have an episode sent to the system; return it."""
    sending.answers = answers
    world = scene.house.world
    wanted = Wanted("Sample Content", ADDRESS, purpose=EndpointPurpose.PUBLICATIONS)
    endpoint, secret = await endpoints.register(world.hub, await world.actor("admin"), wanted)
    await scene.sets("WEBHOOK", endpoint.id)
    request = await scene.approved(target="WEBHOOK")
    at = world.hub.clock.now()
    what = Publication(request["id"], 1, "", "", "", endpoint.id, {}, {}, at, None, ())
    return System(world, sending, secret, what)


async def test_what_is_reported_live_is_live_at_once(scene: Scene, sending: Sending) -> None:
    system = await asked(scene, sending)
    request = {"id": system.what.request_id}
    for _ in range(3):
        await scene.desk.work(seconds=HOUR, rounds=1)
    before = await scene.look(request)
    answer = await system.reports(LIVE)
    await scene.desk.work(rounds=1)
    after = await scene.look(request)

    assert (before["state"], before["publication"]["standing"]) == ("PUBLISHED", "PROCESSING")
    assert answer.status_code == 204
    assert (after["state"], after["publication"]["standing"]) == ("LIVE", "LIVE")
    assert after["handOver"]["receipt"] == (
        "Live by webhook at https://listen.example.com/cup (publication c-1)."
    )


async def test_what_was_taken_to_be_removed_is_sent_once_and_gone_as_soon_as_that_is_said(
    scene: Scene, sending: Sending
) -> None:
    system = await asked(scene, sending)
    request = {"id": system.what.request_id}
    await system.reports(LIVE)
    await scene.desk.work(rounds=1)
    await scene.house.withdraws(request, "The guest is ill.")
    for _ in range(3):
        await scene.desk.work(seconds=DAY, rounds=1)
    sent = [one.rpartition("-")[0].rpartition("-")[2] for one in sending.ids]
    told = (await scene.look(request))["trouble"]
    await system.reports({"standing": "gone"}, id_="rep_2")
    await scene.desk.work(rounds=1)
    found = await scene.look(request)

    assert sent == ["publish", "remove"]
    assert "is not gone: it stands at webhook still" in told
    assert found["publication"]["standing"] == "GONE"
    assert found["publication"]["closedAt"] is not None


async def test_what_was_never_answered_is_removed_all_the_same(
    scene: Scene, sending: Sending
) -> None:
    system = await asked(scene, sending, [Answer(None, "It did not answer within 20 seconds.")])
    sending.answers = [Answer(200)]
    await scene.house.withdraws({"id": system.what.request_id}, "The guest is ill.")
    await scene.desk.work(rounds=2)

    assert [one.rpartition("-")[0].rpartition("-")[2] for one in sending.ids][-1] == "remove"


async def test_a_system_that_never_says_anything_is_told_of_once_and_left_alone_in_the_end(
    scene: Scene, sending: Sending
) -> None:
    system = await asked(scene, sending)
    request = {"id": system.what.request_id}
    await scene.opens()
    before = await scene.look(request)
    looks = await looks_in(scene, request, days=2)
    told = await scene.look(request)
    (case,) = await sql.fetch("SELECT title FROM cases")
    for _ in range(14):
        await scene.desk.work(seconds=DAY, rounds=1)
    left = await scene.look(request)
    idle = await looks_in(scene, request, days=1)

    assert before["trouble"] is None
    assert told["trouble"].startswith("webhook took it and has not said since 2026-11-30")
    assert case["title"].endswith("webhook does not say what became of it")
    assert [one["act"] for one in left["auditTrail"]].count("request.unheard_of") == 1
    assert 0 < looks <= 60
    assert idle == 0
    assert "has said nothing for 14 days" in left["trouble"]


async def test_what_is_published_again_is_waited_for_anew(scene: Scene, sending: Sending) -> None:
    system = await asked(scene, sending)
    request = {"id": system.what.request_id}
    await scene.opens()
    for _ in range(16):
        await scene.desk.work(seconds=DAY, rounds=1)
    await scene.republishes(request)
    await scene.desk.work(seconds=HOUR, rounds=2)

    assert await looks_in(scene, request, days=1) > 0
    assert [one.rpartition("-")[2] for one in sending.ids] == ["1", "2"]


async def test_a_report_counts_though_nobody_looks_any_more(scene: Scene, sending: Sending) -> None:
    system = await asked(scene, sending)
    request = {"id": system.what.request_id}
    await scene.opens()
    for _ in range(16):
        await scene.desk.work(seconds=DAY, rounds=1)
    forsaken = await scene.look(request)
    await system.reports(LIVE)
    await scene.desk.work(rounds=2)
    found = await scene.look(request)

    assert forsaken["publication"]["standing"] == "PROCESSING"
    assert (found["state"], found["publication"]["standing"]) == ("LIVE", "LIVE")


async def looks_in(scene: Scene, request: dict[str, str], *, days: int) -> int:
    """Return how often it was looked at in so many days, an hour at a time."""
    seen = set[str]()
    for _ in range(24 * days):
        await scene.desk.work(seconds=HOUR, rounds=1)
        seen.add((await scene.look(request))["publication"]["lookedAt"])
    return len(seen) - 1
