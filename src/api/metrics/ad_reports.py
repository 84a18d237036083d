"""Reports of the ad platform in the schema: how far they are, and having them fetched."""

from datetime import date, datetime

import strawberry

from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.conventions.nodes import Node
from api.metrics.imports import MetricImport
from domain.ad_reports import asking, backfilling, reading
from domain.ad_reports.model import Backfill, BackfillState, InsightStanding, InsightState
from domain.insights import Insight
from domain.metrics import reading as metrics
from domain.metrics.rules import day_of


@strawberry.type(description="Days of a campaign that are brought in anew from a file.")
class ReportBackfill(Node):
    """See `domain.ad_reports.model.Backfill`."""

    first: date = strawberry.field(description="The first day, in UTC.")
    last: date = strawberry.field(description="The last day, in UTC.")
    state: BackfillState = strawberry.field(description="How far it is.")
    asked_at: datetime = strawberry.field(description="When it was asked for.")
    problem: str | None = strawberry.field(description="Why nothing came of it, if nothing did.")
    import_number: strawberry.Private[int | None]

    @strawberry.field(description="What came of it; null until it was brought in.")
    async def done(self, info: Info) -> MetricImport | None:
        """Read the import."""
        return await _import(info, self.import_number)

    @classmethod
    def of(cls, value: Backfill) -> "ReportBackfill":
        """Show it."""
        return cls(
            id=identified(value.id),
            first=value.first,
            last=value.last,
            state=value.state,
            asked_at=value.asked_at,
            problem=value.problem,
            import_number=value.import_number,
        )


@strawberry.type(description="What the ad platform tells of a campaign by age or the like.")
class CampaignInsight:
    """See `domain.ad_reports.model.InsightStanding`."""

    insight: Insight = strawberry.field(description="By what.")
    state: InsightState = strawberry.field(description="Whether it tells anything.")
    as_of: date | None = strawberry.field(
        description="The last day that was looked at, in UTC; null where nothing is ever told."
    )
    parts: list[str] = strawberry.field(
        description="What it tells apart, each a `dimension` of `metrics`, such as `age=18-24`."
    )

    @classmethod
    def of(cls, value: InsightStanding) -> "CampaignInsight":
        """Show it."""
        parts = list(value.parts)
        return cls(insight=value.insight, state=value.state, as_of=value.day, parts=parts)


@strawberry.type(description="How far the figures are that the ad platform reports of a campaign.")
class CampaignReports:
    """See `domain.ad_reports.reading.Reported`."""

    through: date | None = strawberry.field(description="The last day asked for; null before.")
    asked_at: datetime | None = strawberry.field(description="When it was asked last.")
    settled_at: datetime | None = strawberry.field(
        description="Since when nothing more is expected; null while it is asked every day."
    )
    spend_problem: str | None = strawberry.field(
        description="Why spend was not stored; null where all of it was."
    )
    insights: list[CampaignInsight] = strawberry.field(
        description="What figures are told apart by, in the order of their names; what was not"
        " asked for is not among them."
    )
    backfills: list[ReportBackfill] = strawberry.field(
        description=f"The last {reading.BACKFILLS_MAX} back-fills, the newest first."
    )
    import_number: strawberry.Private[int | None]

    @strawberry.field(description="What came of the last days, with all that was set aside.")
    async def last_import(self, info: Info) -> MetricImport | None:
        """Read the import."""
        return await _import(info, self.import_number)

    @classmethod
    def of(cls, value: reading.Reported) -> "CampaignReports":
        """Show it."""
        at = value.standing
        return cls(
            through=None if at.through is None else day_of(at.through),
            asked_at=at.asked_at,
            settled_at=at.settled_at,
            spend_problem=at.odd.said if at.odd else None,
            insights=[CampaignInsight.of(one) for one in value.insights],
            backfills=[ReportBackfill.of(one) for one in value.backfills],
            import_number=at.import_number,
        )


@strawberry.type(description="How far a campaign's reports are, or why nothing was asked.")
class CampaignReportsPayload:
    """Answer of both mutations."""

    reports: CampaignReports | None = strawberry.field(description="How far they are now.")
    errors: list[AnyError] = strawberry.field(description="Why nothing was asked.")


@strawberry.input(description="The campaign whose figures are to be fetched.")
class FetchReportsInput:
    """For `fetchCampaignReports`."""

    request_id: strawberry.ID = strawberry.field(description="The campaign's request.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="The campaign whose whole flight is to be brought in anew.")
class BackfillReportsInput:
    """For `backfillCampaignReports`."""

    request_id: strawberry.ID = strawberry.field(description="The campaign's request.")
    idempotency_key: str | None = repeatable()


@strawberry.type
class ReportQuery:
    """Looking how far reports are."""

    @strawberry.field(
        description="How far the figures are that the ad platform reports of a campaign; the"
        " figures themselves are `metrics`. Not for agencies."
    )
    async def campaign_reports(
        self, info: Info, request_id: strawberry.ID
    ) -> CampaignReports | None:
        """Read it."""
        return CampaignReports.of(await reading.reported(info.context.actor, request_id))


@strawberry.type
class ReportMutation:
    """Having reports fetched."""

    @strawberry.mutation(
        description="Have a campaign's figures of the last 30 days fetched now; they are every day"
        " by themselves. For managers and admins."
    )
    async def fetch_campaign_reports(
        self,
        info: Info,
        input: FetchReportsInput,  # noqa: A002  The convention's name.
    ) -> CampaignReportsPayload:
        """Ask for them."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return await asking.fetch_now(hub, actor, input.request_id)

        return await _payload(info, await perform(info, "fetchCampaignReports", input, act))

    @strawberry.mutation(
        description="Have a campaign's whole flight brought in anew, from files the platform makes;"
        " nothing new while that is under way. For managers and admins."
    )
    async def backfill_campaign_reports(
        self,
        info: Info,
        input: BackfillReportsInput,  # noqa: A002  The convention's name.
    ) -> CampaignReportsPayload:
        """Ask for it."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return await backfilling.begin(hub, actor, input.request_id)

        return await _payload(info, await perform(info, "backfillCampaignReports", input, act))


async def _payload(info: Info, came: tuple[str | None, list[AnyError]]) -> CampaignReportsPayload:
    done, errors = came
    found = await reading.reported(info.context.actor, done) if done else None
    return CampaignReportsPayload(
        reports=CampaignReports.of(found) if found else None, errors=errors
    )


async def _import(info: Info, number: int | None) -> MetricImport | None:
    found = await metrics.import_of(info.context.actor, number) if number else None
    return MetricImport.of(found) if found else None
