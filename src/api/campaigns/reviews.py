"""Reviews of campaigns in the schema: figures, suggestions, and what was corrected since."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from api.context import Info, identified
from api.conventions.money import Money
from api.conventions.nodes import Node
from api.decisions.decision import Decision
from domain.campaigns.reviews import model, rules
from domain.campaigns.reviews.model import Occasion, Remedy, Severity
from domain.metrics.model import State
from domain.metrics.rules import day_of
from domain.thresholds.rules import PARTS


@strawberry.type(description="One figure of a review.")
class ReviewFigure:
    """See `domain.campaigns.reviews.model.Figure`."""

    key: str = strawberry.field(
        description="The key of a metric; `delivery_index` in percent of an even plan,"
        " `pacing_gap` in points of a hundred, `projected_spend`, and `budget_left` in percent."
    )
    value: Decimal | None = strawberry.field(
        description="The figure, a sum at least this much where days lack; null unless known."
    )
    state: State = strawberry.field(description="What is known of it.")
    days: int = strawberry.field(description="How many days of it are known.")
    suppressed_days: int = strawberry.field(description="How many days of it are withheld.")

    @classmethod
    def of(cls, value: model.Figure) -> "ReviewFigure":
        """Show it."""
        return cls(
            key=value.key,
            value=value.value,
            state=value.state,
            days=value.days,
            suppressed_days=value.hidden,
        )


@strawberry.type(description="What the rules suggest in a review.")
class ReviewSuggestion:
    """See `domain.campaigns.reviews.model.Suggestion`."""

    code: str = strawberry.field(
        description="What the table calls it; `by_hand` where it could not decide."
    )
    severity: Severity = strawberry.field(description="How bad what it is about is.")
    remedy: Remedy = strawberry.field(description="What it may be asked for as.")
    reason: str = strawberry.field(description="Why, in words.")
    review_id: strawberry.Private[str]

    @strawberry.field(description="The request by which somebody asked for it, if they did.")
    async def asked_as(self, info: Info) -> strawberry.ID | None:
        """Look it up."""
        for one in await info.context.loaders.followed.load(self.review_id):
            if one.code == self.code:
                return identified(one.request_id)
        return None


@strawberry.type(description="A figure of a review that was corrected since.")
class ReviewCorrection:
    """See `domain.campaigns.reviews.model.Correction`."""

    was: ReviewFigure = strawberry.field(description="As the review has it.")
    now: ReviewFigure = strawberry.field(description="As it is by now, of the same days.")

    @classmethod
    def of(cls, value: model.Correction) -> "ReviewCorrection":
        """Show it."""
        return cls(was=ReviewFigure.of(value.was), now=ReviewFigure.of(value.now))


@strawberry.type(description="A review of a campaign, as it was found; it is never written anew.")
class CampaignReview(Node):
    """See `domain.campaigns.reviews.model.Review`."""

    occasion: Occasion = strawberry.field(description="Why it was made.")
    revision: int = strawberry.field(description="The campaign's revision it is about.")
    as_of: date = strawberry.field(description="The last day it knows, in UTC.")
    at: datetime = strawberry.field(description="When it was made.")
    source: str | None = strawberry.field(description="Who says its figures; null for nobody.")
    currency: str = strawberry.field(description="Of its amounts.")
    budget: Money = strawberry.field(description="What its flight may spend.")
    first_day: date = strawberry.field(description="The first day of its flight, in UTC.")
    last_day: date = strawberry.field(description="The last day of its flight, in UTC.")
    funnel: list[ReviewFigure] = strawberry.field(
        description="How many ads were played, begun, heard to a quarter, half, three quarters and"
        " the end, and clicked."
    )
    figures: list[ReviewFigure] = strawberry.field(
        description="Every other figure: spend, people, shares, costs and pace."
    )
    suggestions: list[ReviewSuggestion] = strawberry.field(description="What is suggested.")

    @strawberry.field(description="What of its figures was corrected since.")
    async def corrected_since(self, info: Info) -> list[ReviewCorrection]:
        """Hold it against what is known now."""
        found = await info.context.loaders.corrections.load(self.id)
        return [ReviewCorrection.of(one) for one in found]

    @strawberry.field(description="What the table said, and why.")
    async def decision(self, info: Info) -> Decision | None:
        """Show what was kept."""
        found = await info.context.loaders.review_decisions.load(self.id)
        return Decision.of(self.revision, found[0]) if found else None

    @classmethod
    def of(cls, value: model.Review) -> "CampaignReview":
        """Show a review."""
        shown = [ReviewFigure.of(one) for one in value.figures]
        plan = value.plan
        return cls(
            id=identified(value.id),
            occasion=value.occasion,
            revision=value.revision,
            as_of=value.as_of,
            at=value.at,
            source=value.source,
            currency=value.currency,
            budget=Money(amount=Decimal(plan.budget) / PARTS, currency=plan.currency),
            first_day=day_of(plan.first),
            last_day=day_of(plan.last),
            funnel=[one for one in shown if one.key in rules.FUNNEL],
            figures=[one for one in shown if one.key not in rules.FUNNEL],
            suggestions=[
                ReviewSuggestion(
                    code=one.code,
                    severity=one.severity,
                    remedy=one.remedy,
                    reason=one.reason,
                    review_id=value.id,
                )
                for one in value.suggestions
            ],
        )
