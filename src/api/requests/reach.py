"""Whom a request reaches, in the schema, and how what came of it does."""

import strawberry

from api.audience.activation import Activation, CustomerList, ListedAccount
from api.audience.journeys import JourneyDelivery
from api.campaigns.edits import EDITS_MAX, OutsideEdit
from api.campaigns.estimates import AudienceEstimate, RejectionRemedy
from api.campaigns.reviews import CampaignReview
from api.context import Info
from api.publishing.productions import EpisodeResults
from api.requests.content import RequestContent
from domain.activation.rules import brief_of as judged_brief
from domain.activation.rules import stood
from domain.campaigns.lists import reading as lists
from domain.campaigns.reviews import reading as reviewed
from domain.productions import results
from domain.requests.kinds.production import KIND as PRODUCTION_KIND


@strawberry.type
class RequestReach(RequestContent):
    """Whom it reaches, and how it does."""

    @strawberry.field(
        description="Of a campaign or a targeting: whether it may reach people, by consent, age,"
        " country and rights, as it was judged last; null before that."
    )
    async def activation(self, info: Info) -> Activation | None:
        """Say what the judgements mean."""
        kept = await info.context.loaders.decisions.load(self.value.id)
        found = stood(judged_brief(self.value), self.value.revision, kept)
        return Activation.of(found) if found else None

    @strawberry.field(
        description="Of a campaign: its reviews, oldest first, for those who see figures."
    )
    async def reviews(self, info: Info) -> list[CampaignReview]:
        """Show them."""
        if not reviewed.sees(info.context.actor, self.value):
            return []
        found = await info.context.loaders.reviews.load(self.value.id)
        return [CampaignReview.of(one) for one in found]

    @strawberry.field(
        description="Of a campaign: what others edited of it at Spotify while it was live, the"
        " latest 25, oldest first."
    )
    async def outside_edits(self, info: Info) -> list[OutsideEdit]:
        """Show them."""
        found = await info.context.loaders.outside_edits.load(self.value.id)
        return [OutsideEdit.of(one) for one in found[-EDITS_MAX:]]

    @strawberry.field(
        description="Of a campaign: how many people Spotify expects it to reach, as the present"
        " revision has it, market by market."
    )
    async def audience_estimates(self, info: Info) -> list[AudienceEstimate]:
        """Show what counts for the revision."""
        found = await info.context.loaders.estimates.load(self.value.id)
        return [AudienceEstimate.of(one) for one in found if one.revision == self.value.revision]

    @strawberry.field(
        description="Of a campaign: what Spotify says to do about its rejections, oldest first."
    )
    async def remedies(self, info: Info) -> list[RejectionRemedy]:
        """Show them."""
        found = await info.context.loaders.remedies.load(self.value.id)
        return [RejectionRemedy.of(one) for one in found]

    @strawberry.field(
        description="Of a production: how the episode did that it came out as; null until that is"
        " said, and for those who see no figures."
    )
    async def results(self, info: Info) -> EpisodeResults | None:
        """Add up what listeners did."""
        if not results.sees(info.context.actor, self.value.brand_id):
            return None
        found = await info.context.loaders.produced.load(self.value.id)
        return EpisodeResults.of(found[0]) if found else None

    @strawberry.field(
        description="Of a production: how up to five other productions of its show did, the latest"
        " first; for those who see figures."
    )
    async def earlier_episodes(self, info: Info) -> list[EpisodeResults]:
        """Add up what listeners did."""
        show = (
            self.value.payload.get("show_id") if self.value.kind == PRODUCTION_KIND.name else None
        )
        if show is None or not results.sees(info.context.actor, self.value.brand_id):
            return []
        found = await info.context.loaders.show_results.load(show)
        return [EpisodeResults.of(one) for one in results.earlier(found, self.value.id)]

    @strawberry.field(description="The accounts on the lists of it that were handed over.")
    async def listed_accounts(self, info: Info) -> list[ListedAccount]:
        """Show who is on them."""
        found = await info.context.loaders.listed.load(self.value.id)
        return [ListedAccount.of(one) for one in found]

    @strawberry.field(
        description="Of a targeting of ad sets with a list: how many of it can be matched, and how"
        " it stands at Spotify."
    )
    async def customer_list(self) -> CustomerList | None:
        """Look how it stands."""
        found = await lists.told(self.value)
        return CustomerList.of(found) if found else None

    @strawberry.field(description="What was sent of it to an endpoint of journeys, oldest first.")
    async def journey_deliveries(self, info: Info) -> list[JourneyDelivery]:
        """Show what became of each."""
        found = await info.context.loaders.journeys.load(self.value.id)
        return [JourneyDelivery.of(one) for one in found]
