"""What is given to enter a permission or a prohibition."""

from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

import strawberry

from api.conventions.mutations import repeatable
from domain.errors import Invalid
from domain.instants import in_utc
from domain.rights import rules
from domain.rights.channels import Channel
from domain.rights.model import (
    Duty,
    Effect,
    End,
    Exclusivity,
    Flow,
    Grant,
    Layer,
    Origin,
    Provenance,
    Scope,
    Status,
    Subject,
    SubjectKind,
    Terms,
    Use,
    Window,
)
from domain.territories import Area


@strawberry.input(description="What a grant reaches.")
class RightsScopeInput:
    """See `domain.rights.model.Scope`."""

    uses: list[Use] = strawberry.field(description="What it is for; EVERY is every use.")
    include: list[str] = strawberry.field(
        description="Places: codes of ISO 3166-1, parts of countries such as CA-QC, WORLD."
    )
    exclude: list[str] = strawberry.field(
        default_factory=list, description="Places taken out of these."
    )
    languages: list[str] = strawberry.field(
        default_factory=list, description="BCP 47 languages, up to 20; none for every one."
    )
    channels: list[str] = strawberry.field(
        default_factory=list,
        description=f"Channels, up to 20, of {', '.join(Channel)}; none for every one.",
    )

    def scope(self) -> Scope:
        """Return it as the core takes it; the core finds the territories."""
        return Scope(
            uses=frozenset(self.uses),
            area=Area(),
            languages=frozenset(self.languages),
            channels=frozenset(self.channels),
            include=tuple(self.include),
            exclude=tuple(self.exclude),
        )


@strawberry.input(
    description="From when until when: by instants, or by days as contracts have them, with their"
    " time zone."
)
class RightsWindowInput:
    """See `domain.rights.model.Window`."""

    starts_at: datetime | None = strawberry.field(default=None, description="The first instant.")
    first_day: date | None = strawberry.field(default=None, description="The first day, whole.")
    ends_at: datetime | None = strawberry.field(
        default=None, description="The first instant at which it is over."
    )
    last_day: date | None = strawberry.field(default=None, description="The last day, whole.")
    time_zone: str | None = strawberry.field(
        default=None, description="Where these days are days, such as Europe/Berlin."
    )
    end: End = strawberry.field(
        default=End.DATED, description="Say so if it has no end, or nobody knows it."
    )

    def window(self) -> Window:
        """Return it as the core takes it; `Invalid` if it says a thing twice or not at all."""
        start = self._instant("starts_at", self.starts_at, "first_day")
        if start is None:
            raise Invalid("start_missing", "Say when it starts.", ("starts_at",))
        return rules.window(start, self._instant("ends_at", self.ends_at, "last_day"), end=self.end)

    def _instant(self, name: str, at: datetime | None, day_name: str) -> datetime | None:
        day: date | None = getattr(self, day_name)
        if day is None:
            return in_utc(at, (name,)) if at else None
        if at is not None:
            raise Invalid("said_twice", "Give the instant or the day, not both.", (name,))
        if self.time_zone is None:
            raise Invalid("time_zone_missing", "Say where these days are days.", ("time_zone",))
        reckon = rules.first_instant if day_name == "first_day" else rules.last_instant
        return reckon(day, self.time_zone)


@strawberry.input(description="Where a grant comes from.")
class RightsSourceInput:
    """See `domain.rights.model.Provenance`."""

    grantor: str = strawberry.field(description="Who grants or prohibits it.")
    grantee: str = strawberry.field(default="", description="To whom; the house if left out.")
    document: str = strawberry.field(default="", description="Where the paper is.")
    signed_on: date | None = strawberry.field(default=None, description="The day it was signed.")
    origin: Origin = strawberry.field(
        default=Origin.HUB, description="Where it was written down first."
    )
    origin_ref: str = strawberry.field(default="", description="What it is called there.")
    agreement_id: strawberry.ID | None = strawberry.field(
        default=None, description="The agreement it belongs to, if it is known here."
    )

    def provenance(self) -> Provenance:
        """Return it as the core takes it; `Invalid` where it says what only the hub finds out."""
        if self.origin in rules.FOUND_OUT:
            said = f"The hub alone says that something is from {self.origin.name}; leave it out."
            raise Invalid("not_yours_to_say", said, ("origin",))
        return Provenance(
            grantor=" ".join(self.grantor.split()),
            grantee=" ".join(self.grantee.split()),
            document=self.document,
            signed_on=self.signed_on,
            origin=self.origin,
            origin_ref=self.origin_ref,
            agreement_id=self.agreement_id,
        )


@strawberry.input
class _Entered:
    """What a permission and a prohibition are entered with alike."""

    kind: SubjectKind = strawberry.field(description="What kind of thing it is about.")
    subject_id: strawberry.ID = strawberry.field(description="What it is about.")
    layer: Layer = strawberry.field(description="Which right it is.")
    scope: RightsScopeInput = strawberry.field(description="What it reaches.")
    window: RightsWindowInput = strawberry.field(description="From when until when.")
    source: RightsSourceInput = strawberry.field(description="Where it comes from.")
    part: str = strawberry.field(
        default="", description="Which of several components; all of them if left out."
    )
    idempotency_key: str | None = repeatable("adds no second one for 24 h.")

    def entered(self, effect: Effect) -> Grant:
        """Return it as the core takes it, with nothing that only permissions have."""
        return Grant(
            id="",
            subject=Subject(self.kind, self.subject_id),
            layer=self.layer,
            effect=effect,
            scope=self.scope.scope(),
            window=self.window.window(),
            provenance=self.source.provenance(),
            part=self.part,
        )


@strawberry.input(description="A permission to enter.")
class AddRightsGrantInput(_Entered):
    """For `addRightsGrant`."""

    flow: Flow = strawberry.field(default=Flow.IN, description="To us, or from us to others.")
    status: Status = strawberry.field(
        default=Status.SIGNED, description="A draft is checked, and counts for nothing yet."
    )
    exclusivity: Exclusivity = strawberry.field(
        default=Exclusivity.NON_EXCLUSIVE, description="Who else may."
    )
    sublicensable: bool = strawberry.field(
        default=False, description="Whether it may be passed on."
    )
    duties: list[Duty] = strawberry.field(
        default_factory=list, description="What has to be done before it counts."
    )

    def grant(self) -> Grant:
        """Return it as the core takes it."""
        return replace(
            self.entered(Effect.PERMIT),
            flow=self.flow,
            status=self.status,
            terms=Terms(
                self.exclusivity,
                self.sublicensable,
                MappingProxyType(dict.fromkeys(self.duties, False)),
            ),
        )


@strawberry.input(description="A prohibition to enter; it counts at once.")
class AddRightsProhibitionInput(_Entered):
    """For `addRightsProhibition`."""

    def grant(self) -> Grant:
        """Return it as the core takes it."""
        return self.entered(Effect.PROHIBIT)
