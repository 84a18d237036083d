"""The real client against the fake, judged by Spotify's document."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import httpx2
import pytest

from connectors.spotify.auth import Tokens
from connectors.spotify.client import AdsClient
from connectors.spotify.fake import Account, create_fake
from connectors.spotify.fake.server import CLIENT
from domain.clock import SteppingClock
from domain.credentials.model import Grant, Held
from tests.connectors.spotify.judge import Judged
from tests.world import World

if TYPE_CHECKING:
    from tests.stories.desk import OneProcess

BASE = "https://api-partner.spotify.com"


class MemoryStore:
    """Keeps the grant in memory, for one process."""

    def __init__(self, token: str) -> None:
        self.grant = Grant(token)
        self.version = 0

    async def take(self, stale: str | None = None) -> Held:  # noqa: ARG002  Whoever asks may renew.
        return Held(self.grant, self.version, claim=1)

    async def replace(self, held: Held, grant: Grant) -> bool:
        self.grant, self.version = grant, held.version + 1
        return True

    async def let_go(self, held: Held) -> bool:
        return held.version == self.version


@pytest.fixture
def account() -> Account:
    return Account()


def client_for(account: Account, clock: SteppingClock, http: httpx2.AsyncClient) -> AdsClient:
    async def no_sleep(_: float) -> None:
        return

    client_id, client_secret = CLIENT
    tokens = Tokens(
        http,
        clock,
        MemoryStore(account.refresh_token),
        token_url=f"{BASE}/api/token",
        client_id=client_id,
        client_secret=client_secret,
    )
    return AdsClient(http, tokens, base_url=f"{BASE}/ads/v3", ad_account=account.id, sleep=no_sleep)


def judged_http(account: Account, clock: SteppingClock) -> httpx2.AsyncClient:
    inner = httpx2.ASGITransport(app=create_fake(account, clock))
    return httpx2.AsyncClient(transport=Judged(inner))


@pytest.fixture
async def ads(account: Account, clock: SteppingClock) -> AsyncIterator[AdsClient]:
    async with judged_http(account, clock) as http:
        yield client_for(account, clock, http)


@pytest.fixture
def desk(world: World, clock: SteppingClock) -> "OneProcess":
    from tests.stories.desk import OneProcess  # It stands on what is here.

    return OneProcess.open(world, clock)
