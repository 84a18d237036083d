"""Socket Mode as an operator meets it: what `serve` does with an app token."""

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.parts import Part
from app.running.wiring import assemble
from app.settings import Settings
from domain.hub import Hub
from tests.app.test_commands import SECRETS
from tests.nursery import run


class _Slack(BaseHTTPRequestHandler):
    """Refuses every app token, and remembers what it was asked."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        assert isinstance(self.server, _Server)
        self.server.asked.append(self.path.partition("?")[0])
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps({"ok": False, "error": "invalid_auth"}).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    asked: list[str]


@pytest.fixture
def slack() -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), _Slack) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_serve_refuses_a_token_that_slack_refuses(folder: Path, slack: _Server) -> None:
    env = {
        "GREENLIGHT_SECRET": SECRETS["GREENLIGHT_SECRET"],
        "GREENLIGHT_SLACK_APP_TOKEN": "xapp-revoked",
        "GREENLIGHT_SLACK_API_URL": f"http://127.0.0.1:{slack.server_port}/api/",
    }
    done = run(folder, "serve", **env)
    said = done.stderr.splitlines()

    assert done.returncode == 2
    assert "Slack refuses GREENLIGHT_SLACK_APP_TOKEN (invalid_auth)" in said[-1]
    assert "xapp-revoked" not in done.stderr + done.stdout


def settings(slack: _Server) -> Settings:
    return Settings(
        slack_signing_secret=SecretStr("kept from before"),
        slack_app_token=SecretStr("xapp-1"),
        slack_api_url=f"http://127.0.0.1:{slack.server_port}/api/",
    )


async def test_with_an_app_token_the_hub_connects_and_is_not_reached(
    hub: Hub, slack: _Server
) -> None:
    async with assemble(hub, settings(slack), frozenset({Part.BOT})) as assembly:
        application = assembly.application()
        async with application.router.lifespan_context(application), asyncio.timeout(30):
            while not slack.asked:  # noqa: ASYNC110  Another thread, with nothing to wait for.
                await asyncio.sleep(0.01)

    assert slack.asked[0] == "/api/apps.connections.open"
    assert "/slack/events" not in {getattr(route, "path", "") for route in assembly.routes}


async def test_a_worker_alone_opens_no_socket(hub: Hub, slack: _Server) -> None:
    async with assemble(hub, settings(slack), frozenset({Part.WORKER})) as assembly:
        assert assembly.bot is None
