"""A hub whose tables may be judged outside, by a fake that any test may trouble."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import httpx2

from connectors.opentext.auth import TenantTokens
from connectors.opentext.client import DecisionClient
from connectors.opentext.connector import OpenTextDecisions
from connectors.opentext.dialects import OPENTEXT
from connectors.opentext.fake import CLIENT, Tenant, create_fake
from domain.decisions import versions
from domain.executors import records
from domain.executors.model import Assignment, Executor
from domain.rulebook.assigning import assign
from tests.world import World

BASE = "https://eu.example.com"


@dataclass
class Outside:
    """A world, and the tenant that may judge for it."""

    world: World
    tenant: Tenant

    async def gives(self, table: str, executor: Executor, key: str | None = None) -> Assignment:
        actor = await self.world.actor("manager")
        return await assign(self.world.hub, actor, table, executor, key)

    async def held(self, table: str) -> Assignment:
        return (await records.of_tables([table]))[table]

    async def deploys(self, table: str, *changes: tuple[str, str]) -> None:
        """Deploy the version that counts here, with some of its text changed."""
        now = self.world.hub.clock.now()
        dmn = (await versions.that_count([table], now, now))[table].dmn
        for before, after in changes:
            assert before in dmn
            dmn = dmn.replace(before, after)
        self.tenant.deploy(dmn, table)


@asynccontextmanager
async def outside(world: World, *, seconds: float = 20) -> AsyncIterator[Outside]:
    tenant = Tenant()
    clock = world.hub.clock
    transport = httpx2.ASGITransport(app=create_fake(tenant, clock))
    async with httpx2.AsyncClient(transport=transport) as http:
        tokens = TenantTokens(
            http,
            clock,
            token_url=f"{BASE}/tenants/{tenant.id}/oauth2/token",
            client_id=CLIENT[0],
            client_secret=CLIENT[1],
        )
        client = DecisionClient(http, tokens, OPENTEXT, base_url=BASE, seconds=seconds)
        service = OpenTextDecisions(client, OPENTEXT.name)
        hub = replace(world.hub, decision_service=service)
        yield Outside(replace(world, hub=hub), tenant)
