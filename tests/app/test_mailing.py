"""Who cannot be told in chat is told by mail, by a worker that has nothing but a mail server."""

import asyncio
from datetime import datetime
from pathlib import Path

import httpx2
import pytest
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.parts import Part
from app.running.wiring import assemble
from app.settings import Settings
from domain.clock import SteppingClock
from domain.database import sql
from domain.errors import Invalid
from domain.hub import Hub
from domain.requests.submit import submit
from domain.tellings import records as tellings
from domain.tellings.model import Outcome, Telling, Way, What
from tests.connectors.mail.server import Box, running
from tests.world import World

#: How long a test waits for what must come, in seconds.
PATIENCE = 60

#: Monday morning, when what was asked for on Saturday waits for too long.
MONDAY = datetime.fromisoformat("2026-11-23T10:00:00+00:00")


async def reminders(request_id: str) -> list[Telling]:
    found = (await tellings.of_requests([request_id]))[request_id]
    return [one for one in found if one.what is What.REMINDER]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_reminders_of_people_whom_no_account_reaches_are_mailed_in_their_language(
    world: World, clock: SteppingClock, tmp_path: Path
) -> None:
    german = world.people["brand_two"]
    await sql.execute("UPDATE users SET locale = 'de' WHERE id = $1", german)
    requester = await world.actor("requester")
    request = await submit(world.hub, requester, "campaign", world.brief())
    clock.advance(MONDAY - clock.now())
    box = Box()
    with running(box) as port:
        settings = Settings(
            files=tmp_path / "files",
            smtp_host="127.0.0.1",
            smtp_port=port,
            smtp_security="none",
            smtp_sender="greenlight@hub.example.com",
        )
        async with assemble(world.hub, settings, frozenset({Part.WORKER})) as assembly:
            application = assembly.application()
            async with (
                application.router.lifespan_context(application),
                asyncio.timeout(PATIENCE),
            ):
                while not all(  # noqa: ASYNC110  The worker is another task.
                    [one.at for one in await reminders(request.id)] or [None]
                ):
                    await asyncio.sleep(0.05)
    told = await reminders(request.id)
    letters = {str(letter["To"]).partition("@")[0]: letter for letter in box.letters}
    english, other = letters["brand_one"], letters["brand_two"]

    assert {one.user_id for one in told} == {world.people["brand_one"], german}
    assert {(one.way, one.outcome, one.reason) for one in told} == {
        (Way.EMAIL, Outcome.DELIVERED, None)
    }
    assert (
        english["Subject"] == f"Greenlight: #{request.number} Spring launch waits for you in Brand."
    )
    assert "You find it here:" in english.get_content()
    assert other["Subject"].startswith(f"Greenlight: #{request.number} Spring launch wartet")
    assert "Sie finden es hier:" in other.get_content()
    assert "You " not in other.get_content()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("parts", "status"),
    [(frozenset({Part.API}), 200), (frozenset({Part.BOT}), 200), (frozenset({Part.WORKER}), 404)],
)
async def test_the_address_in_a_mail_is_served_wherever_people_come_in(
    hub: Hub, parts: frozenset[Part], status: int
) -> None:
    settings = Settings(slack_signing_secret=SecretStr("s" * 32))
    async with assemble(hub, settings, parts) as assembly:
        transport = httpx2.ASGITransport(app=assembly.application())
        async with httpx2.AsyncClient(transport=transport, base_url="http://hub") as http:
            found = [(await http.get(f"/{kind}/12")).status_code for kind in ("requests", "cases")]

    assert found == [status, status]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FRONT_URL", "http://front.example.com/{number}"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "11"),
        ("SLACK_APP_ID", "T0001&id=x"),
    ],
)
def test_a_setting_that_leads_elsewhere_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"GREENLIGHT_{name}", value)
    with pytest.raises(Invalid, match=f"GREENLIGHT_{name}"):
        Settings.load()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_trusted_proxies_of_the_settings_stand_before_every_route(hub: Hub) -> None:
    async def whence(request: Request) -> Response:
        return PlainTextResponse(request.client.host if request.client else "")

    async with assemble(hub, Settings(trusted_proxies=2), frozenset({Part.API})) as assembly:
        assembly.extra.append(Route("/whence", whence))
        transport = httpx2.ASGITransport(app=assembly.application())
        async with httpx2.AsyncClient(transport=transport, base_url="http://hub") as http:
            said = {"x-forwarded-for": "10.9.9.9, 203.0.113.5, 198.51.100.7"}
            found = (await http.get("/whence", headers=said)).text

    assert found == "203.0.113.5"
