"""What was known when an alert started something."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from api.context import identified
from domain.followups import model


@strawberry.type(description="An alert that asked for something, and what was known then.")
class AlertEvidence:
    """See `domain.followups.model.Started`."""

    alert_id: strawberry.ID = strawberry.field(description="Which alert.")
    at: datetime = strawberry.field(description="When it asked.")
    ended_at: datetime | None = strawberry.field(
        description="When it was told that the alert had ended; null while it is open."
    )
    evidence: JSON = strawberry.field(
        description="`metric`, `value`, `bound`, `side` and what it is held `against`; the `days`"
        " of the window with their values, `as_of` which day; `threshold` and its `version`;"
        " `chart` says which chart shows it."
    )

    @classmethod
    def of(cls, value: model.Started) -> "AlertEvidence":
        """Show it."""
        return cls(
            alert_id=identified(value.alert_id),
            at=value.at,
            ended_at=value.ended_at,
            evidence=JSON(dict(value.evidence)),
        )
