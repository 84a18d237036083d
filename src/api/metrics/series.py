"""Figures in the schema: what is measured, series with their points, and bringing figures in."""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from api.context import Info
from api.conventions.errors import AnyError, shown
from api.conventions.mutations import perform, repeatable
from api.metrics.imports import MetricImport
from api.metrics.restatements import MetricRestatement
from domain.errors import HubError, Invalid, Unavailable
from domain.metrics import bringing, catalogue, model, reading, standing
from domain.metrics.model import Grain, State, Unit
from domain.metrics.restatements import restatements_of
from domain.pages import PAGE_DEFAULT

#: How many figures one call brings in at most; files of more go in by the command line.
FIGURES_MAX = 5_000


@strawberry.type(description="Something that is measured.")
class Metric:
    """See `domain.metrics.model.Metric`."""

    key: str = strawberry.field(description="What it is called by programs; it never changes.")
    name: str = strawberry.field(description="What people call it.")
    unit: Unit = strawberry.field(description="What it counts in.")
    adds_over_days: bool = strawberry.field(description="Whether days may be added up.")
    adds_over_parts: bool = strawberry.field(
        description="Whether countries and the like may be added up."
    )
    numerator: str | None = strawberry.field(
        description="The metric whose sum is divided, where it is reckoned from two."
    )
    denominator: str | None = strawberry.field(description="The metric by whose sum it is divided.")
    term: str | None = strawberry.field(
        description="Its term in the IAB's podcast measurement guidelines 2.3, if it has one."
    )
    note: str = strawberry.field(description="What to mind; empty if nothing.")

    @classmethod
    def of(cls, value: model.Metric) -> "Metric":
        """Show it."""
        return cls(
            key=value.key,
            name=value.said,
            unit=value.unit,
            adds_over_days=value.over_days and not value.derived,
            adds_over_parts=value.over_parts and not value.derived,
            numerator=value.numerator,
            denominator=value.denominator,
            term=value.term,
            note=value.note,
        )


@strawberry.type(description="A figure of a day, or of what begins with it.")
class MetricPoint:
    """See `domain.metrics.model.Point`."""

    day: date = strawberry.field(description="The first day it is about; for a flight 1970-01-01.")
    value: Decimal | None = strawberry.field(description="The figure; null unless it is known.")
    state: State = strawberry.field(description="What is known of it.")
    as_of: datetime | None = strawberry.field(
        description="When it was brought in; null for sums and for what is missing."
    )
    restated_from: Decimal | None = strawberry.field(
        description="What was said first, where it was corrected since."
    )
    revision: int = strawberry.field(description="1 as it came in, one more for each correction.")
    days: int = strawberry.field(description="How many days in it are known.")
    suppressed_days: int = strawberry.field(
        description="How many days in it are withheld; above 0, a sum is at least this much."
    )

    @classmethod
    def of(cls, value: model.Point) -> "MetricPoint":
        """Show it."""
        return cls(
            day=value.day,
            value=value.value,
            state=value.state,
            as_of=value.as_of,
            restated_from=value.restated_from,
            revision=value.revision,
            days=value.days,
            suppressed_days=value.hidden,
        )


@strawberry.type(description="Figures of one source, of the whole or of a part.")
class MetricSeries:
    """See `domain.metrics.model.Shown`."""

    value: strawberry.Private[model.Shown]
    metric: Metric = strawberry.field(description="What is measured.")
    source: str = strawberry.field(description="Who says so.")
    dimension: str = strawberry.field(
        description="Of which part, such as `country=SE`; empty for all."
    )
    currency: str | None = strawberry.field(description="Of amounts; null for what is no money.")
    settled_to: date = strawberry.field(
        description="Days after this one may still move, or were not brought in yet."
    )
    points: list[MetricPoint] = strawberry.field(description="In order, with none left out.")

    @strawberry.field(
        description="What was corrected of the days asked for, as long as points are kept: every"
        " step from what was said first to what is now, the last import first, up to 100."
    )
    async def restatements(self, first: int = PAGE_DEFAULT) -> list[MetricRestatement]:
        """Read them."""
        return [MetricRestatement.of(one) for one in await restatements_of(self.value, first)]

    @classmethod
    def of(cls, value: model.Shown) -> "MetricSeries":
        """Show it."""
        return cls(
            value=value,
            metric=Metric.of(value.metric),
            source=value.source,
            dimension=value.dimension,
            currency=value.currency or None,
            settled_to=value.settled_to,
            points=[MetricPoint.of(one) for one in value.points],
        )


@strawberry.type(description="What an import of figures did.")
class MetricImportPayload:
    """Answer of `ingestMetrics`."""

    done: MetricImport | None = strawberry.field(description="What came of it.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen at all.")


@strawberry.input(description="One figure.")
class FigureInput:
    """One of `ingestMetrics`."""

    day: str = strawberry.field(description="The day, in UTC, as YYYY-MM-DD.")
    subject: str = strawberry.field(
        description="What it is about: an id; a campaign also by the publisher's id, a title by"
        " its ISBN."
    )
    metric: str = strawberry.field(description="The key of the metric.")
    value: str = strawberry.field(
        description="A number with a point before fractions; `suppressed` for what the source"
        " withholds, `missing` for what it does not know."
    )
    dimension: str = strawberry.field(
        default="", description="Of which part, such as `country=SE`; empty for all."
    )
    currency: str = strawberry.field(default="", description="Of an amount: ISO 4217.")


@strawberry.input(description="Figures of one source.")
class IngestMetricsInput:
    """For `ingestMetrics`."""

    source: str = strawberry.field(description="Who says so; see `metricSources`.")
    figures: list[FigureInput] = strawberry.field(description=f"Up to {FIGURES_MAX}.")
    name: str = strawberry.field(default="", description="What the record calls this import.")
    confirm: bool = strawberry.field(
        default=False,
        description="Whether figures are right although they change more than"
        f" {standing.MOVED_PART:.0%} of the settled ones they speak of.",
    )
    dry_run: bool = strawberry.field(
        default=False,
        description="Only say what would come of it: nothing is kept, no key either, and `number`"
        " is 0.",
    )
    idempotency_key: str | None = repeatable()


@strawberry.type
class MetricQuery:
    """Reading figures."""

    @strawberry.field(description="Everything that is measured.")
    async def metric_catalogue(self) -> list[Metric]:
        """List metrics."""
        return [Metric.of(one) for one in catalogue.METRICS.values()]

    @strawberry.field(description="Everybody who says figures, by the name an import gives.")
    async def metric_sources(self) -> list[str]:
        """List sources."""
        return list(catalogue.SOURCES)

    @strawberry.field(
        description="Figures of one thing, a series for each source and part, from a day to"
        " another, both included. Not for agencies."
    )
    async def metrics(  # noqa: PLR0913, PLR0917  Each an argument of the schema.
        self,
        info: Info,
        subject: strawberry.ID,
        metric: str,
        from_: Annotated[date, strawberry.argument(name="from")],
        to: date,
        grain: Grain = Grain.DAY,
        source: str | None = None,
        dimension: str | None = None,
    ) -> list[MetricSeries] | None:
        """Read series."""
        asked = reading.Asked(subject, metric, from_, to, grain, source, dimension)
        found = await reading.metrics_of(info.context.hub, info.context.actor, asked)
        return [MetricSeries.of(one) for one in found]


@strawberry.type
class MetricMutation:
    """Bringing figures in."""

    @strawberry.mutation(
        description="Bring figures in. What cannot be is set aside with its cure, the rest goes in;"
        " the same again changes nothing, another value corrects. For managers and admins."
    )
    async def ingest_metrics(self, info: Info, input: IngestMetricsInput) -> MetricImportPayload:  # noqa: A002  The convention's name.
        """Bring figures in."""
        hub, actor = info.context.hub, info.context.actor
        if input.dry_run:
            return await _tried_out(info, input)

        async def act() -> str:
            return str((await bringing.bring(hub, actor, _given(input))).number)

        done, errors = await perform(info, "ingestMetrics", input, act)
        found = await reading.import_of(actor, int(done)) if done else None
        return MetricImportPayload(done=MetricImport.of(found) if found else None, errors=errors)


async def _tried_out(info: Info, asked: IngestMetricsInput) -> MetricImportPayload:
    hub, actor = info.context.hub, info.context.actor
    try:
        done = await bringing.try_out(hub, actor, _given(asked))
    except Unavailable:
        raise  # Of the whole operation, as where a mutation acts.
    except HubError as error:
        return MetricImportPayload(done=None, errors=shown(error, asked))
    return MetricImportPayload(done=MetricImport.of(replace(done, number=0)), errors=[])


def _given(asked: IngestMetricsInput) -> bringing.Given:
    if len(asked.figures) > FIGURES_MAX:
        said = f"{len(asked.figures)} figures are too many at once; send up to {FIGURES_MAX}."
        raise Invalid("too_many", said, ("figures",))
    said = json.dumps([asdict(one) for one in asked.figures])
    lines = [model.Line(number, **asdict(one)) for number, one in enumerate(asked.figures, 1)]
    digest = hashlib.sha256(said.encode()).hexdigest()
    name = asked.name or "ingestMetrics"
    return bringing.Given(asked.source, name, digest, lines, confirmed=asked.confirm)
