"""The demo's look-alike of a content system: it shows what it was sent, and reports by a click."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette

from api.doors.reports import report_routes
from app.pages.content import content_routes
from connectors.webhooks.fake import Receiver, create_fake
from domain.targets.model import Report, Standing
from tests.connectors.webhooks.contents import System, registered
from tests.world import World


@asynccontextmanager
async def opened(system: System, receiver: Receiver) -> AsyncIterator[httpx2.AsyncClient]:
    """Open the page and what the system is sent to, beside the hub's own door of reports."""
    hub = system.world.hub
    door = httpx2.ASGITransport(app=Starlette(routes=report_routes(hub)))
    async with httpx2.AsyncClient(transport=door) as reports:
        app = Starlette(routes=content_routes(receiver, reports, hub.clock))
        app.mount("/in", create_fake(receiver, hub.clock))
        inside = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=inside, base_url="https://demo") as browser:
            yield browser


async def sent(system: System, browser: httpx2.AsyncClient, more: bytes = b"") -> str:
    """Have the publication sent to the system; return the id of the message."""
    await system.target.publish(system.what, {}, tried=False)
    message = system.sending.heard[-1]
    await browser.post("/in/", content=message.body + more, headers=dict(message.headers))
    return message.headers["webhook-id"]


async def looked(system: System) -> Report:
    return await system.target.look(system.what, {})


@pytest.mark.parametrize(
    ("said", "standing"), [("live", Standing.LIVE), ("refused", Standing.REFUSED)]
)
async def test_what_was_sent_is_shown_and_a_click_reports_what_became_of_it(
    world: World, said: str, standing: Standing
) -> None:
    receiver = Receiver()
    async with registered(world) as system, opened(system, receiver) as browser:
        receiver.secret = system.secret
        message = await sent(system, browser)
        shown, before = (await browser.get("/content")).text, await looked(system)
        done = await browser.post("/content", data={"message": message, "said": said})
        after, then = await looked(system), (await browser.get("/content")).text

    assert "look-alike" in shown
    assert ("Reported as" in shown, "Reported as" in then) == (False, True)
    assert "The sea" in shown
    assert "audio_asset_id" in shown
    assert (before.standing, done.status_code) == (Standing.PROCESSING, 303)
    assert after.standing is standing


async def test_what_is_signed_wrongly_is_not_shown_but_counted(world: World) -> None:
    receiver = Receiver()
    async with registered(world) as system, opened(system, receiver) as browser:
        receiver.secret = system.secret
        await sent(system, browser, b" ")
        shown = (await browser.get("/content")).text

    assert "The sea" not in shown
    assert "1 came with a wrong signature" in shown


async def test_another_site_reports_nothing_by_that_page(world: World) -> None:
    receiver = Receiver()
    async with registered(world) as system, opened(system, receiver) as browser:
        receiver.secret = system.secret
        click = {"message": await sent(system, browser), "said": "live"}
        refused = await browser.post("/content", data=click, headers={"sec-fetch-site": "none"})
        unknown = await browser.post("/content", data={"message": "msg_0", "said": "live"})
        after = await looked(system)

    assert (refused.status_code, unknown.status_code) == (403, 404)
    assert after.standing is Standing.PROCESSING


async def test_what_came_and_was_reported_is_shown_after_a_restart(
    world: World, tmp_path: Path
) -> None:
    receiver, again = Receiver(), Receiver("another")
    async with registered(world) as system, opened(system, receiver) as browser:
        receiver.secret = system.secret
        message = await sent(system, browser)
        await browser.post("/content", data={"message": message, "said": "live"})
        shown = (await browser.get("/content")).text
    receiver.save(tmp_path / "content.json")
    again.take_up(tmp_path / "content.json")
    again.take_up(tmp_path / "nothing.json")
    async with opened(system, again) as browser:
        after = (await browser.get("/content")).text

    assert after == shown
    assert system.secret not in (tmp_path / "content.json").read_text()
