"""Every page of the hub keeps scripts, frames, other sites and caches out, whatever it says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from api.app import middleware
from app.running.wiring import assemble
from app.settings import Settings
from domain.hub import Hub
from tests.world import World

#: What somebody might put into an address, by parameter or behind the `?`.
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;b&gt;\u202e"

#: What stands in the place of parameters of addresses, beside markup.
PLAIN = {"kind": "requests", "number": "12", "code": "spring", "name": "page.css"}

#: What is asked behind the `?`, and as what.
ASKED = ("ticket", "invitation", "state", "code", "error", "token")
BROWSER = {"accept": "text/html"}

#: What a page's policy says.
PARTS = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")


def settings() -> Settings:
    return Settings(
        slack_signing_secret="s" * 32,
        slack_client_id="1.2",
        slack_client_secret="c" * 32,
        public_url="https://hub.example.com",
        graphql_explorer=True,
    )


@asynccontextmanager
async def served(hub: Hub) -> AsyncIterator[tuple[Starlette, httpx2.AsyncClient]]:
    async with assemble(hub, settings()) as assembly:
        app = Starlette(routes=assembly.routes, middleware=middleware(()))
        transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="https://hub") as client:
            yield app, client


def addresses(app: Starlette) -> list[tuple[str, str]]:
    """Every method and address of the hub, with plain words in them and with markup."""
    found = []
    for route in app.routes:
        assert not isinstance(route, Mount)
        if isinstance(route, Route):
            for method in route.methods or {"GET", "POST"}:
                for words in (PLAIN, dict.fromkeys(PLAIN, MARKUP)):
                    path = route.path
                    for name in route.param_convertors:
                        path = path.replace(f"{{{name}}}", words.get(name, MARKUP))
                    found.append((method, path))
    return found


async def test_every_page_has_the_headers_that_keep_others_out(world: World) -> None:
    pages, odd = set(), []
    async with served(world.hub) as (app, client):
        for method, path in addresses(app):
            asked = dict.fromkeys(
                ("ticket", "invitation", "state", "code", "error", "token"), MARKUP
            )
            answer = await client.request(
                method, path, params=asked, headers={"accept": "text/html"}
            )
            assert answer.status_code < 500, (method, path)
            if "text/html" in answer.headers.get("content-type", ""):
                pages.add(path)
                odd += [f"{path}: {wrong}" for wrong in wrong_with(answer)]

    assert odd == []
    assert len(pages) > 12


def wrong_with(answer: httpx2.Response) -> list[str]:
    """What a page lacks, or shows as markup."""
    policy = answer.headers.get("content-security-policy", "")
    scripts = policy.partition("script-src")[2].partition(";")[0]
    found = [
        part for part in ("default-src 'none'", "frame-ancestors 'none'") if part not in policy
    ]
    found += ["unsafe scripts"] if "unsafe" in scripts else []
    found += ["nosniff"] if answer.headers.get("x-content-type-options") != "nosniff" else []
    found += ["referrer"] if answer.headers.get("referrer-policy", "") in {"", "unsafe-url"} else []
    found += ["kept by caches"] if "no-store" not in answer.headers.get("cache-control", "") else []
    found += ["markup"] if "<script>alert" in answer.text or "<img" in answer.text else []
    return found


@pytest.mark.parametrize("name", ["Set-Cookie: a=b", "X-Evil: 1"])
async def test_no_line_of_an_address_becomes_a_header(world: World, name: str) -> None:
    broken = f"x\r\n{name}"
    async with served(world.hub) as (app, client):
        for method, path in addresses(app):
            asked = {"ticket": broken, "state": broken, "error": broken, "invitation": broken}
            answer = await client.request(method, path, params=asked)
            assert "x-evil" not in answer.headers
            assert "a=b" not in answer.headers.get("set-cookie", "")


async def test_no_answer_lets_a_foreign_site_read_it(world: World) -> None:
    async with served(world.hub) as (app, client):
        for method, path in addresses(app):
            headers = {"origin": "https://evil.example.com"}
            answer = await client.request(method, path, headers=headers)
            assert "access-control-allow-credentials" not in answer.headers, path
            if not path.startswith("/media/"):
                assert "access-control-allow-origin" not in answer.headers, path
