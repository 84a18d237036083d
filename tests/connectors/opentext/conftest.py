"""The real client against the fake, over real connections on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx2
import pytest

from connectors.opentext.auth import Basic, TenantTokens
from connectors.opentext.client import DecisionClient
from connectors.opentext.connector import OpenTextDecisions
from connectors.opentext.dialects import FLOWABLE, OPENTEXT
from connectors.opentext.fake import CLIENT, Tenant, create_fake
from connectors.opentext.fake.server import FLOWABLE_BASE
from domain.clock import Clock, SteppingClock
from tests.connectors.opentext.judge import DOCUMENT, Judged
from tests.listening import listening


@dataclass
class Site:
    """A fake that is served, and the way to it."""

    tenant: Tenant
    clock: Clock
    url: str
    http: httpx2.AsyncClient

    def opentext(
        self, *, seconds: float = 20, secret: str = CLIENT[1], tenant: str | None = None
    ) -> OpenTextDecisions:
        tokens = TenantTokens(
            self.http,
            self.clock,
            token_url=f"{self.url}/tenants/{tenant or self.tenant.id}/oauth2/token",
            client_id=CLIENT[0],
            client_secret=secret,
        )
        client = DecisionClient(self.http, tokens, OPENTEXT, base_url=self.url, seconds=seconds)
        return OpenTextDecisions(client, OPENTEXT.name)

    def flowable(self, *, password: str = CLIENT[1]) -> OpenTextDecisions:
        base = f"{self.url}{FLOWABLE_BASE}"
        entry = Basic(CLIENT[0], password)
        client = DecisionClient(self.http, entry, FLOWABLE, base_url=base, seconds=20)
        return OpenTextDecisions(client, FLOWABLE.name)


@asynccontextmanager
async def open_site(clock: Clock) -> AsyncIterator[Site]:
    """Serve a fake of its own on loopback."""
    tenant = Tenant()
    inner = httpx2.AsyncHTTPTransport()
    transport = Judged(inner) if DOCUMENT.exists() else inner
    async with (
        listening(create_fake(tenant, clock)) as port,
        httpx2.AsyncClient(transport=transport) as http,
    ):
        url = f"http://127.0.0.1:{port}"
        yield Site(tenant, clock, url, http)
        if tenant.held is not None:
            tenant.held.set()


@pytest.fixture
async def site(clock: SteppingClock) -> AsyncIterator[Site]:
    async with open_site(clock) as found:
        yield found
