"""The real target against the fake, over real connections, judged where that is sound."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx2
import pytest

from connectors.hosting.channel import Channel
from connectors.megaphone.fake import TOKEN, Network, create_fake
from connectors.megaphone.target import HOST, MegaphoneTarget, UserToken
from domain.clock import SteppingClock
from tests.connectors.hosting.releases import REACH, Breaking, listening
from tests.connectors.megaphone.judge import Judged

#: The one podcast of the fake.
PLACE = "net-1/pod-1"


@dataclass
class Patient:
    """A pace that lets everybody through at once; it keeps who came, and what was hushed."""

    came: list[str] = field(default_factory=list)
    hushed: list[float] = field(default_factory=list)

    async def turn(self, who: str) -> None:
        self.came.append(who)

    async def hush(self, seconds: float) -> None:
        self.hushed.append(seconds)


@dataclass
class Studio:
    """A fake that is served, its clock, the pace, and the target that is at it."""

    network: Network
    clock: SteppingClock
    url: str
    pace: Patient
    way: Judged
    target: MegaphoneTarget

    @asynccontextmanager
    async def by(
        self, way: httpx2.AsyncBaseTransport, token: str = TOKEN
    ) -> AsyncIterator[MegaphoneTarget]:
        """Give a target of another process, which goes `way`."""
        async with httpx2.AsyncClient(transport=way) as http:
            yield target_at(http, self.clock, self.url, self.pace, token)


def target_at(
    http: httpx2.AsyncClient, clock: SteppingClock, url: str, pace: Patient, token: str = TOKEN
) -> MegaphoneTarget:
    channel = Channel(http, HOST, UserToken(token), base_url=f"{url}/api")
    return MegaphoneTarget(channel, clock, pace, reach=REACH)


@pytest.fixture
async def studio(clock: SteppingClock) -> AsyncIterator[Studio]:
    network, pace, way = Network(places={PLACE}), Patient(), Judged(Breaking())
    async with (
        listening(create_fake(network, clock)) as url,
        httpx2.AsyncClient(transport=way) as http,
    ):
        yield Studio(network, clock, url, pace, way, target_at(http, clock, url, pace))
