"""Files of figures in the schema: brought in by a job, with how far that is."""

from dataclasses import asdict
from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.conventions.nodes import Node
from api.conventions.set_aside import LineSetAside
from api.metrics.imports import MetricImport
from api.metrics.tables import MetricColumn, MetricColumnInput, said
from domain.errors import Invalid
from domain.metric_files import asking, model
from domain.metric_files.model import FIGURES_MAX, IDS_MAX, FileState, Wanted
from domain.metrics import bringing, reading, standing
from domain.metrics.columns import COLUMNS_MAX


@strawberry.type(description="Why a file of figures was refused whole.")
class MetricFileTrouble:
    """See `domain.metric_files.model.Trouble`."""

    code: str = strawberry.field(description="The reason, for programs.")
    message: str = strawberry.field(description="The reason and what to do, for people.")


@strawberry.type(description="A file of figures that is brought in, or tried out, by a job.")
class MetricFileImport(Node):
    """See `domain.metric_files.model.MetricFile`."""

    asset_id: strawberry.ID = strawberry.field(description="The file.")
    name: str = strawberry.field(description="What the file is called.")
    source: str = strawberry.field(description="Who says so; see `metricSources`.")
    by_id: strawberry.ID = strawberry.field(description="Who asked for it.")
    dry_run: bool = strawberry.field(
        description="Whether it is a trial: the rest says what would come of it, and nothing goes"
        " in. It is told at its end."
    )
    state: FileState = strawberry.field(description="How far it is.")
    asked_at: datetime = strawberry.field(description="When it was asked for.")
    begun_at: datetime | None = strawberry.field(description="When it was begun; null before.")
    ended_at: datetime | None = strawberry.field(description="When it ended; null before.")
    rows: int | None = strawberry.field(
        description="How many points it comes to; null until some of them are written."
    )
    done: int = strawberry.field(description="How many of those are looked at and written.")
    added: int = strawberry.field(description="Points that are new.")
    changed: int = strawberry.field(description="Points that were corrected.")
    same: int = strawberry.field(description="Points that are as they were.")
    set_aside: int = strawberry.field(description="Figures that were set aside; known at its end.")
    held: bool = strawberry.field(
        description="Whether nothing went in, for it changes much of what stood still: its problems"
        " say what. Ask again with `confirm` if it is right."
    )
    problems: list[LineSetAside] = strawberry.field(
        description=f"Those set aside; up to {bringing.PROBLEMS_KEPT}."
    )
    columns: list[MetricColumn] = strawberry.field(
        description="What its columns hold, as it was read; none for events."
    )
    trouble: MetricFileTrouble | None = strawberry.field(
        description="Why it was refused; null if it was not."
    )
    number: strawberry.Private[int | None]

    @strawberry.field(
        description="The import it is, as `metricImportsConnection` lists it; null for a trial,"
        " and before there is one."
    )
    async def imported(self, info: Info) -> MetricImport | None:
        """Read it."""
        if self.number is None:
            return None
        found = await reading.import_of(info.context.actor, self.number)
        return MetricImport.of(found) if found else None

    @classmethod
    def of(cls, value: model.MetricFile) -> "MetricFileImport":
        """Show it."""
        why = value.trouble
        return cls(
            id=identified(value.id),
            asset_id=identified(value.asset_id),
            name=value.name,
            source=value.wanted.source,
            by_id=identified(value.user_id),
            dry_run=value.dry_run,
            state=value.state,
            asked_at=value.asked_at,
            begun_at=value.begun_at,
            ended_at=value.ended_at,
            rows=value.points,
            done=value.done,
            added=value.counts.added,
            changed=value.counts.changed,
            same=value.counts.same,
            set_aside=value.counts.aside,
            held=value.state is FileState.HELD,
            problems=[LineSetAside(**asdict(one)) for one in value.problems],
            columns=[MetricColumn.of(one) for one in value.columns],
            trouble=MetricFileTrouble(code=why.code, message=why.said) if why else None,
            number=value.number,
        )


@strawberry.input(description="What a source calls a thing, and which that is here.")
class MetricSubjectInput:
    """One of `importMetrics`."""

    outside_id: str = strawberry.field(description="Its id there.")
    subject: str = strawberry.field(
        description="Its id here; of a campaign also the publisher's, of a title its ISBN."
    )


@strawberry.input(description="A file of figures, and how it is to be read.")
class ImportMetricsInput:
    """For `importMetrics`."""

    asset_id: strawberry.ID = strawberry.field(
        description="The file, uploaded by `createUpload` as DOCUMENT: a table (CSV, or a list of"
        f" objects in JSON) or events, in UTF-8, of up to {FIGURES_MAX:,} figures."
    )
    source: str = strawberry.field(description="Who says so; see `metricSources`.")
    subject: str = strawberry.field(
        default="", description="What the whole file is about, where no column says it."
    )
    currency: str = strawberry.field(
        default="", description="Of all amounts, where no column says it: ISO 4217."
    )
    profile: str | None = strawberry.field(
        default=None, description="The name under which it was kept what such columns hold."
    )
    columns: list[MetricColumnInput] = strawberry.field(
        default_factory=list,
        description=f"What columns hold, whatever else is known; up to {COLUMNS_MAX}.",
    )
    events: bool = strawberry.field(
        default=False,
        description="Whether it has a row for each event, as Megaphone's files have; they are"
        " counted by day and episode.",
    )
    final: bool = strawberry.field(
        default=False,
        description="Whether the source writes it no more: Megaphone's `_finalized_` marker lay"
        " beside it. A file of events that is named after its day needs that.",
    )
    subjects: list[MetricSubjectInput] = strawberry.field(
        default_factory=list,
        description=f"Which things events are of, where their ids are the source's; up to"
        f" {IDS_MAX:,}.",
    )
    dry_run: bool = strawberry.field(
        default=False, description="Whether to say only what would come of it."
    )
    confirm: bool = strawberry.field(
        default=False,
        description="Whether figures are right although they change more than"
        f" {standing.MOVED_PART:.0%} of the settled ones they speak of.",
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A file of figures that is not to be gone on with.")
class CancelMetricsImportInput:
    """For `cancelMetricsImport`."""

    id: strawberry.ID = strawberry.field(description="The import.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="A file of figures on its way, or why it is not.")
class MetricFileImportPayload:
    """Answer of both mutations."""

    asked: MetricFileImport | None = strawberry.field(description="How far it is now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class MetricFileQuery:
    """Looking how far files are."""

    @strawberry.field(
        description="How far a file of figures is. For whoever asked for it, and for managers,"
        " admins and auditors of the whole organisation."
    )
    async def metrics_import(
        self,
        info: Info,
        id: strawberry.ID,  # noqa: A002  Relay's name.
    ) -> MetricFileImport | None:
        """Find one."""
        return MetricFileImport.of(await asking.seen(info.context.actor, id))


@strawberry.type
class MetricFileMutation:
    """Bringing files in."""

    @strawberry.mutation(
        description="Have a file of figures brought in by a job; `metricsImport` says how far it"
        " is. What cannot be is set aside with its cure, the rest goes in; the same file again"
        " changes nothing. For managers and admins."
    )
    async def import_metrics(
        self,
        info: Info,
        input: ImportMetricsInput,  # noqa: A002  The convention's name.
    ) -> MetricFileImportPayload:
        """Ask for it."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            wanted = _wanted(input)
            return (await asking.ask(hub, actor, input.asset_id, wanted, dry_run=input.dry_run)).id

        return await _payload(info, await perform(info, "importMetrics", input, act))

    @strawberry.mutation(
        description="Have no more of a file brought in; what went in stays, and asking for the"
        " file again brings in the rest."
    )
    async def cancel_metrics_import(
        self,
        info: Info,
        input: CancelMetricsImportInput,  # noqa: A002  The convention's name.
    ) -> MetricFileImportPayload:
        """Call it off."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await asking.cancel(hub, actor, input.id)).id

        return await _payload(info, await perform(info, "cancelMetricsImport", input, act))


def _wanted(asked: ImportMetricsInput) -> Wanted:
    ids = {one.outside_id: one.subject for one in asked.subjects}
    if len(ids) < len(asked.subjects):
        raise Invalid("named_twice", "One stands here twice; name each once.", ("subjects",))
    return Wanted(
        source=asked.source,
        subject=asked.subject,
        currency=asked.currency,
        profile=asked.profile or "",
        columns=said(asked.columns),
        events=asked.events,
        ids=ids,
        final=asked.final,
        confirmed=asked.confirm,
    )


async def _payload(info: Info, came: tuple[str | None, list[AnyError]]) -> MetricFileImportPayload:
    done, errors = came
    found = await asking.seen(info.context.actor, done) if done else None
    return MetricFileImportPayload(
        asked=MetricFileImport.of(found) if found else None, errors=errors
    )
