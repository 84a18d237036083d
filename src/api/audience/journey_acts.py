"""Registering endpoints of journeys, pausing them, and renewing their secrets."""

from collections.abc import Awaitable, Callable

import strawberry

from api.audience.journeys import JourneyEndpoint
from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.activation.journeys import endpoints, records
from domain.activation.journeys.endpoints import Wanted
from domain.activation.journeys.model import Endpoint, EndpointPurpose


@strawberry.input(description="An endpoint of journeys, or of publications, to register.")
class RegisterJourneyEndpointInput:
    """For `registerJourneyEndpoint`."""

    name: str = strawberry.field(description="What it is called; up to 120 characters.")
    address: str = strawberry.field(
        description="Where it is sent to, as https://hooks.example.com/journeys: a public host by"
        " its name, without port."
    )
    brand_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="For these brands; all if empty."
    )
    markets: list[str] = strawberry.field(
        default_factory=list, description="ISO 3166 codes of its markets; all if empty."
    )
    purpose: EndpointPurpose = strawberry.field(
        default=EndpointPurpose.JOURNEYS, description="What it is sent."
    )
    idempotency_key: str | None = repeatable(
        "registers no second one; the secret is shown by the first call only."
    )


@strawberry.input(description="Whether an endpoint is sent to.")
class SetJourneyEndpointActiveInput:
    """For `setJourneyEndpointActive`."""

    endpoint_id: strawberry.ID = strawberry.field(description="The endpoint.")
    active: bool = strawberry.field(description="Whether it is sent to; false has it wait.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="An endpoint that is to have a new secret.")
class RotateJourneySecretInput:
    """For `rotateJourneySecret`."""

    endpoint_id: strawberry.ID = strawberry.field(description="The endpoint.")
    idempotency_key: str | None = repeatable(
        "rotates nothing again; the secret is shown by the first call only."
    )


@strawberry.type(description="What an act on an endpoint did.")
class JourneyEndpointPayload:
    """Answer of `setJourneyEndpointActive`."""

    endpoint: JourneyEndpoint | None = strawberry.field(description="The endpoint.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What an act that makes a secret did.")
class JourneySecretPayload:
    """Answer of `registerJourneyEndpoint` and `rotateJourneySecret`."""

    endpoint: JourneyEndpoint | None = strawberry.field(description="The endpoint.")
    secret: str | None = strawberry.field(
        description="Its secret, by which signatures are checked: shown now and never again."
    )
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class JourneyMutation:
    """Acting on endpoints of journeys. For admins."""

    @strawberry.mutation(
        description="Register where approved journeys, or publications, are sent, signed as"
        " Standard Webhooks are."
        " For admins."
    )
    async def register_journey_endpoint(
        self,
        info: Info,
        input: RegisterJourneyEndpointInput,  # noqa: A002  The convention's name.
    ) -> JourneySecretPayload:
        """Register an endpoint."""
        wanted = Wanted(
            name=input.name,
            address=input.address,
            brand_ids=list(input.brand_ids),
            markets=input.markets,
            purpose=input.purpose,
        )

        async def make() -> tuple[Endpoint, str]:
            return await endpoints.register(info.context.hub, info.context.actor, wanted)

        return await _secret(info, "registerJourneyEndpoint", input, make)

    @strawberry.mutation(
        description="Send to an endpoint, or have what is for it wait. For admins."
    )
    async def set_journey_endpoint_active(
        self,
        info: Info,
        input: SetJourneyEndpointActiveInput,  # noqa: A002  The convention's name.
    ) -> JourneyEndpointPayload:
        """Pause an endpoint, or make it active."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            endpoint_id = input.endpoint_id
            return (await endpoints.set_active(hub, actor, endpoint_id, active=input.active)).id

        done, errors = await perform(info, "setJourneyEndpointActive", input, act)
        return JourneyEndpointPayload(endpoint=await _shown(done), errors=errors)

    @strawberry.mutation(
        description="Give an endpoint a new secret; the one before signs beside it for 24 h. For"
        " admins."
    )
    async def rotate_journey_secret(
        self,
        info: Info,
        input: RotateJourneySecretInput,  # noqa: A002  The convention's name.
    ) -> JourneySecretPayload:
        """Rotate a secret."""

        async def make() -> tuple[Endpoint, str]:
            return await endpoints.rotate(info.context.hub, info.context.actor, input.endpoint_id)

        return await _secret(info, "rotateJourneySecret", input, make)


async def _secret(
    info: Info,
    name: str,
    given: RegisterJourneyEndpointInput | RotateJourneySecretInput,
    make: Callable[[], Awaitable[tuple[Endpoint, str]]],
) -> JourneySecretPayload:
    """Perform what makes a secret, and show that to the one call that made it."""
    made: list[str] = []

    async def act() -> str:
        endpoint, secret = await make()
        made.append(secret)
        return endpoint.id

    done, errors = await perform(info, name, given, act)
    secret = made[0] if made and done else None
    return JourneySecretPayload(endpoint=await _shown(done), secret=secret, errors=errors)


async def _shown(endpoint_id: str | None) -> JourneyEndpoint | None:
    found = await records.endpoint(endpoint_id) if endpoint_id else None
    return JourneyEndpoint.of(found) if found else None
