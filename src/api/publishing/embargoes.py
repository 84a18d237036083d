"""A release before its title's days, in the schema: what holds it, and who let it out."""

from datetime import date, datetime

import strawberry

from api.context import identified
from domain.masters.embargoes import Embargo, Waiver


@strawberry.type(description="That a release may come out before its title's days.")
class EmbargoWaiver:
    """See `domain.masters.embargoes.Waiver`."""

    by_id: strawberry.ID | None = strawberry.field(description="The manager who let it out.")
    reason: str = strawberry.field(description="Why.")
    at: datetime = strawberry.field(description="When.")

    @classmethod
    def of(cls, value: Waiver) -> "EmbargoWaiver":
        """Show it."""
        by = identified(value.by_id) if value.by_id else None
        return cls(by_id=by, reason=value.reason, at=value.at)


@strawberry.type(
    description="A day of a title's record that begins after its release opens in a market."
)
class EmbargoDay:
    """See `domain.masters.embargoes.Embargo`."""

    role: str = strawberry.field(description="Code of ONIX list 163: 01, 02, 09, 30 or 31.")
    day: date = strawberry.field(description="The day; the last it may be where it is not exact.")
    said: str = strawberry.field(description="What that says of the title.")

    @classmethod
    def of(cls, value: Embargo) -> "EmbargoDay":
        """Show it."""
        return cls(role=value.role, day=value.day, said=value.said)


@strawberry.type(description="What of its title's record begins after a release opens.")
class ReleaseEmbargo:
    """What `domain.masters.embargo.standing` found."""

    until: date = strawberry.field(description="The last of the days.")
    days: list[EmbargoDay] = strawberry.field(description="The days, the last one first.")
    waiver: EmbargoWaiver | None = strawberry.field(
        description="How they were waived; null while they hold it."
    )

    @classmethod
    def of(cls, days: list[Embargo], waiver: Waiver | None) -> "ReleaseEmbargo":
        """Show them; there is one at least."""
        return cls(
            until=days[0].day,
            days=[EmbargoDay.of(one) for one in days],
            waiver=EmbargoWaiver.of(waiver) if waiver else None,
        )
