"""Reviewing campaigns, and asking for what a review suggests."""

import strawberry

from api.acts.requests import RequestPayload, payload_of
from api.campaigns.reviews import CampaignReview
from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform_considered, repeatable
from domain.campaigns.reviews import following, reading, reviewing
from domain.campaigns.reviews.following import Wish
from domain.campaigns.reviews.reviewing import Found


@strawberry.type(description="What became of a review.")
class CampaignReviewPayload:
    """Answer of `reviewCampaign`."""

    review: CampaignReview | None = strawberry.field(description="The review.")
    errors: list[AnyError] = strawberry.field(description="Why there is none.")


@strawberry.input(description="A campaign to be reviewed.")
class ReviewCampaignInput:
    """For `reviewCampaign`."""

    request_id: strawberry.ID = strawberry.field(description="The campaign; it has to be live.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="What a review suggests, to be asked for.")
class FollowSuggestionInput:
    """For `followSuggestion`."""

    review_id: strawberry.ID = strawberry.field(description="The review.")
    code: str = strawberry.field(description="The code of the suggestion.")
    idempotency_key: str | None = repeatable()


@strawberry.type
class CampaignReviewMutation:
    """Reviewing campaigns."""

    @strawberry.mutation(
        description="Review a campaign as of its last settled day; asked again as of that day, it"
        " is the review there is. Not for agencies."
    )
    async def review_campaign(
        self,
        info: Info,
        input: ReviewCampaignInput,  # noqa: A002  The convention's name.
    ) -> CampaignReviewPayload:
        """Review a campaign."""
        hub, actor = info.context.hub, info.context.actor

        async def consider() -> Found:
            return await reviewing.consider(hub, actor, input.request_id)

        async def keep(found: Found) -> str:
            return (await reviewing.keep(hub, actor, found)).id

        done, errors = await perform_considered(info, "reviewCampaign", input, consider, keep)
        found = (await reading.one(actor, done))[0] if done else None
        shown = CampaignReview.of(found) if found else None
        return CampaignReviewPayload(review=shown, errors=errors)

    @strawberry.mutation(
        description="Ask for what a review suggests: a revision of the campaign, or a pause. It is"
        " a request as any other, decided by people; each suggestion is asked for once."
    )
    async def follow_suggestion(self, info: Info, input: FollowSuggestionInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Ask for it."""
        hub, actor = info.context.hub, info.context.actor

        async def consider() -> Wish:
            return await following.consider(hub, actor, input.review_id, input.code)

        async def keep(wish: Wish) -> str:
            return (await following.keep(hub, actor, wish)).id

        return await payload_of(
            *await perform_considered(info, "followSuggestion", input, consider, keep)
        )
