"""A hub whose requests are mirrored, by a fake that any test may trouble."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx2

from app.jobs.handlers import handlers_for
from app.jobs.subjects import SUBJECTS
from connectors.jobs.inprocess import InProcessRunner
from connectors.opentext.auth import Basic, TenantTokens
from connectors.opentext.fake import CLIENT, Tenant, create_fake
from connectors.opentext.fake.processes import FakeInstance, FakeTask
from connectors.opentext.fake.server import PROCESS_BASE
from connectors.opentext.workflow import OpenTextWorkflows
from connectors.opentext.workflow_dialects import FLOWABLE, OPENTEXT
from domain.audit import service as audit
from domain.audit.model import Event
from domain.campaigns.reviews import processes
from domain.clock import SteppingClock
from domain.hub import Hub
from domain.orchestration import drifting, polling, records
from domain.orchestration.model import Drift, Mirror, Orchestrator
from domain.requests import records as requests
from domain.requests.model import Request
from domain.requests.orchestrating import assign
from domain.requests.routing import route_of_kind
from tests.domain.requests.acts import stage
from tests.world import World

BASE = "https://eu.example.com"
PROCESS = "greenlight_campaign"

#: More than the time in which a vote can be taken back.
LATER = timedelta(seconds=31)


@dataclass
class There:
    """A world, the tenant that mirrors it, and a worker between them."""

    world: World
    tenant: Tenant
    clock: SteppingClock
    runner: InProcessRunner

    @property
    def hub(self) -> Hub:
        return self.world.hub

    async def works(self, *, after: timedelta = timedelta(0)) -> None:
        """Let time pass, and the worker do what is due, and a bit more."""
        self.clock.advance(after)
        await self.runner.drain()

    async def looks(self) -> None:
        """Hear what happened there, and do what follows."""
        await polling.look(self.hub, SUBJECTS)
        await self.runner.drain()

    async def checks(self) -> list[Drift]:
        return await drifting.check(self.hub, SUBJECTS)

    async def mirror(self, request: Request) -> Mirror:
        found = await records.mirror(request.id)
        assert found is not None
        return found

    async def instance(self, request: Request) -> FakeInstance:
        return self.tenant.processes.instances[(await self.mirror(request)).instance_id or ""]

    async def task(self, request: Request, key: str) -> FakeTask:
        """Return the one open task of a stage there."""
        (found,) = [task for task in await self.tasks(request) if task.key == key]
        return found

    async def tasks(self, request: Request) -> list[FakeTask]:
        instance = (await self.mirror(request)).instance_id
        return self.tenant.processes.open_tasks(instance)

    async def asked(self, request: Request) -> list[str]:
        """Return the keys of the tasks that are open there."""
        return sorted(task.key for task in await self.tasks(request))

    async def decides(
        self, request: Request, key: str, outcome: str, by: str, reason: str | None = None
    ) -> FakeTask:
        """Have somebody complete a task there."""
        task = await self.task(request, key)
        self.tenant.processes.complete(task.id, outcome, by, reason)
        return task

    async def trail(self, request: Request) -> list[Event]:
        return await audit.trail(request.id)

    async def now(self, request: Request) -> Request:
        found = await requests.get(request.id)
        assert found is not None
        return found

    async def stands(self, request: Request, key: str) -> str:
        return (await stage(request, key)).state.value


@asynccontextmanager
async def there(world: World, clock: SteppingClock, dialect: str) -> AsyncIterator[There]:
    """Connect a hub to a fake, and give campaigns to it."""
    tenant = Tenant()
    transport = httpx2.ASGITransport(app=create_fake(tenant, clock))
    async with httpx2.AsyncClient(transport=transport) as http:
        hub = replace(world.hub, workflow_service=service(tenant, clock, http, dialect))
        world = replace(world, hub=hub)
        handlers: dict[str, Any] = dict.fromkeys(handlers_for(hub, ads=None, chat=None), _nothing)
        own = ("workflow.mirror", "workflow.poll", "workflow.check", processes.KIND)
        for kind in own:
            handlers[kind] = handlers_for(hub, ads=None, chat=None)[kind]
        runner = InProcessRunner(clock, hub.wake, handlers)
        tenant.processes.deploy(PROCESS, await route_of_kind("campaign", clock.now()))
        await assign(hub, await world.actor("admin"), "campaign", Orchestrator.OPENTEXT)
        yield There(world, tenant, clock, runner)


def service(
    tenant: Tenant, clock: SteppingClock, http: httpx2.AsyncClient, dialect: str
) -> OpenTextWorkflows:
    if dialect == "flowable":
        entry = Basic(*CLIENT)
        base = f"{BASE}{PROCESS_BASE}"
        return OpenTextWorkflows(http, entry, FLOWABLE, base_url=base, seconds=20)
    tokens = TenantTokens(
        http,
        clock,
        token_url=f"{BASE}/tenants/{tenant.id}/oauth2/token",
        client_id=CLIENT[0],
        client_secret=CLIENT[1],
    )
    return OpenTextWorkflows(http, tokens, OPENTEXT, base_url=BASE, seconds=20)


async def _nothing(_: object) -> None:
    return
