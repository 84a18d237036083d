"""Acting on sponsorships: asking for them, bringing their files in, taking their sheet on."""

import strawberry

from api.acts.requests import RequestPayload, payload_of, revised, submitted
from api.campaigns.sponsorships import SponsorshipBriefInput
from api.catalog.assets import CreateUploadPayload, upload_of
from api.context import Info
from api.conventions.mutations import perform, repeatable
from domain.deliverables import collect
from domain.handovers import service as handovers


@strawberry.input(description="A sponsorship to ask for.")
class SubmitSponsorshipInput:
    """For `submitSponsorship`."""

    brief: SponsorshipBriefInput = strawberry.field(description="What is asked for.")
    idempotency_key: str | None = repeatable("submits nothing new for 24 h.")


@strawberry.input(description="What to ask for instead.")
class ReviseSponsorshipInput:
    """For `reviseSponsorship`."""

    request_id: strawberry.ID = strawberry.field(description="The request.")
    brief: SponsorshipBriefInput = strawberry.field(description="The whole brief, changed.")
    seen_revision: int | None = strawberry.field(
        default=None, description="The revision you began from; a conflict if it is not the last."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="The file for a deliverable of a request.")
class CreateDeliverableUploadInput:
    """For `createDeliverableUpload`."""

    request_id: strawberry.ID = strawberry.field(description="The request that lists it.")
    deliverable: str = strawberry.field(description="What the brief calls it.")
    name: str = strawberry.field(description="A file name without slashes.")
    size: int = strawberry.field(
        description="Exactly how many bytes will come: 500 MB of audio, 20 MB else."
    )
    idempotency_key: str | None = repeatable(
        "promises no second file; the address is shown by the first call only."
    )


@strawberry.input(description="A file of a request to take back.")
class TakeBackDeliverableInput:
    """For `takeBackDeliverable`."""

    asset_id: strawberry.ID = strawberry.field(description="The file.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A placement sheet to take on.")
class AcknowledgePlacementInput:
    """For `acknowledgePlacement`."""

    request_id: strawberry.ID = strawberry.field(description="The request it was made of.")
    idempotency_key: str | None = repeatable()


@strawberry.type
class SponsorshipMutation:
    """Acting on sponsorships."""

    @strawberry.mutation(description="Ask for a sponsorship. The rules decide who must look at it.")
    async def submit_sponsorship(self, info: Info, input: SubmitSponsorshipInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Submit a sponsorship."""
        return await submitted(info, "submitSponsorship", "sponsorship", input)

    @strawberry.mutation(description="Ask for something else instead; opens the stages it touches.")
    async def revise_sponsorship(self, info: Info, input: ReviseSponsorshipInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Revise a sponsorship."""
        return await revised(info, "reviseSponsorship", "sponsorship", input)

    @strawberry.mutation(
        description="Announce the file for a deliverable; answers where to PUT its bytes."
    )
    async def create_deliverable_upload(
        self,
        info: Info,
        input: CreateDeliverableUploadInput,  # noqa: A002  The convention's name.
    ) -> CreateUploadPayload:
        """Announce a file."""
        addresses: list[str] = []

        async def act() -> str:
            asset, token = await collect.promise(
                info.context.hub,
                info.context.actor,
                input.request_id,
                input.deliverable,
                input.name,
                input.size,
            )
            addresses.append(f"/uploads/{asset.id}?token={token}")
            return asset.id

        done, errors = await perform(info, "createDeliverableUpload", input, act)
        return await upload_of(done, addresses, errors)

    @strawberry.mutation(
        description="Take a file of a request back; the stages from its collection on begin anew."
    )
    async def take_back_deliverable(
        self,
        info: Info,
        input: TakeBackDeliverableInput,  # noqa: A002  The convention's name.
    ) -> RequestPayload:
        """Take a file back."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await collect.take_back(hub, actor, input.asset_id)).id

        return await payload_of(*await perform(info, "takeBackDeliverable", input, act))

    @strawberry.mutation(description="Take a placement sheet on. For the show's team.")
    async def acknowledge_placement(
        self,
        info: Info,
        input: AcknowledgePlacementInput,  # noqa: A002  The convention's name.
    ) -> RequestPayload:
        """Take a sheet on."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await handovers.acknowledge(hub, actor, input.request_id)).id

        return await payload_of(*await perform(info, "acknowledgePlacement", input, act))
