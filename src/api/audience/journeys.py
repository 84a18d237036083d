"""Where journeys are sent, and what became of what was, in the schema."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from domain.activation.journeys import endpoints, model
from domain.activation.journeys.model import (
    DeliveryState,
    EndpointPurpose,
    EndpointState,
    EventKind,
)


@strawberry.type(
    description="Where approved journeys, or publications, are sent. Its secret is in no answer."
)
class JourneyEndpoint:
    """See `domain.activation.journeys.model.Endpoint`."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    name: str = strawberry.field(description="What it is called.")
    address: str = strawberry.field(description="Where it is sent to.")
    purpose: EndpointPurpose = strawberry.field(description="What it is sent.")
    brand_ids: list[strawberry.ID] = strawberry.field(description="For these brands; all if empty.")
    markets: list[str] = strawberry.field(
        description="ISO 3166 codes of its markets; all if empty."
    )
    state: EndpointState = strawberry.field(description="Whether it is sent to.")
    made_at: datetime = strawberry.field(description="When it was registered.")
    previous_secret_until: datetime | None = strawberry.field(
        description="Until when the secret before signs as well; null where none was replaced."
    )

    @classmethod
    def of(cls, one: model.Endpoint) -> "JourneyEndpoint":
        """Show it."""
        return cls(
            id=identified(one.id),
            name=one.name,
            address=one.address,
            purpose=one.purpose,
            brand_ids=[identified(brand_id) for brand_id in one.brand_ids],
            markets=list(one.markets),
            state=one.state,
            made_at=one.made_at,
            previous_secret_until=one.before_until,
        )


@strawberry.type(description="Something that is sent to an endpoint of journeys.")
class JourneyDelivery:
    """See `domain.activation.journeys.model.Delivery`."""

    id: strawberry.ID = strawberry.field(
        description="Its id, the `webhook-id` of every attempt at it."
    )
    kind: EventKind = strawberry.field(description="What the endpoint is told.")
    revision: int = strawberry.field(description="The revision of the request that it is of.")
    page: int = strawberry.field(description="Which page of the list it is, from 1.")
    pages: int = strawberry.field(description="How many pages there are.")
    state: DeliveryState = strawberry.field(description="What became of it.")
    attempts: int = strawberry.field(description="How often it was tried.")
    code: int | None = strawberry.field(
        description="The status of the last answer; null where there was none."
    )
    trouble: str = strawberry.field(
        description="Why the last attempt was not enough, or why it is not needed any more."
    )
    tried_at: datetime | None = strawberry.field(description="When it was tried last.")
    next_at: datetime | None = strawberry.field(description="When it is tried again.")
    endpoint_id: strawberry.Private[str]

    @strawberry.field(description="What the endpoint is called.")
    async def endpoint_name(self, info: Info) -> str:
        """Look the name up."""
        name: str = await info.context.loaders.endpoints.load(self.endpoint_id)
        return name

    @classmethod
    def of(cls, one: model.Delivery) -> "JourneyDelivery":
        """Show it; whom it names is in no answer."""
        return cls(
            id=identified(one.id),
            kind=one.kind,
            revision=one.revision,
            page=one.page,
            pages=one.pages,
            state=one.state,
            attempts=one.attempts,
            code=one.code,
            trouble=one.trouble,
            tried_at=one.tried_at,
            next_at=one.next_at,
            endpoint_id=one.endpoint_id,
        )


@strawberry.type
class JourneyQuery:
    """Reading where journeys are sent."""

    @strawberry.field(
        description="Every endpoint of journeys and publications, the newest first. For managers,"
        " auditors and admins of the whole organisation."
    )
    async def journey_endpoints(self, info: Info) -> list[JourneyEndpoint] | None:
        """Show every endpoint."""
        return [JourneyEndpoint.of(one) for one in await endpoints.listed(info.context.actor)]
