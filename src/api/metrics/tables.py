"""Tables of figures in the schema: what their columns hold, and names to keep that under."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime

import strawberry

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.errors import Invalid
from domain.metrics import columns, model, profiles
from domain.metrics.columns import COLUMNS_MAX, How

#: How many rows are sent to be looked at.
ROWS_MAX = 20

_HOLDS = (
    "A metric's key, `day`, `subject`, `metric`, `value`, `currency`, `dimension`,"
    " `dimension:country` and the like, or `ignore`."
)


@strawberry.type(description="A column of a table, and what it holds.")
class MetricColumn:
    """See `domain.metrics.columns.Column`."""

    name: str = strawberry.field(description="Its name, in small letters.")
    holds: str = strawberry.field(description=_HOLDS)
    how: How = strawberry.field(description="Whence that is known.")
    near: str | None = strawberry.field(
        description="What it may be meant to hold, where nobody knows; null if nothing is alike."
    )
    samples: list[str] = strawberry.field(
        description=f"The first cells in it, up to {columns.SAMPLES}, cut after"
        f" {columns.SAMPLE_MAX} characters."
    )

    @classmethod
    def of(cls, value: columns.Column) -> "MetricColumn":
        """Show it."""
        held = {one.name: getattr(value, one.name) for one in fields(value)}
        return cls(**held | {"samples": list(value.samples)})


@strawberry.type(description="What a column is kept to hold.")
class MetricProfileColumn:
    """One of a profile's."""

    name: str = strawberry.field(description="Its name, in small letters.")
    holds: str = strawberry.field(description=_HOLDS)


@strawberry.type(description="What the columns of a table hold, kept under a name.")
class MetricProfile:
    """See `domain.metrics.model.Profile`."""

    name: str = strawberry.field(description="The name.")
    source: str = strawberry.field(description="Whose tables it is for.")
    columns: list[MetricProfileColumn] = strawberry.field(description="Each column.")
    at: datetime = strawberry.field(description="When it was kept.")

    @classmethod
    def of(cls, value: model.Profile) -> "MetricProfile":
        """Show it."""
        held = [MetricProfileColumn(name=name, holds=one) for name, one in value.columns.items()]
        return cls(name=value.name, source=value.source, columns=held, at=value.at)


@strawberry.input(description="What a column holds.")
class MetricColumnInput:
    """Said by whoever knows the table."""

    name: str = strawberry.field(description="Its name; capitals do not matter.")
    holds: str = strawberry.field(description=_HOLDS)


@strawberry.input(description="The beginning of a table, to be looked at.")
class MetricTableInput:
    """For `metricTable`."""

    source: str = strawberry.field(description="Whose it is; see `metricSources`.")
    head: list[str] = strawberry.field(description=f"The first line; up to {COLUMNS_MAX} columns.")
    rows: list[list[str]] = strawberry.field(
        default_factory=list, description=f"Lines after it, up to {ROWS_MAX}, as long as the first."
    )
    profile: str | None = strawberry.field(
        default=None, description="The name under which it was kept what such columns hold."
    )
    columns: list[MetricColumnInput] = strawberry.field(
        default_factory=list, description="What columns hold, whatever else is known."
    )


@strawberry.input(description="What the columns of a table hold, to be kept under a name.")
class KeepMetricProfileInput:
    """For `keepMetricProfile`."""

    name: str = strawberry.field(
        description=f"The name, up to {profiles.PROFILE_MAX} letters; what it named is replaced."
    )
    source: str = strawberry.field(description="Whose tables it is for; see `metricSources`.")
    columns: list[MetricColumnInput] = strawberry.field(
        description=f"What each column holds; up to {COLUMNS_MAX}."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What came of keeping a profile.")
class MetricProfilePayload:
    """Answer of `keepMetricProfile`."""

    name: str | None = strawberry.field(description="Its name.")
    errors: list[AnyError] = strawberry.field(description="Why it was not kept.")


@strawberry.type
class MetricTableQuery:
    """Looking at tables."""

    @strawberry.field(
        description="What the columns of a table hold, before anything of it is brought in;"
        " nothing is kept. For managers and admins."
    )
    async def metric_table(
        self,
        info: Info,
        input: MetricTableInput,  # noqa: A002  The convention's name.
    ) -> list[MetricColumn] | None:
        """Look at one."""
        _check(input)
        kept = await profiles.columns_of(info.context.actor, input.profile)
        found = columns.preview(input.head, input.source, said(input.columns), kept)
        return [MetricColumn.of(one) for one in columns.sampled(found, input.rows)]

    @strawberry.field(description="Every profile of columns, by name. For managers and admins.")
    async def metric_profiles(self, info: Info) -> list[MetricProfile] | None:
        """List them."""
        return [MetricProfile.of(one) for one in await profiles.listed(info.context.actor)]


@strawberry.type
class MetricTableMutation:
    """Keeping what columns hold."""

    @strawberry.mutation(
        description="Keep what the columns of a table hold under a name. For managers and admins."
    )
    async def keep_metric_profile(
        self,
        info: Info,
        input: KeepMetricProfileInput,  # noqa: A002  The convention's name.
    ) -> MetricProfilePayload:
        """Keep it."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            await profiles.keep(hub, actor, input.name, input.source, said(input.columns))
            return input.name

        name, errors = await perform(info, "keepMetricProfile", input, act)
        return MetricProfilePayload(name=name, errors=errors)


def _check(asked: MetricTableInput) -> None:
    _check_columns(asked.head)
    _check_columns(asked.columns)
    if len(asked.rows) > ROWS_MAX:
        raise Invalid(
            "too_many", f"Send up to {ROWS_MAX} rows; they are only looked at.", ("rows",)
        )
    if any(len(row) != len(asked.head) for row in asked.rows):
        raise Invalid("bad_rows", "A row has more cells than the head, or fewer.", ("rows",))


def _check_columns(given: Sequence[object]) -> None:
    if len(given) > COLUMNS_MAX:
        raise Invalid("too_many", f"A table has up to {COLUMNS_MAX} columns.", ("columns",))


def said(given: Sequence[MetricColumnInput]) -> Mapping[str, str]:
    """Return what columns are said to hold, by their names in small letters.

    Raises `Invalid` where one is named twice: only one of the two could be kept.
    """
    found = {one.name.strip().lower(): one.holds for one in given}
    if len(found) < len(given):
        twice = "A column stands here twice, perhaps in other letters; name each once."
        raise Invalid("named_twice", twice, ("columns",))
    return found
