"""What publishers require or refuse of what is placed, in the schema."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.conventions.nodes import Node
from domain.distribution import model, records, service
from domain.distribution.model import Demand, Said
from domain.instants import in_utc
from domain.people.model import Act
from domain.people.rules import may


@strawberry.type(description="That a publisher requires or refuses something, or did.")
class DistributionReport(Node):
    """See `domain.distribution.model.Report`."""

    about_id: strawberry.ID = strawberry.field(description="The placement or exposure.")
    request_id: strawberry.ID | None = strawberry.field(description="What brought that about.")
    brand_id: strawberry.ID = strawberry.field(description="Its brand.")
    publisher: str = strawberry.field(description="Who says so.")
    kind: Demand = strawberry.field(description="What kind of thing is said.")
    ref: str = strawberry.field(description="The publisher's own name for it, such as a code.")
    said: str = strawberry.field(description="What is required or refused.")
    territories: list[str] = strawberry.field(description="ISO 3166 codes; none for all.")
    since: datetime = strawberry.field(description="Since when.")
    closed_at: datetime | None = strawberry.field(description="When it was mended; null before.")
    closed_why: str = strawberry.field(description="How it was mended.")
    reporter_id: strawberry.Private[str | None]
    closer_id: strawberry.Private[str | None]

    @strawberry.field(description="Who reported it; null if a connector did.")
    async def reported_by_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await info.context.loaders.names.load(self.reporter_id) if self.reporter_id else None

    @strawberry.field(description="Who closed it; null if a connector did, or nobody yet.")
    async def closed_by_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await info.context.loaders.names.load(self.closer_id) if self.closer_id else None

    @classmethod
    def of(cls, value: model.Report) -> "DistributionReport":
        """Show it."""
        return cls(
            id=identified(value.id),
            about_id=identified(value.about_id),
            request_id=identified(value.request_id) if value.request_id else None,
            brand_id=identified(value.brand_id),
            publisher=value.publisher,
            kind=value.said.kind,
            ref=value.said.ref,
            said=value.said.text,
            territories=list(value.said.territories),
            since=value.said.since,
            closed_at=value.closed_at,
            closed_why=value.closed_why,
            reporter_id=value.reporter_id,
            closer_id=value.closer_id,
        )


async def reports_of(info: Info, about_id: str) -> list[DistributionReport]:
    """Return what was said of a placement or exposure; nothing for who may not see rights."""
    found = await info.context.loaders.distribution.load(about_id) or []
    actor = info.context.actor
    seen = [one for one in found if may(actor, Act.SEE_RIGHTS, brand_id=one.brand_id)]
    return [DistributionReport.of(one) for one in seen]


@strawberry.input(description="Something that a publisher requires or refuses.")
class ReportDistributionInput:
    """For `reportDistribution`."""

    about_id: strawberry.ID = strawberry.field(description="The placement or exposure.")
    kind: Demand = strawberry.field(description="What kind of thing is said.")
    ref: str = strawberry.field(
        description="The publisher's own name for it, such as a code; up to 80 characters. It is"
        " open once under it."
    )
    said: str = strawberry.field(
        description="What is required or refused; up to 500 characters. It names nobody."
    )
    territories: list[str] = strawberry.field(
        default_factory=list, description="ISO 3166 codes of where; all if left out."
    )
    since: datetime | None = strawberry.field(
        default=None, description="Since when; now if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="Something a publisher said that is mended.")
class CloseDistributionInput:
    """For `closeDistribution`."""

    report_id: strawberry.ID = strawberry.field(description="The report.")
    why: str = strawberry.field(description="How it was mended; up to 500 characters.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on a report did.")
class DistributionPayload:
    """Answer of every act on a report."""

    report: DistributionReport | None = strawberry.field(description="It, as it stands now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class DistributionMutation:
    """Reporting what publishers say."""

    @strawberry.mutation(
        description="Report that a publisher requires or refuses something of a placement or of"
        " what is live; the rights desk is told once. For managers and admins, and for the team"
        " that its request was handed to."
    )
    async def report_distribution(
        self,
        info: Info,
        input: ReportDistributionInput,  # noqa: A002  The convention's name.
    ) -> DistributionPayload:
        """Report something."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            since = in_utc(input.since, ("since",)) if input.since else hub.clock.now()
            said = Said(input.kind, input.ref, input.said, tuple(input.territories), since)
            return (await service.report(hub, actor, input.about_id, said)).id

        done, errors = await perform(info, "reportDistribution", input, act)
        return await _payload(done, errors)

    @strawberry.mutation(
        description="Say that what a publisher required or refused is mended. For the same people."
    )
    async def close_distribution(
        self,
        info: Info,
        input: CloseDistributionInput,  # noqa: A002  The convention's name.
    ) -> DistributionPayload:
        """Close a report."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await service.close(hub, actor, input.report_id, input.why)).id

        done, errors = await perform(info, "closeDistribution", input, act)
        return await _payload(done, errors)


async def _payload(done: str | None, errors: list[AnyError]) -> DistributionPayload:
    found = await records.get(done) if done else None
    return DistributionPayload(
        report=DistributionReport.of(found) if found else None, errors=errors
    )
