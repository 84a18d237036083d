"""A workflow service that leads cases, whatever the hub consists of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import httpx2

from app.jobs.handlers import handlers_for
from connectors.jobs.inprocess import InProcessRunner
from connectors.opentext.fake import Tenant, create_fake
from connectors.opentext.fake.processes import FakeInstance, FakeTask
from domain.cases.mirrored import ROUTE
from domain.orchestration import polling, records
from domain.requests.routing import route_of_kind
from tests.domain.orchestration.there import service
from tests.stories.cases import Bureau
from tests.stories.desk import Desk, OneProcess
from tests.stories.five import FiveProcesses
from tests.stories.house import House

ORCHESTRATE = """mutation($input: OrchestrateInput!) { done: orchestrate(input: $input) {
  orchestration { kind orchestrator processKey } errors { ... on UserError { message } } } }"""

#: More than the time between two looks at what happened there, in seconds.
LOOK = 25.0


@dataclass
class Elsewhere:
    """What people see and do in the workflow service."""

    tenant: Tenant

    async def instance(self, case: dict[str, str]) -> FakeInstance:
        """Return the process of a case."""
        mirror = await records.mirror(case["id"])
        assert mirror is not None
        return self.tenant.processes.instances[mirror.instance_id or ""]

    async def tasks(self, case: dict[str, str]) -> list[FakeTask]:
        """Return what is open there of a case."""
        return self.tenant.processes.open_tasks((await self.instance(case)).id)

    async def completes(self, case: dict[str, str], who: str, reason: str) -> None:
        """Have somebody complete the one task of a case as approved."""
        (task,) = await self.tasks(case)
        address = f"{who.replace('_', '')}@hub.example.com"
        self.tenant.processes.complete(task.id, "approved", address, reason)


@asynccontextmanager
async def led_elsewhere(bureau: Bureau | House, kind: str = "case") -> AsyncIterator[Elsewhere]:
    """Connect a hub to a tenant of the service, and have that lead its cases, or a kind."""
    desk = bureau.desk
    if isinstance(desk, FiveProcesses):
        await _led(desk, desk.around.tenant, kind)
        yield Elsewhere(desk.around.tenant)
        return
    assert isinstance(desk, OneProcess)
    tenant = Tenant()
    transport = httpx2.ASGITransport(app=create_fake(tenant, desk.clock))
    async with httpx2.AsyncClient(transport=transport) as http:
        hub = replace(
            desk.world.hub, workflow_service=service(tenant, desk.clock, http, "opentext")
        )
        desk.world = replace(desk.world, hub=hub)
        desk.runner = InProcessRunner(
            desk.clock, hub.wake, handlers_for(hub, ads=desk.ads, chat=None)
        )
        await _led(desk, tenant, kind)
        yield Elsewhere(tenant)


async def _led(desk: Desk, tenant: Tenant, kind: str) -> None:
    """Deploy the process of a kind, have the service lead it, and look there from now on."""
    route = ROUTE if kind == "case" else await route_of_kind(kind, desk.clock.now())
    tenant.processes.deploy(f"greenlight_{kind}", route)
    admin = await desk.front("admin")
    given = {"kind": kind, "orchestrator": "OPENTEXT"}
    done = (await admin.data(ORCHESTRATE, input=given))["done"]
    assert done["errors"] == [], done
    await polling.ask(desk.world.hub, desk.clock.now())
