"""A workflow service that leads cases, whatever the hub consists of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import httpx2

from app.handlers import handlers_for
from connectors.jobs.inprocess import InProcessRunner
from connectors.opentext.fake import Tenant, create_fake
from connectors.opentext.fake.processes import FakeInstance, FakeTask
from domain.cases.mirrored import ROUTE
from domain.orchestration import polling, records
from tests.domain.orchestration.there import service
from tests.stories.cases import Bureau
from tests.stories.desk import OneProcess
from tests.stories.five import FiveProcesses

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
async def led_elsewhere(bureau: Bureau) -> AsyncIterator[Elsewhere]:
    """Connect a bureau's hub to a tenant of the service, and have that lead its cases."""
    desk = bureau.desk
    if isinstance(desk, FiveProcesses):
        await _led(bureau, desk.tenant)
        yield Elsewhere(desk.tenant)
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
        await _led(bureau, tenant)
        yield Elsewhere(tenant)


async def _led(bureau: Bureau, tenant: Tenant) -> None:
    """Deploy the process of cases, have the service lead them, and look there from now on."""
    tenant.processes.deploy("greenlight_case", ROUTE)
    admin = await bureau.desk.front("admin")
    given = {"kind": "case", "orchestrator": "OPENTEXT"}
    done = (await admin.data(ORCHESTRATE, input=given))["done"]
    assert done["errors"] == [], done
    await polling.ask(bureau.world.hub, bureau.desk.clock.now())
