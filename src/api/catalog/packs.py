"""Promotion packs in the schema: what is in one, what was left out, and why."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import strawberry

from api.catalog.materials import ContributorMaterial
from api.context import Info, identified
from domain.contributors.model import Standing
from domain.contributors.packs import DayKind, PartKind
from domain.packages import packing
from domain.requests import reading


async def _named(info: Info, ref: str) -> str | None:
    """Return what a contributor, title or request of a pack is called."""
    return await info.context.loaders.called.load(ref)  # type: ignore[no-any-return]


@strawberry.type(description="A part of a pack that may be used.")
class PackPart:
    """One of the `parts` of `domain.packages.packing.Pack.content`."""

    kind: PartKind = strawberry.field(description="What it is.")
    about_id: strawberry.ID = strawberry.field(description="The contributor or title.")
    code: str | None = strawberry.field(
        description="Code of ONIX list 153 of a description: 02 short, 03 long, 10 headline."
    )
    sha256: str = strawberry.field(description="The checksum of its text.")
    own: strawberry.Private[str | None]
    material_id: strawberry.Private[str]

    @strawberry.field(description="What the contributor or title is called.")
    async def about_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await _named(info, self.about_id)

    @strawberry.field(description="The bio or headshot, with its credit; null of a description.")
    async def material(self, info: Info) -> ContributorMaterial | None:
        """Look it up where it is kept."""
        if not self.material_id:
            return None
        found = await info.context.loaders.materials.load(self.material_id)
        return ContributorMaterial.of(found) if found else None

    @strawberry.field(description="The text of a bio or description, as it was approved.")
    async def text(self, info: Info) -> str | None:
        """Look a bio up where it is kept."""
        if not self.material_id:
            return self.own
        found = await info.context.loaders.materials.load(self.material_id)
        return found.text or None if found else None


@strawberry.type(description="Something that was asked for and may not be used.")
class PackLeftOut:
    """One of the `left_out` of a pack."""

    kind: PartKind = strawberry.field(description="What it is.")
    about_id: strawberry.ID = strawberry.field(description="The contributor or title.")
    material_id: strawberry.ID | None = strawberry.field(
        description="The bio or headshot; null where there is none, or of a description."
    )
    reason: Standing = strawberry.field(description="Why it was left out.")

    @strawberry.field(description="What the contributor or title is called.")
    async def about_name(self, info: Info) -> str | None:
        """Look the name up."""
        return await _named(info, self.about_id)


@strawberry.type(description="A day that a promotion has to know of.")
class PackDay:
    """One of the `days` of a pack."""

    kind: DayKind = strawberry.field(description="What happens.")
    day: date = strawberry.field(description="The day; the last it may be.")
    about_id: strawberry.ID | None = strawberry.field(
        description="The title or campaign; null of the promotion itself."
    )


@strawberry.type(description="What was put together for a promotion.")
class PromotionPack:
    """See `domain.packages.packing.Pack`."""

    parts: list[PackPart] = strawberry.field(description="What may be used.")
    left_out: list[PackLeftOut] = strawberry.field(description="What may not, each with why.")
    days: list[PackDay] = strawberry.field(description="Days, the first one first.")

    @classmethod
    def of(cls, held: Mapping[str, Any]) -> "PromotionPack":
        """Show a pack as it was, or would be, handed over."""
        return cls(
            parts=[
                PackPart(
                    kind=PartKind(one["what"]),
                    about_id=identified(one["about"]),
                    code=one.get("code"),
                    sha256=one["sha256"],
                    own=one.get("text"),
                    material_id=one["ref"],
                )
                for one in held["parts"]
            ],
            left_out=[
                PackLeftOut(
                    kind=PartKind(one["what"]),
                    about_id=identified(one["about"]),
                    material_id=identified(one["ref"]) if one["ref"] else None,
                    reason=Standing(one["reason"]),
                )
                for one in held["left_out"]
            ],
            days=[
                PackDay(
                    kind=DayKind(one["what"]),
                    day=date.fromisoformat(one["day"]),
                    about_id=identified(one["about"]) if one["about"] else None,
                )
                for one in held["days"]
            ],
        )


@strawberry.type
class PackQuery:
    """Looking ahead at packs."""

    @strawberry.field(
        description="What the pack of a promotion would be now; null of other requests. What was"
        " handed over stands in `handOver`."
    )
    async def promotion_pack(self, info: Info, request_id: strawberry.ID) -> PromotionPack | None:
        """Judge a pack without handing it over."""
        request = await reading.get(info.context.actor, request_id)
        found = await packing.preview(request, info.context.hub.clock.now())
        return PromotionPack.of(found.content()) if found else None
