"""Seats of stages that were handed on, in the schema."""

from datetime import datetime

import strawberry

from api.context import Info
from domain.approvals import model


@strawberry.type(description="A seat of a stage that was handed on after it was carried up.")
class HandedSeat:
    """See `domain.approvals.model.HandedSeat`."""

    at: datetime = strawberry.field(description="Since when.")
    value: strawberry.Private[model.HandedSeat]

    @strawberry.field(description="Whose seat it is; until it is filled they may vote in it still.")
    async def instead_of_name(self, info: Info) -> str:
        """Look the name up."""
        return await info.context.loaders.names.load(self.value.member_id) or "somebody"

    @strawberry.field(description="Who is asked in their place.")
    async def holder_name(self, info: Info) -> str:
        """Look the name up."""
        return await info.context.loaders.names.load(self.value.holder_id) or "somebody"

    @strawberry.field(description="Who handed it on: the same person, if they took it over.")
    async def by_name(self, info: Info) -> str:
        """Look the name up."""
        return await info.context.loaders.names.load(self.value.by_id) or "somebody"

    @classmethod
    def of(cls, seat: model.HandedSeat) -> "HandedSeat":
        """Show a seat."""
        return cls(at=seat.at, value=seat)
