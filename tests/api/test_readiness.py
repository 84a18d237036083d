"""Whether a process can work, and which check says that it cannot."""

from time import monotonic

import httpx2
import pytest
from starlette.applications import Starlette

from api.doors.health import Readiness, health_routes
from domain.database import migrate
from domain.hub import Hub
from domain.processes import service as processes
from domain.processes.model import ALIVE
from domain.processes.service import Pulse
from tests.app.watching.steps_seen import reader


async def ready(readiness: Readiness) -> httpx2.Response:
    async with reader(Starlette(routes=health_routes(readiness))) as http:
        return await http.get("/readyz")


async def test_a_process_that_can_work_is_ready(hub: Hub) -> None:
    found = await ready(Readiness(pulse=Pulse()))

    assert (found.status_code, found.text) == (200, "ok")


async def test_a_process_that_was_told_to_stop_is_not(hub: Hub) -> None:
    found = await ready(Readiness(draining=True))

    assert found.status_code == 503
    assert found.text.startswith("draining: ")


async def test_a_process_that_knows_more_than_the_database_is_not(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "newest", lambda: "9999_not_yet")
    found = await ready(Readiness())

    assert found.status_code == 503
    assert found.text == "migrations: 9999_not_yet is missing; `greenlight migrate`"


async def test_a_worker_that_could_not_say_for_long_that_it_lives_is_not(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulse = Pulse()
    later = monotonic() + ALIVE.total_seconds() + 5
    monkeypatch.setattr(processes, "monotonic", lambda: later)
    silent = await ready(Readiness(pulse=pulse))
    pulse.beat()

    assert (silent.status_code, silent.text) == (503, "worker: no heartbeat for 65 s")
    assert (await ready(Readiness(pulse=pulse))).status_code == 200
