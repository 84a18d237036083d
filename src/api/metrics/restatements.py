"""Restatements in the schema: each correction of a figure between its first and its present."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from domain.metrics import model
from domain.metrics.model import State


@strawberry.type(description="A correction of a figure: what it was, and what it is since.")
class MetricRestatement:
    """See `domain.metrics.model.Restatement`."""

    metric: str = strawberry.field(
        description="The key of the metric; of a ratio, which of its two parts was corrected."
    )
    day: date = strawberry.field(description="The day it is about.")
    from_: Decimal | None = strawberry.field(
        name="from", description="What it was; null unless it was known."
    )
    from_state: State = strawberry.field(description="What was known of it.")
    to: Decimal | None = strawberry.field(description="What it is since; null unless it is known.")
    to_state: State = strawberry.field(description="What is known of it since.")
    import_number: int = strawberry.field(description="Which import said so.")
    at: datetime | None = strawberry.field(
        description="When it was said; null where the import is not known any more."
    )

    @classmethod
    def of(cls, value: model.Restatement) -> "MetricRestatement":
        """Show it."""
        return cls(
            metric=value.metric.key,
            day=value.day,
            from_=value.before,
            from_state=value.before_state,
            to=value.after,
            to_state=value.after_state,
            import_number=value.number,
            at=value.at,
        )
