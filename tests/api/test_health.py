"""Who watches a process learns whether it lives, and whether it can work."""

import asyncio

import httpx2
import pytest
from tortoise.connection import get_connection

from api.app import create_app
from domain.hub import Hub


async def asked(hub: Hub, path: str) -> tuple[int, str]:
    transport = httpx2.ASGITransport(app=create_app(hub))
    async with httpx2.AsyncClient(transport=transport, base_url="http://hub") as client:
        answer = await client.get(path)
    return answer.status_code, answer.text


async def test_a_hub_with_its_database_lives_and_is_ready(hub: Hub) -> None:
    assert await asked(hub, "/healthz") == (200, "ok")
    assert await asked(hub, "/readyz") == (200, "ok")


async def test_a_database_that_does_not_answer_is_one_line(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def wait(_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("api.doors.health.READY_SECONDS", 0.01)
    monkeypatch.setattr(type(get_connection("default")), "run", lambda *_: wait(None))
    status, said = await asked(hub, "/readyz")

    assert status == 503
    assert said.startswith("database: ")
    assert "\n" not in said
    assert await asked(hub, "/healthz") == (200, "ok")
