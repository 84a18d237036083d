"""What the rules of activation said of a request, and who is on its lists, in the schema."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from domain.activation import model
from domain.activation.model import Word
from domain.campaigns.lists.model import AudienceState
from domain.campaigns.lists.reading import Told


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
        description="When it was found that the account agrees no more, or left its segment."
    )
    removed_at: datetime | None = strawberry.field(
        description="When the receiver said that it is off, or the hub took it off; null while that"
        " waits."
    )
    receipt: str = strawberry.field(description="What they wrote then.")
    removed_by: strawberry.Private[str | None]

    @strawberry.field(
        description="Whether the hub has a key by which Spotify may know it again; never the key."
    )
    async def has_matching_key(self, info: Info) -> bool:
        """Look whether there is one."""
        return await info.context.loaders.matching_keys.load(self.account_id) is not None

    @strawberry.field(description="Who said that it is off; null where the hub took it off.")
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


@strawberry.type(description="The list of a targeting of ad sets, and how it stands at Spotify.")
class CustomerList:
    """See `domain.campaigns.lists.reading.Told`."""

    accounts: int = strawberry.field(description="How many accounts are asked for.")
    matchable: int = strawberry.field(
        description="How many of them agree now and have a matching key; no others are uploaded."
    )
    state: AudienceState | None = strawberry.field(
        description="How far it is there; null before it was handed over."
    )
    uploaded: int = strawberry.field(description="How many accounts were uploaded last.")
    uploaded_at: datetime | None = strawberry.field(description="When they were.")
    size_from: int | None = strawberry.field(
        description="How many people it has there at least; null as long as Spotify does not say."
    )
    size_to: int | None = strawberry.field(description="And at most.")
    by_people: bool = strawberry.field(
        description="Whether people are to do it, because the hub could not; `trouble` says why."
    )
    ended_at: datetime | None = strawberry.field(
        description="When nothing of it was there any more, after the targeting was over."
    )

    @classmethod
    def of(cls, told: Told) -> "CustomerList":
        """Show it."""
        held = told.held
        return cls(
            accounts=told.accounts,
            matchable=told.matchable,
            state=held.state if held else None,
            uploaded=len(held.members) if held else 0,
            uploaded_at=held.uploaded_at if held else None,
            size_from=held.least if held else None,
            size_to=held.most if held else None,
            by_people=held is not None and held.by_people,
            ended_at=held.ended_at if held else None,
        )
