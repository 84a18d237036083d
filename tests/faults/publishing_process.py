"""A worker that publishes playlists, in a process of its own, beside another one."""

import asyncio
from pathlib import Path

import httpx2

from app.jobs.handlers import handlers_for
from connectors.jobs.pgqueuer import Calls, PgQueuerRunner
from connectors.spotify.web.client import WebClient
from connectors.spotify.web.exchange import Exchange
from connectors.spotify.web.target import PlaylistTarget
from domain.files import FileStore
from domain.jobs.model import Work
from domain.targets.connected import Targets
from tests.clocks import SharedClock
from tests.conftest import opened_hub


class Opened:
    """An access token that is good for as long as the test lasts."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def access(self, stale: str | None = None) -> str:
        del stale
        return self._token


def targets(http: httpx2.AsyncClient, url: str, token: str, files: FileStore) -> Targets:
    """Return the one account of which the fake at `url` knows."""
    client = WebClient(Exchange(http, Opened(token), base_url=f"{url}/v1"))

    async def client_of(_: str) -> WebClient:
        return client

    async def is_connected(_target: str, _place: str) -> bool:
        return True

    return Targets((PlaylistTarget(client_of, files),), is_connected=is_connected)


async def main(database: str, files: Path, clock: SharedClock, url: str, token: str) -> None:
    calls = Calls(clock)
    async with opened_hub(database, files, clock, calls) as hub, httpx2.AsyncClient() as http:
        connected = targets(http, url, token, hub.files)
        handlers = handlers_for(hub, ads=None, chat=None, targets=connected)
        await PgQueuerRunner(database, Work(clock, calls, handlers, token)).run()


def work(database: str, files: Path, clock: Path, url: str, token: str) -> None:
    """Work until it is ended; `token` names it to the fake."""
    asyncio.run(main(database, files, SharedClock(clock), url, token))
