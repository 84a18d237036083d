"""Bios and headshots of contributors in the schema."""

from datetime import date, datetime

import strawberry

from api.catalog.assets import Asset
from api.context import Info, identified
from domain.consents.model import Purpose
from domain.consents.rules import refused
from domain.contributors import model, rules
from domain.contributors.model import Approver, MaterialKind, MaterialSource, Standing


@strawberry.type(description="Who agreed that a material is used, and until when.")
class MaterialApproval:
    """See `domain.contributors.model.Approval`."""

    by: Approver = strawberry.field(description="Who agreed.")
    document: str = strawberry.field(description="On what paper.")
    since: date = strawberry.field(description="The first day, in UTC.")
    until: date | None = strawberry.field(
        description="The last day; null if it lasts until it is withdrawn."
    )


@strawberry.type(description="A bio or headshot of a contributor; what it says never changes.")
class ContributorMaterial:
    """See `domain.contributors.model.Material`."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    contributor_id: strawberry.ID = strawberry.field(description="Whom it shows.")
    kind: MaterialKind = strawberry.field(description="What it is.")
    source: MaterialSource = strawberry.field(description="Where it was written down first.")
    text: str | None = strawberry.field(description="What a bio says.")
    language: str | None = strawberry.field(description="In which language, BCP 47.")
    title_id: strawberry.ID | None = strawberry.field(description="The title that tells it.")
    credit: str | None = strawberry.field(description="What has to stand beside a headshot.")
    copyright_holder: str | None = strawberry.field(description="Who has the copyright in it.")
    alt_text: str | None = strawberry.field(description="What is read out in its place.")
    approval: MaterialApproval | None = strawberry.field(description="Null while there is none.")
    added_at: datetime = strawberry.field(description="When it was added.")
    withdrawn_at: datetime | None = strawberry.field(description="When it was withdrawn.")
    held: strawberry.Private[model.Material]

    @strawberry.field(description="The file of a headshot.")
    async def asset(self, info: Info) -> Asset | None:
        """Show its file."""
        if self.held.asset_id is None:
            return None
        found = await info.context.loaders.assets.load(self.held.asset_id)
        return Asset.of(found) if found else None

    @strawberry.field(description="Whether it may be used today, and if not, why.")
    async def standing(self, info: Info) -> Standing:
        """Judge it."""
        loaders, held = info.context.loaders, self.held
        said = await loaders.consents.load(held.contributor_id)
        asset = await loaders.assets.load(held.asset_id) if held.asset_id else None
        today = info.context.hub.clock.now().date()
        taken_back = refused(said, Purpose.APPEARANCE)
        return rules.standing(held, asset, today, refused=taken_back)

    @classmethod
    def of(cls, value: model.Material) -> "ContributorMaterial":
        """Show it."""
        given = value.approval
        return cls(
            id=identified(value.id),
            contributor_id=identified(value.contributor_id),
            kind=value.kind,
            source=value.source,
            text=value.text or None,
            language=value.language,
            title_id=identified(value.title_id) if value.title_id else None,
            credit=value.credit or None,
            copyright_holder=value.holder or None,
            alt_text=value.alt_text or None,
            approval=MaterialApproval(
                by=given.by, document=given.document, since=given.since, until=given.until
            )
            if given
            else None,
            added_at=value.added_at,
            withdrawn_at=value.withdrawn_at,
            held=value,
        )
