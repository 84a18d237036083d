"""kill -9 between sending a webhook and writing down what came of it: the same comes again."""

import asyncio
import socket
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from connectors.webhooks.sender import WebhookSender
from domain.audit import service as audit
from domain.jobs.model import LEASE
from tests.clocks import SharedClock
from tests.conftest import START
from tests.domain.webhooks.scene import Scene
from tests.faults.test_journeys import PATIENCE, Killer, called, working
from tests.stories.fakes import served
from tests.stories.processes import url_of
from tests.world import World


@pytest.fixture
def clock(tmp_path: Path) -> SharedClock:
    found = SharedClock(tmp_path / "clock")
    found.set(START)
    return found


async def test_a_webhook_whose_sender_was_killed_goes_out_again_under_the_same_id(
    world: World, clock: SharedClock, files: Path, database_url: str
) -> None:
    heard: list[str] = []

    async def take(request: Request) -> Response:
        heard.append(request.headers["webhook-id"])
        return PlainTextResponse("Taken.")

    scene = Scene(world, clock, WebhookSender(clock, loopback=True))
    killer = Killer(heard=True)
    app = killer.watched(Starlette(routes=[Route("/", take, methods=["POST"])]))
    with socket.create_server(("127.0.0.1", 0)) as held:
        async with served(app, held):
            webhook_id, _ = await scene.registers("requester", address=f"{url_of(held)}/")
            clock.advance(timedelta(seconds=1))  # Called is what is due after the start.
            await scene.does("requester", "testWebhook", webhookId=webhook_id)
            await called(world, database_url)
            with working(database_url, files, clock) as killer.worker:
                await asyncio.wait_for(killer.worker.wait(), PATIENCE)
            (between,) = await scene.sent(webhook_id)
            clock.advance(2 * LEASE)
            await called(world, database_url)
            with working(database_url, files, clock):
                await _delivered(scene, webhook_id)
            (after,) = await scene.sent(webhook_id)

    assert (killer.deaths, between["state"]) == (1, "WAITING")
    assert [one["code"] for one in between["attempts"]] == [None]
    assert [one["code"] for one in after["attempts"]] == [None, 200]
    assert heard == [after["id"]] * 2
    assert await audit.verify(world.hub.secrets) == []


async def _delivered(scene: Scene, webhook_id: str) -> None:
    """Wait until the newest delivery of a webhook was taken."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if (await scene.sent(webhook_id))[0]["state"] == "DELIVERED":
                return
            await asyncio.sleep(0.1)
