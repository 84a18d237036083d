"""Placements in the schema: what of a request stands at which publisher."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.distribution import DistributionReport, reports_of
from api.nodes import Node
from domain.placements import model
from domain.placements.model import PlacementState


@strawberry.type(description="Something of a request that stands at a publisher.")
class Placement(Node):
    """See `domain.placements.model.Placement`."""

    publisher: str = strawberry.field(description="Who shows it.")
    outside_id: str = strawberry.field(description="The publisher's id of it.")
    state: PlacementState = strawberry.field(description="Whether the publisher shows it.")
    since: datetime = strawberry.field(description="Since when.")

    @strawberry.field(
        description="What the publisher requires or refuses of it, oldest first, mended ones too;"
        " not for agencies."
    )
    async def reports(self, info: Info) -> list[DistributionReport]:
        """Show what is said."""
        return await reports_of(info, self.id)

    @classmethod
    def of(cls, placement: model.Placement) -> "Placement":
        """Show a placement."""
        return cls(
            id=identified(placement.id),
            publisher=placement.publisher,
            outside_id=placement.outside_id,
            state=placement.state,
            since=placement.since,
        )
