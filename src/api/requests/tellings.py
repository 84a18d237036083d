"""Who was told what of a request or case, and conditions on a yes, in the schema."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from domain.conditions import model as conditions
from domain.conditions.model import ConditionState
from domain.tellings.model import Outcome, Telling, Way, What


@strawberry.type(description="One thing told to somebody, or into a channel.")
class Delivery:
    """See `domain.tellings.model.Telling`."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    what: What = strawberry.field(description="What was told.")
    way: Way = strawberry.field(description="By which way.")
    outcome: Outcome = strawberry.field(description="What became of it.")
    reason: str | None = strawberry.field(description="Why it failed, or is not needed any more.")
    until: datetime | None = strawberry.field(description="When the quiet hours end it waits for.")
    place: str | None = strawberry.field(description="The channel or account it went to.")
    asked_at: datetime = strawberry.field(description="When it was to be told.")
    at: datetime | None = strawberry.field(description="When it came to its outcome.")
    user_id: strawberry.Private[str | None]

    @strawberry.field(description="Who was told; null for a channel.")
    async def recipient_name(self, info: Info) -> str | None:
        """Look the name up."""
        if self.user_id is None:
            return None
        return await info.context.loaders.names.load(self.user_id) or "somebody"

    @classmethod
    def of(cls, value: Telling) -> "Delivery":
        """Show a delivery."""
        return cls(
            id=identified(value.id),
            what=value.what,
            way=value.way,
            outcome=value.outcome,
            reason=value.reason,
            until=value.until,
            place=value.place,
            asked_at=value.asked_at,
            at=value.at,
            user_id=value.user_id,
        )


@strawberry.type(description="What a yes depends on; nothing goes live before it is confirmed.")
class Condition:
    """See `domain.conditions.model.Condition`."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    text: str = strawberry.field(description="What has to be so.")
    state: ConditionState = strawberry.field(description="How far it is.")
    word: str | None = strawberry.field(description="How the requester says it is met.")
    doubt: str | None = strawberry.field(description="Why a reviewer says it is not.")
    met_at: datetime | None = strawberry.field(description="When the requester said so last.")
    confirmed_at: datetime | None = strawberry.field(description="When it was confirmed.")
    vote_id: strawberry.ID = strawberry.field(description="The vote it came with.")

    @classmethod
    def of(cls, value: conditions.Condition) -> "Condition":
        """Show a condition."""
        return cls(
            id=identified(value.id),
            text=value.text,
            state=value.state,
            word=value.word,
            doubt=value.doubt,
            met_at=value.met_at,
            confirmed_at=value.confirmed_at,
            vote_id=identified(value.vote_id),
        )
