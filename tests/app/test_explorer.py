"""The explorer: its parts are its own, nothing is kept in the browser, and it is there if asked."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

import httpx2
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from app.pages.explorer import Persona, explorer_routes
from app.parts import Part
from app.running.wiring import assemble
from app.settings import Settings
from domain.hub import Hub

SECRET = SecretStr("a secret that only tests know, long enough")


@asynccontextmanager
async def reader(app: Starlette) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://hub") as client:
        yield client


async def told(hub: Hub, *, explorer: bool) -> tuple[int, int]:
    """Return how a served hub answers for the page and for one of its parts."""
    settings = Settings(secret=SECRET, graphql_explorer=explorer)
    async with (
        assemble(hub, settings, frozenset({Part.API})) as assembly,
        reader(assembly.application()) as client,
    ):
        page, part = await client.get("/explore"), await client.get("/explore/main.js")
    return page.status_code, part.status_code


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_hub_that_is_served_has_it_only_if_it_is_told_to(hub: Hub) -> None:
    assert await told(hub, explorer=False) == (404, 404)
    assert await told(hub, explorer=True) == (200, 200)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_runs_in_it_comes_from_the_hub_alone(hub: Hub) -> None:
    async with reader(Starlette(routes=explorer_routes(hub.clock))) as client:
        page = await client.get("/explore")
        loaded = re.findall(r'(?:src|href)="([^"]+)"', page.text)
        parts = [await client.get(one) for one in loaded]
        policy = page.headers["content-security-policy"]

    assert [one.status_code for one in parts] == [200] * len(loaded)
    assert len(loaded) == 2
    assert {one.headers["content-security-policy"] for one in parts} == {policy}
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_nobody_gets_a_token_with_the_page_and_no_markup_gets_out_of_it(hub: Hub) -> None:
    people = [Persona("requester", "</script><b>", "glt_x")]
    async with (
        reader(Starlette(routes=explorer_routes(hub.clock))) as served,
        reader(Starlette(routes=explorer_routes(hub.clock, people))) as shown,
    ):
        plain, personal = (await served.get("/explore")).text, (await shown.get("/explore")).text

    data = re.compile(r'<script id="data" type="application/json">(.*)</script>')
    first, second = data.search(plain), data.search(personal)
    assert first is not None
    assert second is not None
    assert json.loads(first[1])["people"] == []
    assert json.loads(second[1])["people"][0]["name"] == "</script><b>"
    assert "</script><b>" not in personal


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_there_is_nothing_beside_its_parts(hub: Hub) -> None:
    async with reader(Starlette(routes=explorer_routes(hub.clock))) as client:
        answers = [await client.get(f"/explore/{one}") for one in ("__init__.py", "..%2Fworked.py")]

    assert [one.status_code for one in answers] == [404, 404]


def test_its_scripts_write_nothing_into_the_browser() -> None:
    folder = files("app.pages.explorer")
    scripts = [one.read_text() for one in folder.iterdir() if one.name.endswith(".js")]
    kept = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML|eval\(")

    assert len(scripts) == 3
    assert [kept.findall(one) for one in scripts] == [[], [], []]
