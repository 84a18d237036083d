"""What the hub itself took down, and the proof, in the schema."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from domain.removals import model
from domain.removals.model import How


@strawberry.type(description="Something the hub published that a takedown, or a retirement, ends.")
class Removal:
    """See `domain.removals.model.Removal`."""

    id: strawberry.ID = strawberry.field(description="Its id in the hub.")
    subject_id: strawberry.ID = strawberry.field(description="The request that brought it.")
    target: str = strawberry.field(description="Where it was published, such as `feed`.")
    how: How = strawberry.field(description="How much of it goes.")
    places: list[str] = strawberry.field(
        description="ISO 3166 codes of the places that were asked for."
    )
    isrc: str = strawberry.field(description="The one track, if not all; empty otherwise.")
    asked_at: datetime = strawberry.field(description="When its target was asked for that.")
    evidence: list[str] = strawberry.field(
        description="By what it was seen to be gone; empty until it was."
    )
    gone_at: datetime | None = strawberry.field(
        description="When it was seen to be gone; null until it was."
    )
    user_id: strawberry.Private[str | None]

    @strawberry.field(
        description="Whose word it is that it is gone; null where the hub saw it, or nobody did."
    )
    async def said_by(self, info: Info) -> str | None:
        """Look the name up."""
        if self.user_id is None:
            return None
        name: str | None = await info.context.loaders.names.load(self.user_id)
        return name

    @classmethod
    def of(cls, one: model.Removal) -> "Removal":
        """Show it."""
        return cls(
            id=identified(one.id),
            subject_id=identified(one.subject_id),
            target=one.target,
            how=one.how,
            places=list(one.places),
            isrc=one.isrc,
            asked_at=one.asked_at,
            evidence=list(one.evidence),
            gone_at=one.gone_at,
            user_id=one.said_by,
        )
