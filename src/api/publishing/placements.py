"""Placements in the schema: what of a request stands at which publisher, and by which right."""

from datetime import datetime

import strawberry

from api.catalog.outlets import OutsideId
from api.context import Info, identified
from api.conventions.nodes import Node
from api.decisions.decision import Decision
from api.publishing.distribution import DistributionReport, reports_of
from api.publishing.exposures import Exposure
from api.publishing.hand_overs import HandOverApproval
from domain.exposures import reading
from domain.packages.packaging import approved
from domain.placements import model
from domain.placements.model import PlacementState
from domain.requests import reading as requests


@strawberry.type(description="Something of a request that stands at a publisher.")
class Placement(Node):
    """See `domain.placements.model.Placement`."""

    request_id: strawberry.ID = strawberry.field(description="The request that brought it there.")
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

    @strawberry.field(description="Who said yes to it, by stage.")
    async def approvals(self, info: Info) -> list[HandOverApproval]:
        """Show the stages that people approved."""
        loaders = info.context.loaders
        stages = await loaders.stages.load(self.request_id)
        votes = await loaders.votes.load(self.request_id)
        return [HandOverApproval.of(one) for one in approved(stages, votes)]

    @strawberry.field(description="What the rules said of it, oldest first, in which versions.")
    async def decisions(self, info: Info) -> list[Decision]:
        """Show the decisions of its request."""
        found = await info.context.loaders.decisions.load(self.request_id)
        return [Decision.of(revision, judgement) for revision, judgement in found]

    @strawberry.field(
        description="Where it is live and was, the newest 50, with how it is cleared now; null for"
        " those who may not see rights of its brand."
    )
    async def exposures(self, info: Info) -> list[Exposure] | None:
        """Judge what is live."""
        context = info.context
        request = await requests.get(context.actor, self.request_id)
        found = await reading.of_request(context.hub, context.actor, request)
        return None if found is None else [Exposure.of(one) for one in found]

    @strawberry.field(
        description="What its publisher calls each part of it, such as `campaign`, `ad_set:DE`,"
        " `episode`."
    )
    async def outside_ids(self, info: Info) -> list[OutsideId]:
        """Show the ids of a campaign's parts, or of what the hub published."""
        loaders = info.context.loaders
        draft = await loaders.drafts.load(self.request_id)
        published = await loaders.publications.load(self.request_id)
        outside = (draft and draft.outside) or (published and published.outside) or {}
        return [OutsideId(name=name, value=value) for name, value in sorted(outside.items())]

    @classmethod
    def of(cls, placement: model.Placement) -> "Placement":
        """Show a placement."""
        return cls(
            id=identified(placement.id),
            request_id=identified(placement.request_id),
            publisher=placement.publisher,
            outside_id=placement.outside_id,
            state=placement.state,
            since=placement.since,
        )
