"""What Spotify expects of a campaign and what its rejections ask for, as they are shown."""

from datetime import datetime

import strawberry

from api.context import identified
from api.conventions.money import Money
from domain.campaigns.estimates import model as estimates
from domain.campaigns.estimates.model import Answer
from domain.campaigns.remedies import model as remedies
from domain.campaigns.remedies.model import RemedyState


@strawberry.type(description="How many people Spotify expects a campaign to reach in one market.")
class AudienceEstimate:
    """See `domain.campaigns.estimates.model.Estimate`."""

    market: str = strawberry.field(description="The market, as ISO 3166 has it.")
    answer: Answer = strawberry.field(description="What asking came to.")
    least: int | None = strawberry.field(description="People who hear it at least once, from.")
    most: int | None = strawberry.field(description="People who hear it at least once, to.")
    delivers: bool | None = strawberry.field(
        description="Whether most of the budget is likely to be spent; null if that is not said."
    )
    bid_least: Money | None = strawberry.field(
        description="What Spotify suggests to bid for 1,000 impressions, from; null if nothing."
    )
    bid_most: Money | None = strawberry.field(
        description="What Spotify suggests to bid for 1,000 impressions, to; null if nothing."
    )
    at: datetime = strawberry.field(description="When Spotify answered.")

    @classmethod
    def of(cls, value: estimates.Estimate) -> "AudienceEstimate":
        """Show it."""
        found = value.forecast
        bid = found.bid if found else None
        return cls(
            market=value.market,
            answer=value.answer,
            least=found.least if found else None,
            most=found.most if found else None,
            delivers=found.delivers if found else None,
            bid_least=Money(amount=bid.least, currency=bid.currency) if bid else None,
            bid_most=Money(amount=bid.most, currency=bid.currency) if bid else None,
            at=value.at,
        )


@strawberry.type(description="What Spotify says to do about one reason of a rejection.")
class RejectionRemedy:
    """See `domain.campaigns.remedies.model.Remedy`."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    revision: int = strawberry.field(description="The revision that was rejected.")
    reason: str = strawberry.field(description="Why it was rejected.")
    text: str = strawberry.field(description="What to do about it.")
    state: RemedyState = strawberry.field(description="How far it is.")
    closed_at: datetime | None = strawberry.field(description="When it was done, or went out.")

    @classmethod
    def of(cls, value: remedies.Remedy) -> "RejectionRemedy":
        """Show it."""
        return cls(
            id=identified(value.id),
            revision=value.revision,
            reason=value.reason,
            text=value.text,
            state=value.state,
            closed_at=value.closed_at,
        )
