"""A hub in which one thing is sealed in every place, and the same hub with another secret."""

from dataclasses import dataclass, replace

import pytest

from domain.activation.journeys import records as journeys
from domain.activation.journeys.model import Endpoint, EndpointState
from domain.activation.journeys.rules import SEALED_FOR as JOURNEYS
from domain.connections.beginning import VERIFIER
from domain.credentials import service as credentials
from domain.credentials.model import Grant
from domain.database import sql, transaction
from domain.hub import Hub
from domain.people import workspaces
from domain.people.privacy import veil
from domain.secrets import Secrets
from domain.webhooks import records as webhooks
from domain.webhooks.model import Webhook, WebhookState, Why
from domain.webhooks.rules import SEALED_FOR as WEBHOOKS
from tests.world import World

#: The secret that comes next.
NEXT = "the secret that comes next, as long as it has to be"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A hub under its first secret, with what is sealed in it."""

    hub: Hub
    veiled: dict[str, str]

    def under(self, secret: str, *accepted: str) -> Hub:
        """The same hub as a process has it that was begun with these settings."""
        return replace(self.hub, secrets=Secrets.of(secret, accepted))


@pytest.fixture
async def sealed(world: World) -> Sealed:
    hub, user = world.hub, world.people["requester"]
    seal, now = hub.secrets.seal, hub.clock.now()
    async with transaction():
        await credentials.keep(hub.secrets, now, "brand-account", Grant("refresh", "access", now))
        joined = workspaces.Workspace("T1", "One", "xoxb-1", "B1", "U1", refresh="xoxe-1")
        await workspaces.install(hub, joined)
        await webhooks.add(
            Webhook(
                *("whk_1", user, "One", "https://one.example", (), "{ id }", WebhookState.ACTIVE),
                *(Why.NOT, now, seal(WEBHOOKS, "first")),
            )
        )
        await webhooks.rotate("whk_1", seal(WEBHOOKS, "second"), now)
        active, address = EndpointState.ACTIVE, "https://two.example"
        first = seal(JOURNEYS, "first")
        await journeys.add_endpoint(Endpoint("end_1", "Two", address, (), (), active, now, first))
        await journeys.rotate("end_1", seal(JOURNEYS, "second"), now)
        await sql.execute(
            "INSERT INTO connections (id, purpose, brand_id, state, account_id, account_name,"
            " scopes, trouble) VALUES ('con_1', 'playlists', $1, 'pending', '', '', '[]', '')",
            world.brand_id,
        )
        await sql.execute(
            "INSERT INTO connection_attempts (id, connection_id, user_id, ends_at, state, browser,"
            " sealed, used, confirmed) VALUES ('att_1', 'con_1', $1, $2, '', '', $3, $4, $4)",
            *(user, now, seal(VERIFIER, "verifier"), False),
        )
        veiled = await veil(hub, "usr_of_nobody_else", "Pat")
    return Sealed(hub, veiled)
