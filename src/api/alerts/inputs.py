"""What acts on alerts are given, in the schema."""

from datetime import datetime
from decimal import Decimal

import strawberry

from api.conventions.mutations import repeatable


@strawberry.input(description="An alert, with a word on it.")
class AlertInput:
    """For `acknowledgeAlert` and `unacknowledgeAlert`."""

    id: strawberry.ID = strawberry.field(description="Which alert.")
    note: str = strawberry.field(default="", description="What to say of it; up to 500 letters.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="An alert to hear no more of.")
class SnoozeAlertInput:
    """For `snoozeAlert`."""

    id: strawberry.ID = strawberry.field(description="Which alert.")
    until: datetime | None = strawberry.field(
        default=None, description="Until when, 90 days at most; until it is resolved if left out."
    )
    worse_by: Decimal | None = strawberry.field(
        default=None,
        description="Until it is worse than now by so much, if that is before; in the unit of the"
        " `value` in its evidence.",
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="What nobody wants to hear of.")
class SilenceAlertInput:
    """For `silenceAlert`."""

    id: strawberry.ID = strawberry.field(description="An alert about it.")
    until: datetime = strawberry.field(description="Until when, 366 days at most.")
    note: str = strawberry.field(description="Why.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="An alert, and to whom it goes.")
class AssignAlertInput:
    """For `assignAlert`."""

    id: strawberry.ID = strawberry.field(description="Which alert.")
    user_id: strawberry.ID | None = strawberry.field(
        default=None, description="To whom; to nobody if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="An alert to be ended by hand.")
class ResolveAlertInput:
    """For `resolveAlert`."""

    id: strawberry.ID = strawberry.field(description="Which alert.")
    note: str = strawberry.field(description="Why it is over although figures say no.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="An alert to hear of again.")
class HearAlertInput:
    """For `unsnoozeAlert` and `unsilenceAlert`."""

    id: strawberry.ID = strawberry.field(description="Which alert.")
    idempotency_key: str | None = repeatable()
