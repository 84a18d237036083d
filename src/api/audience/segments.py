"""Audiences in the schema: how accounts were judged, and groups of them that may be counted."""

from datetime import date, datetime

import strawberry

from api.context import Info, identified
from api.conventions.set_aside import LineSetAside
from api.decisions.decision import Decision
from domain.audience.accounts import model as accounts
from domain.audience.accounts.model import Sheet
from domain.audience.segments import judging, model
from domain.audience.segments.anonymity import Withheld
from domain.catalog.premises import Tier


@strawberry.type(description="What was brought in; to bring it in again changes nothing.")
class AudienceImport:
    """See `domain.audience.accounts.model.Import`."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    sheet: Sheet = strawberry.field(description="What it brought in.")
    new: int = strawberry.field(description="Lines that say something new.")
    changed: int = strawberry.field(description="Lines that say otherwise of what was known.")
    known: int = strawberry.field(description="Lines that say what was known.")
    set_aside: list[LineSetAside] = strawberry.field(description="Lines that were not taken.")
    at: datetime = strawberry.field(description="When that was.")

    @classmethod
    def of(cls, value: accounts.Import) -> "AudienceImport":
        """Show it."""
        return cls(
            id=identified(value.id),
            sheet=value.sheet,
            new=value.new,
            changed=value.changed,
            known=value.known,
            set_aside=[
                LineSetAside(line=one.line, reason=one.reason, cure=one.cure)
                for one in value.set_aside
            ],
            at=value.at,
        )


@strawberry.type(description="A group of accounts, counted where that tells of nobody.")
class AudienceCut:
    """See `domain.audience.segments.model.Cut`."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    segments: list[str] = strawberry.field(description="Its segments; empty for all.")
    regions: list[str] = strawberry.field(description="Its regions, ISO 3166-1; empty for all.")
    tiers: list[Tier] = strawberry.field(description="Its customers' values; empty for all.")
    size: int | None = strawberry.field(
        description="How many accounts it was when it was cut; null where that is withheld."
    )
    withheld: Withheld | None = strawberry.field(description="Why it is not counted, if not.")
    why: str = strawberry.field(description="The same in words, with what to do; empty if counted.")
    at: datetime = strawberry.field(description="When it was cut.")

    @classmethod
    def of(cls, value: model.Cut) -> "AudienceCut":
        """Show it."""
        return cls(
            id=identified(value.id),
            segments=list(value.where.segments),
            regions=list(value.where.regions),
            tiers=list(value.where.tiers),
            size=value.size,
            withheld=value.withheld,
            why=judging.shown(value),
            at=value.at,
        )


@strawberry.type(description="The accounts of a brand, as they were judged last.")
class Audience:
    """See `domain.audience.segments.model.Audience`."""

    until: date = strawberry.field(description="The last of the days looked at, in UTC.")
    window_days: int = strawberry.field(description="How many days were looked at.")
    version: str = strawberry.field(
        description="SHA-256 of the rules' file; empty where there was nobody to judge."
    )
    judged_at: datetime = strawberry.field(description="When they were judged.")
    least: int = strawberry.field(description="Fewer accounts than this are not counted.")
    cuts: list[AudienceCut] = strawberry.field(
        description="Every segment by itself, and the groups that were cut since."
    )


@strawberry.type
class AudienceQuery:
    """Reading audiences."""

    @strawberry.field(
        description="A brand's accounts as they were judged last; null if they never were. For"
        " managers, admins and auditors."
    )
    async def audience(self, info: Info, brand_id: strawberry.ID) -> Audience | None:
        """Show the audience."""
        found = await judging.audience(info.context.actor, brand_id)
        if found is None:
            return None
        return Audience(
            until=found.run.window.until,
            window_days=found.run.window.days,
            version=found.run.version,
            judged_at=found.run.at,
            least=info.context.hub.audience_least,
            cuts=[AudienceCut.of(one) for one in found.cuts],
        )

    @strawberry.field(
        description="What the rules said last of one account, by which facts; null if it was"
        " never judged. For managers, admins and auditors."
    )
    async def account_segment(self, info: Info, account_id: strawberry.ID) -> Decision | None:
        """Show the decision."""
        found = await judging.judgement_of(info.context.actor, account_id)
        return Decision.of(1, found) if found else None
