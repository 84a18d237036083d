"""The real client against the fake, over real connections on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2
import pytest

from connectors.consonance.channel import Channel
from connectors.consonance.connector import Consonance
from connectors.consonance.fake import KEY, TOKEN, House, create_fake
from domain.title_house.model import Writing
from tests.listening import listening


@dataclass
class Site:
    """A fake that is served, and the way to it; `waits` are the seconds that were waited."""

    house: House
    url: str
    http: httpx2.AsyncClient
    waits: list[float] = field(default_factory=list)

    def client(
        self, *, key: str = KEY, seconds: float = 20, writing: Writing = Writing.OFF
    ) -> Consonance:
        async def wait(length: float) -> None:
            self.waits.append(length)

        channel = Channel(self.http, f"Bearer {key}", "THE_KEY", seconds, wait)
        rest = Channel(self.http, f"Token token={TOKEN}", "THE_TOKEN", seconds, wait)
        return Consonance(self.url, channel, rest, writing)


@asynccontextmanager
async def open_site() -> AsyncIterator[Site]:
    """Serve a fake of its own on loopback."""
    house = House()
    async with listening(create_fake(house)) as port, httpx2.AsyncClient() as http:
        yield Site(house, f"http://127.0.0.1:{port}", http)
        if house.held is not None:
            house.held.set()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with open_site() as found:
        yield found
