"""Drafts that follow from approved revisions, in the schema."""

from datetime import datetime

import strawberry

from api.context import identified
from domain.revisions import model


@strawberry.type(description="What is out, to be asked for anew as an approved revision says.")
class RevisionDraft:
    """See `domain.revisions.model.Draft`."""

    request_id: strawberry.ID = strawberry.field(description="The revision that was approved.")
    subject_id: strawberry.ID = strawberry.field(description="The request that it changes.")
    opened_at: datetime = strawberry.field(description="When it opened.")
    open: bool = strawberry.field(description="Whether it waits for its owner still.")
    next_id: strawberry.ID | None = strawberry.field(
        description="What was asked for in place of what is out; null as long as nothing was."
    )

    @classmethod
    def of(cls, value: model.Draft) -> "RevisionDraft":
        """Show it."""
        return cls(
            request_id=identified(value.request_id),
            subject_id=identified(value.subject_id),
            opened_at=value.opened_at,
            open=value.open,
            next_id=identified(value.next_id) if value.next_id else None,
        )
