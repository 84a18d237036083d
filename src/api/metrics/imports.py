"""Imports of figures in the schema: what came of each, and all of them as a list."""

from dataclasses import asdict
from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.pages import Connection, connection, request_page
from api.conventions.set_aside import LineSetAside
from domain.actor import Door
from domain.metrics import bringing, imports, model
from domain.metrics.import_records import Where

#: By what imports are sorted, as cursors say it.
_ORDER = "metric_imports:desc:number"


@strawberry.type(description="What came of bringing figures in.")
class MetricImport:
    """See `domain.metrics.model.Brought`."""

    number: int = strawberry.field(description="Which import it was; 0 for a trial.")
    at: datetime = strawberry.field(description="When.")
    source: str = strawberry.field(description="Who says so; see `metricSources`.")
    name: str = strawberry.field(description="What the record calls it, as a file's name.")
    door: Door | None = strawberry.field(
        description="The way it came in; null for what came before that was written down."
    )
    by_id: strawberry.ID | None = strawberry.field(
        description="Who brought it in; null for the hub itself and the command line."
    )
    added: int = strawberry.field(description="Points that are new.")
    changed: int = strawberry.field(description="Points that were corrected.")
    same: int = strawberry.field(description="Points that are as they were.")
    set_aside: int = strawberry.field(description="Figures that were set aside.")
    ended: bool = strawberry.field(
        description="Whether it came to its end; until then, and where it broke off, nothing is"
        " counted."
    )
    confirmed: bool = strawberry.field(
        description="Whether it changed much of what stood still, and somebody said it is right."
    )
    problems: list[LineSetAside] = strawberry.field(
        description=f"Those set aside; up to {bringing.PROBLEMS_KEPT}."
    )
    held: bool = strawberry.field(
        description="Whether nothing went in, for it changes much of what stood still: its problems"
        " say what. Send it again with `confirm` if it is right."
    )

    @strawberry.field(description="What whoever brought it in is called; null for nobody.")
    async def by_name(self, info: Info) -> str | None:
        """Look the name up."""
        if self.by_id is None:
            return None
        return await info.context.loaders.names.load(self.by_id) or "somebody"

    @classmethod
    def of(cls, value: model.Brought) -> "MetricImport":
        """Show it."""
        return cls(
            number=value.number,
            at=value.at,
            source=value.source,
            name=value.name,
            door=value.door,
            by_id=identified(value.user_id) if value.user_id else None,
            added=value.added,
            changed=value.changed,
            same=value.same,
            set_aside=max(value.aside, 0),
            ended=value.aside >= 0,
            confirmed=value.confirmed,
            problems=[
                LineSetAside(**asdict(one)) for one in value.problems[: bringing.PROBLEMS_KEPT]
            ],
            held=value.held,
        )


@strawberry.input(description="What a list of imports is narrowed to; all of these at once.")
class MetricImportWhere:
    """See `domain.metrics.import_records.Where`."""

    sources: list[str] = strawberry.field(
        default_factory=list, description="From one of these; see `metricSources`."
    )
    by_id: strawberry.ID | None = strawberry.field(
        default=None, description="Brought in by this person."
    )
    held: bool | None = strawberry.field(
        default=None, description="Only those of which nothing went in, or only the others."
    )


@strawberry.type
class MetricImportQuery:
    """Listing imports."""

    @strawberry.field(
        description="Imports of figures, the newest first: over this door, by the command line and"
        " fetched. Your own, and those about nothing beyond your roles. For managers, admins and"
        " auditors."
    )
    async def metric_imports_connection(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: MetricImportWhere | None = None,
    ) -> Connection[MetricImport] | None:
        """List imports."""
        actor, given = info.context.actor, where or MetricImportWhere()
        narrowed = Where(given.sources, given.by_id, given.held)
        wanted = request_page(_ORDER, first, after, last, before)
        page = await imports.page(actor, narrowed, wanted)
        return connection(_ORDER, page, MetricImport.of, lambda: imports.count(actor, narrowed))
