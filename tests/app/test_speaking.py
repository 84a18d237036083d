"""A worker shows cards whatever it was given for hearing; none is thrown away and called done."""

import asyncio
from pathlib import Path

import pytest

from app.jobs.handlers import handlers_for
from app.parts import ALL, Part
from app.running.wiring import assemble
from app.settings import Settings
from connectors.jobs.inprocess import InProcessRunner
from domain.database import sql
from domain.hub import Hub
from domain.jobs import service
from domain.people import workspaces
from tests.bot.office import installed, office, text_of
from tests.world import World

#: How long a test waits for what must come, in seconds.
PATIENCE = 60


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("parts", [frozenset({Part.WORKER}), ALL], ids=["worker", "all"])
async def test_a_worker_without_the_secrets_of_the_bot_shows_the_cards(
    world: World, tmp_path: Path, parts: frozenset[Part]
) -> None:
    async with office(world) as desk:
        request = await desk.asks()
        await desk.ready(request)
        settings = Settings(files=tmp_path / "files", slack_api_url=f"{desk.url}/api/")
        async with assemble(world.hub, settings, parts) as assembly:
            application = assembly.application()
            async with (
                application.router.lifespan_context(application),
                asyncio.timeout(PATIENCE),
            ):
                while not desk.shown("CBRAND"):  # noqa: ASYNC110  The worker is another task.
                    await asyncio.sleep(0.01)

        assert request.title in text_of(desk.shown("CBRAND")[-1])


async def shown_by_nobody(hub: Hub) -> list[str]:
    """Ask for a card where nobody can draw it, and return what became of the job."""
    handlers = handlers_for(hub, ads=None, chat=None)
    now = hub.clock.now()
    details = {"request_id": "req_x"}
    await service.ask(hub.wake, now, key="c", kind="cards.show", lane="l", details=details)
    await InProcessRunner(hub.clock, hub.wake, handlers).drain()
    rows = await sql.fetch("SELECT state FROM jobs WHERE key = 'c'")
    return [row["state"] for row in rows]


async def test_where_a_workspace_is_joined_a_card_nobody_can_draw_is_for_a_person(hub: Hub) -> None:
    await workspaces.install(hub, installed())

    assert await shown_by_nobody(hub) == ["dead"]


async def test_where_none_is_joined_silence_is_right(hub: Hub) -> None:
    await workspaces.install(hub, installed())
    await workspaces.remove(installed().id, hub.clock.now())

    assert await shown_by_nobody(hub) == ["done"]
