"""What the rules of activation said of a request, and who is on its lists, in the schema."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from domain.activation import model
from domain.activation.model import Word


@strawberry.type(description="What may be asked for in place of a request.")
class ActivationAlternative:
    """See `domain.activation.model.Alternative`."""

    summary: str = strawberry.field(description="What is otherwise, in words.")
    markets: list[str] = strawberry.field(description="ISO 3166 codes of markets left out.")
    account_ids: list[strawberry.ID] = strawberry.field(description="The accounts left out.")
    contextual: bool = strawberry.field(
        description="Whether nobody is named any more, and it runs by age and country alone."
    )


@strawberry.type(description="Whether a request may reach people, as it was judged last.")
class Activation:
    """See `domain.activation.model.Activation`."""

    outcome: Word = strawberry.field(description="What becomes of it.")
    reasons: list[str] = strawberry.field(description="Why, each with whom it is said of.")
    alternative: ActivationAlternative | None = strawberry.field(
        description="What may be asked for instead; `takeAlternative` asks for it."
    )

    @classmethod
    def of(cls, found: model.Activation) -> "Activation":
        """Show it."""
        other = found.alternative
        return cls(
            outcome=found.word,
            reasons=list(found.reasons),
            alternative=ActivationAlternative(
                summary=other.said,
                markets=list(other.markets),
                account_ids=[identified(one) for one in other.account_ids],
                contextual=other.contextual,
            )
            if other
            else None,
        )


@strawberry.type(description="An account on a list that was handed over.")
class ListedAccount:
    """See `domain.activation.model.Listed`."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    account_id: strawberry.ID = strawberry.field(description="The account.")
    receiver: str = strawberry.field(description="Who has the list, such as `marketing-team`.")
    went_at: datetime = strawberry.field(description="When it was handed over.")
    removal_asked_at: datetime | None = strawberry.field(
        description="When it was found that the account agrees no more, and a case was opened."
    )
    removed_at: datetime | None = strawberry.field(
        description="When the receiver said that it is off; null while that waits."
    )
    receipt: str = strawberry.field(description="What they wrote then.")
    removed_by: strawberry.Private[str | None]

    @strawberry.field(description="Who said that it is off.")
    async def removed_by_name(self, info: Info) -> str | None:
        """Look the name up."""
        if self.removed_by is None:
            return None
        return await info.context.loaders.names.load(self.removed_by) or "somebody"

    @classmethod
    def of(cls, one: model.Listed) -> "ListedAccount":
        """Show it."""
        return cls(
            id=identified(one.id),
            account_id=identified(one.account_id),
            receiver=one.receiver,
            went_at=one.went_at,
            removal_asked_at=one.asked_at,
            removed_at=one.removed_at,
            receipt=one.receipt,
            removed_by=one.removed_by,
        )
