"""Audit trails in the schema: what changed, who changed it, and the digest that proves it."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from api.context import Info, identified
from api.conventions.nodes import Node
from domain.actor import Door
from domain.audit import model


@strawberry.type(description="One change of a request, as recorded.")
class AuditEvent(Node):
    """See `domain.audit.model.Event`."""

    position: int = strawberry.field(description="Its place in the request's chain, from 1.")
    act: str = strawberry.field(description="What happened.")
    door: Door = strawberry.field(description="The way it came in.")
    at: datetime = strawberry.field(description="When.")
    details: JSON = strawberry.field(description="Before, after, reasons, outside ids.")
    digest: str = strawberry.field(description="SHA-256 over this event and the digest before it.")
    actor_id: strawberry.Private[str | None]

    @strawberry.field(description="Who did it.")
    async def actor_name(self, info: Info) -> str:
        """Look the name up."""
        if self.actor_id is None:
            return "Greenlight"
        return await info.context.loaders.names.load(self.actor_id) or "somebody"

    @classmethod
    def of(cls, event: model.Event) -> "AuditEvent":
        """Show an event."""
        return cls(
            id=identified(event.id),
            position=event.position,
            act=event.act,
            door=event.door,
            at=event.at,
            details=JSON(dict(event.details)),
            digest=event.digest,
            actor_id=event.actor_id,
        )
