"""What productions came out as, in the schema: what listeners did, and what reviewers noted."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from api.context import Info, identified
from api.metrics.series import Metric
from domain.approvals.model import Choice
from domain.metrics.model import State, Sum
from domain.productions import model, results


@strawberry.type(description="What all days of an episode add up to, by one source.")
class EpisodeFigure:
    """See `domain.metrics.model.Sum`."""

    metric: Metric = strawberry.field(description="What is measured.")
    source: str = strawberry.field(description="Who says so.")
    value: Decimal | None = strawberry.field(description="The figure; null unless it is known.")
    state: State = strawberry.field(description="What is known of it.")
    days: int = strawberry.field(description="How many days of it are known.")
    suppressed_days: int = strawberry.field(
        description="How many days are withheld; above 0, a sum is at least this much."
    )
    as_of: date | None = strawberry.field(description="The last day that the source told of.")

    @classmethod
    def of(cls, value: Sum) -> "EpisodeFigure":
        """Show it."""
        return cls(
            metric=Metric.of(value.metric),
            source=value.source,
            value=value.value,
            state=value.state,
            days=value.days,
            suppressed_days=value.hidden,
            as_of=value.as_of,
        )


@strawberry.type(description="What a reviewer noted on a production, or on its episode's release.")
class ProductionNote:
    """See `domain.productions.model.Note`."""

    request_id: strawberry.ID = strawberry.field(description="Of which request.")
    stage: str = strawberry.field(description="At which stage, as people name it.")
    choice: Choice = strawberry.field(description="What they said.")
    text: str = strawberry.field(description="Why.")
    at: datetime = strawberry.field(description="When.")
    voter_id: strawberry.Private[str]

    @strawberry.field(description="Who noted it.")
    async def voter_name(self, info: Info) -> str:
        """Look the name up."""
        return await info.context.loaders.names.load(self.voter_id) or "somebody"

    @classmethod
    def of(cls, value: model.Note) -> "ProductionNote":
        """Show it."""
        return cls(
            request_id=identified(value.request_id),
            stage=value.stage,
            choice=value.choice,
            text=value.text,
            at=value.at,
            voter_id=value.voter_id,
        )


@strawberry.type(description="How an episode that was produced did.")
class EpisodeResults:
    """See `domain.productions.model.Result`."""

    out: strawberry.Private[model.Out]
    request_id: strawberry.ID = strawberry.field(description="The production it came of.")
    episode_id: strawberry.ID = strawberry.field(description="The episode.")
    title: str = strawberry.field(description="What the episode is called.")
    figures: list[EpisodeFigure] = strawberry.field(
        description="What listeners did, by metric and source; what nobody said is not there,"
        " which is no zero."
    )

    @strawberry.field(description="What reviewers noted, oldest first, as far as you see it.")
    async def notes(self, info: Info) -> list[ProductionNote]:
        """Gather them."""
        found = await results.notes_of(info.context.actor, self.out)
        return [ProductionNote.of(one) for one in found]

    @classmethod
    def of(cls, value: model.Result) -> "EpisodeResults":
        """Show it."""
        return cls(
            out=value.out,
            request_id=identified(value.out.request_id),
            episode_id=identified(value.out.episode_id),
            title=value.out.title,
            figures=[EpisodeFigure.of(one) for one in value.heard],
        )
