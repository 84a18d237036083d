"""Contributors: looking one up, and adding, approving and withdrawing what shows them."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import strawberry

from api.catalog.materials import ContributorMaterial
from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.titles.title import Contributor
from domain.contributors import records, service
from domain.contributors.model import Approval, Approver, Material, MaterialKind, MaterialSource
from domain.errors import Missing


@strawberry.input(description="A bio or headshot to add; nobody approved it yet.")
class AddContributorMaterialInput:
    """For `addContributorMaterial`."""

    contributor_id: strawberry.ID = strawberry.field(description="Whom it shows.")
    kind: MaterialKind = strawberry.field(description="What it is.")
    text: str = strawberry.field(
        default="", description="What a bio says, up to 4,000 characters; plain."
    )
    language: str | None = strawberry.field(
        default=None, description="Language of a bio, BCP 47; needed where it is entered here."
    )
    title_id: strawberry.ID | None = strawberry.field(
        default=None, description="In place of a text: the title whose record has the bio."
    )
    asset_id: strawberry.ID | None = strawberry.field(
        default=None, description="The file of a headshot, of the kind IMAGE."
    )
    credit: str = strawberry.field(
        default="",
        description="What has to stand beside a headshot; without it, it is not used.",
    )
    copyright_holder: str = strawberry.field(
        default="", description="Who has the copyright in a headshot."
    )
    alt_text: str = strawberry.field(
        default="", description="What is seen on a headshot, for those who cannot see it."
    )
    idempotency_key: str | None = repeatable()

    def material(self, info: Info) -> Material:
        """Return it as the core takes it."""
        return Material(
            id="",
            contributor_id=self.contributor_id,
            kind=self.kind,
            source=MaterialSource.ENTERED,
            added_at=info.context.hub.clock.now(),
            text=self.text.strip(),
            language=self.language,
            title_id=self.title_id,
            asset_id=self.asset_id,
            credit=self.credit.strip(),
            holder=self.copyright_holder.strip(),
            alt_text=self.alt_text.strip(),
        )


@strawberry.input(description="Who agreed that a material is used, from when until when.")
class ApproveContributorMaterialInput:
    """For `approveContributorMaterial`."""

    material_id: strawberry.ID = strawberry.field(description="The bio or headshot.")
    by: Approver = strawberry.field(description="Who agreed.")
    document: str = strawberry.field(description="On what paper, such as where it lies.")
    since: date = strawberry.field(description="The first day, in UTC.")
    until: date | None = strawberry.field(
        default=None, description="The last day; until it is withdrawn if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A material that is not to be used any more.")
class WithdrawContributorMaterialInput:
    """For `withdrawContributorMaterial`."""

    material_id: strawberry.ID = strawberry.field(description="The bio or headshot.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on a bio or headshot did.")
class ContributorMaterialPayload:
    """Answer of every act on a material."""

    material: ContributorMaterial | None = strawberry.field(description="As it stands now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class ContributorQuery:
    """Reading contributors."""

    @strawberry.field(
        description="A contributor by id; null if there is none you may see. Not for agencies."
    )
    async def contributor(self, info: Info, id: strawberry.ID) -> Contributor | None:  # noqa: A002  Relay's name.
        """Find a contributor."""
        try:
            return Contributor.of(await service.get(info.context.actor, id))
        except Missing:
            return None


@strawberry.type
class ContributorMutation:
    """Changing what shows contributors."""

    @strawberry.mutation(
        description="Add a bio or headshot. It may be used once it is approved. For managers and"
        " admins."
    )
    async def add_contributor_material(
        self,
        info: Info,
        input: AddContributorMaterialInput,  # noqa: A002  The convention's name.
    ) -> ContributorMaterialPayload:
        """Add a material."""
        hub, actor = info.context.hub, info.context.actor
        return await _acted(
            info,
            "addContributorMaterial",
            input,
            lambda: service.add(hub, actor, input.material(info)),
        )

    @strawberry.mutation(
        description="Write down who agreed that a bio or headshot is used, in place of any"
        " approval before. For managers and admins."
    )
    async def approve_contributor_material(
        self,
        info: Info,
        input: ApproveContributorMaterialInput,  # noqa: A002  The convention's name.
    ) -> ContributorMaterialPayload:
        """Approve a material."""
        hub, actor = info.context.hub, info.context.actor
        approval = Approval(input.by, input.document.strip(), input.since, input.until)
        return await _acted(
            info,
            "approveContributorMaterial",
            input,
            lambda: service.approve(hub, actor, input.material_id, approval),
        )

    @strawberry.mutation(
        description="Have a bio or headshot used no more, at once and for good. For managers and"
        " admins."
    )
    async def withdraw_contributor_material(
        self,
        info: Info,
        input: WithdrawContributorMaterialInput,  # noqa: A002  The convention's name.
    ) -> ContributorMaterialPayload:
        """Withdraw a material."""
        hub, actor = info.context.hub, info.context.actor
        return await _acted(
            info,
            "withdrawContributorMaterial",
            input,
            lambda: service.withdraw(hub, actor, input.material_id),
        )


async def _acted(
    info: Info,
    name: str,
    given: Any,  # noqa: ANN401  Each mutation has an input type of its own.
    act: Callable[[], Awaitable[Material]],
) -> ContributorMaterialPayload:
    async def once() -> str:
        return (await act()).id

    done, errors = await perform(info, name, given, once)
    found = (await records.materials([done])).get(done) if done else None
    shown = ContributorMaterial.of(found) if found else None
    return ContributorMaterialPayload(material=shown, errors=errors)
