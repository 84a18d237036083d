"""A system of journeys that listens on loopback, whatever the hub consists of."""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.types import ASGIApp

from app.jobs.handlers import handlers_for
from connectors.jobs.inprocess import InProcessRunner
from connectors.webhooks.fake import Receiver, create_fake
from connectors.webhooks.sender import WebhookSender
from tests.stories.desk import OneProcess
from tests.stories.fakes import served
from tests.stories.house import House
from tests.stories.processes import url_of

ERRORS = "errors { __typename ... on UserError { code message path } }"
REGISTER = f"""mutation($input: RegisterJourneyEndpointInput!) {{
  done: registerJourneyEndpoint(input: $input) {{
    endpoint {{ id state address brandIds }} secret {ERRORS} }} }}"""
ACTIVE = f"""mutation($input: SetJourneyEndpointActiveInput!) {{
  done: setJourneyEndpointActive(input: $input) {{ endpoint {{ id state }} {ERRORS} }} }}"""
ROTATE = f"""mutation($input: RotateJourneySecretInput!) {{
  done: rotateJourneySecret(input: $input) {{
    endpoint {{ previousSecretUntil }} secret {ERRORS} }} }}"""
ENDPOINTS = "{ journeyEndpoints { id name state } }"
SENT = """query($id: ID!) { request(id: $id) { state trouble
  handOver { state receipt acknowledgedByName instructions }
  listedAccounts { accountId removalAskedAt removedAt removedByName receipt }
  journeyDeliveries { id kind page pages state attempts code trouble endpointName } } }"""


@dataclass
class Journeys:
    """What people see and do about journeys; `receiver` is what the system outside holds."""

    house: House
    address: str
    endpoint_id: str = ""
    receiver: Receiver = field(default_factory=Receiver)

    async def does(self, query: str, who: str = "admin", **given: Any) -> dict[str, Any]:
        """Act through the door; return what the mutation answered."""
        done: dict[str, Any] = (await (await self.house.desk.front(who)).data(query, input=given))[
            "done"
        ]
        return done

    async def pauses(self, *, active: bool = False) -> None:
        """Pause the endpoint, or make it active."""
        done = await self.does(ACTIVE, endpointId=self.endpoint_id, active=active)
        assert done["errors"] == [], done

    async def look(self, request: dict[str, str]) -> dict[str, Any]:
        """Return where a request stands, and what was sent of it."""
        front = await self.house.desk.front("manager")
        found: dict[str, Any] = (await front.data(SENT, id=request["id"]))["request"]
        return found


@asynccontextmanager
async def listening(
    house: House, watched: Callable[[ASGIApp], ASGIApp] = lambda app: app
) -> AsyncIterator[Journeys]:
    """Have a system of journeys listen, registered for the brand, while the block runs.

    `watched` is told the system, and gives what listens in its place.
    """
    desk = house.desk
    if isinstance(desk, OneProcess):
        hub = replace(desk.world.hub, journeys=WebhookSender(desk.clock, loopback=True))
        desk.world = replace(desk.world, hub=hub)
        handlers = handlers_for(hub, ads=desk.ads, chat=None)
        desk.runner = InProcessRunner(desk.clock, hub.wake, handlers)
    with socket.create_server(("127.0.0.1", 0)) as held:
        found = Journeys(house, f"{url_of(held)}/")
        async with served(watched(create_fake(found.receiver, desk.clock)), held):
            given = {"name": "Sample Journeys", "address": found.address}
            brands = [house.world.brand_id]
            done = await found.does(REGISTER, **given, brandIds=brands, markets=["DE"])
            assert done["errors"] == [], done
            found.endpoint_id = done["endpoint"]["id"]
            found.receiver.secret = done["secret"]
            yield found
