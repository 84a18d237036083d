"""The real target against the fake, over real connections on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx2
import pytest

from connectors.distribution.fake import CLIENT, Partner, create_fake
from connectors.distribution.target import DistributionTarget, connected
from domain.clock import SteppingClock
from tests.connectors.hosting.releases import REACH, Breaking, listening


@dataclass
class Site:
    """A fake that is served, its clock, and the target that is at it."""

    partner: Partner
    clock: SteppingClock
    url: str
    target: DistributionTarget

    @asynccontextmanager
    async def by(self, way: httpx2.AsyncBaseTransport) -> AsyncIterator[DistributionTarget]:
        """Give a target of another process, which goes `way`."""
        async with httpx2.AsyncClient(transport=way) as http:
            yield target_at(http, self.clock, self.url)


def target_at(http: httpx2.AsyncClient, clock: SteppingClock, url: str) -> DistributionTarget:
    return connected(
        http,
        clock,
        base_url=url,
        token_url=f"{url}/api/token",
        client_id=CLIENT[0],
        client_secret=CLIENT[1],
        reach=REACH,
    )


@pytest.fixture
async def site(clock: SteppingClock) -> AsyncIterator[Site]:
    partner = Partner(shows={"show-1"})
    async with (
        listening(create_fake(partner, clock)) as url,
        httpx2.AsyncClient(transport=Breaking()) as http,
    ):
        yield Site(partner, clock, url, target_at(http, clock, url))
