"""Rights in the schema: what stands in the books, and what follows for every territory."""

from collections.abc import Sequence
from datetime import date, datetime

import strawberry

from api.context import Info, identified
from api.conventions.nodes import Node
from api.conventions.trails import AuditEvent
from api.meanings.rights import VALUES
from domain.rights import availability, conflicts, model, verdicts
from domain.rights.conflicts import Clash
from domain.rights.model import (
    FOREVER,
    Duty,
    Effect,
    End,
    Exclusivity,
    Flow,
    Layer,
    Origin,
    Status,
    SubjectKind,
    Use,
)
from domain.rights.verdicts import Standing, Why
from domain.territories import spoken, spoken_area

#: The most conflicts that are shown, the worst first.
CONFLICTS_MAX = 100


@strawberry.type(description="Something that has to be done before a permission counts.")
class RightsDuty:
    """See `domain.rights.model.Terms`."""

    kind: Duty = strawberry.field(description="What it is.")
    done: bool = strawberry.field(description="Whether it was done.")


@strawberry.type(description="A permission or prohibition, as it was agreed.")
class RightsGrant(Node):
    """See `domain.rights.model.Grant`."""

    subject_kind: SubjectKind = strawberry.field(description="What kind of thing it is about.")
    subject_id: strawberry.ID = strawberry.field(description="What it is about.")
    layer: Layer = strawberry.field(description="Which right it is.")
    part: str = strawberry.field(description="Which of several components; empty for all.")
    effect: Effect = strawberry.field(description="Whether it permits or prohibits.")
    flow: Flow = strawberry.field(description="Whether it comes to us or goes to others.")
    status: Status = strawberry.field(description="How far the paper is.")
    uses: list[Use] = strawberry.field(description="What it is for.")
    include: list[str] = strawberry.field(description="The places, as they were written.")
    exclude: list[str] = strawberry.field(description="Places taken out of these.")
    territories: str = strawberry.field(
        description="What it reaches, in words, parts of countries included."
    )
    languages: list[str] = strawberry.field(description="BCP 47 languages; none for every one.")
    channels: list[str] = strawberry.field(description="Channels; none for every one.")
    starts_at: datetime = strawberry.field(description="From this instant on.")
    ends_at: datetime | None = strawberry.field(description="Until just before this instant.")
    end: End = strawberry.field(description="How its time ends.")
    exclusivity: Exclusivity = strawberry.field(description="Who else may.")
    sublicensable: bool = strawberry.field(description="Whether it may be passed on.")
    duties: list[RightsDuty] = strawberry.field(description="What is to be done for it.")
    grantor: str = strawberry.field(description="Who grants or prohibits it.")
    grantee: str = strawberry.field(description="To whom; empty for the house itself.")
    document: str = strawberry.field(description="Where the paper is.")
    signed_on: date | None = strawberry.field(description="The day it was signed, if known.")
    origin: Origin = strawberry.field(description="Where it was written down first.")
    origin_ref: str = strawberry.field(description="What it is called there.")
    agreement_id: strawberry.ID | None = strawberry.field(
        description="The agreement it belongs to; null if none was named."
    )
    version: int = strawberry.field(description="Counts its changes, from 1.")

    @strawberry.field(description="What happened to it, first to last; for whoever sees it.")
    async def audit_trail(self, info: Info) -> list[AuditEvent] | None:
        """Show the record."""
        events = await info.context.loaders.trails.load(self.id)
        return [AuditEvent.of(one) for one in events or ()]

    @classmethod
    def of(cls, value: model.Grant) -> "RightsGrant":
        """Show it."""
        scope, terms, source = value.scope, value.terms, value.provenance
        return cls(
            id=identified(value.id),
            subject_kind=value.subject.kind,
            subject_id=identified(value.subject.ref),
            layer=value.layer,
            part=value.part,
            effect=value.effect,
            flow=value.flow,
            status=value.status,
            uses=sorted(scope.uses),
            include=list(scope.include),
            exclude=list(scope.exclude),
            territories=spoken_area(scope.area, scope.include, scope.exclude),
            languages=sorted(scope.languages),
            channels=sorted(scope.channels),
            starts_at=value.window.starts_at,
            ends_at=value.window.ends_at,
            end=value.window.end,
            exclusivity=terms.exclusivity,
            sublicensable=terms.sublicensable,
            duties=[RightsDuty(kind=one, done=done) for one, done in sorted(terms.duties.items())],
            grantor=source.grantor,
            grantee=source.grantee,
            document=source.document,
            signed_on=source.signed_on,
            origin=source.origin,
            origin_ref=source.origin_ref,
            agreement_id=identified(source.agreement_id) if source.agreement_id else None,
            version=value.version,
        )


@strawberry.type(description="A layer that something contains, and so has to be cleared.")
class RightsNeed:
    """See `domain.rights.model.Need`."""

    layer: Layer = strawberry.field(description="Which right it is.")
    part: str = strawberry.field(description="Which of several; empty for all of it.")
    uses: list[Use] = strawberry.field(description="Uses that need it; none for every one.")

    @classmethod
    def of(cls, value: model.Need) -> "RightsNeed":
        """Show it."""
        return cls(layer=value.layer, part=value.part, uses=sorted(value.uses))


@strawberry.type(description="How one layer stands, and why.")
class RightsFinding:
    """See `domain.rights.verdicts.Finding`."""

    layer: Layer | None = strawberry.field(description="The layer; null if none was declared.")
    part: str = strawberry.field(description="Which of several; empty for all of it.")
    standing: Standing = strawberry.field(description="What it means for the use.")
    reason: Why = strawberry.field(description="What decided it.")
    said: str = strawberry.field(description="The reason in words.")
    grant_ids: list[strawberry.ID] = strawberry.field(description="The grants that decided it.")

    @classmethod
    def of(cls, value: verdicts.Finding) -> "RightsFinding":
        """Show it."""
        return cls(
            layer=value.need.layer if value.need else None,
            part=value.need.part if value.need else "",
            standing=value.standing,
            reason=value.why,
            said=VALUES["RightsReason"][value.why.name],
            grant_ids=[identified(one) for one in value.grants],
        )


def _findings(values: Sequence[verdicts.Finding]) -> list[RightsFinding]:
    return [RightsFinding.of(one) for one in values]


@strawberry.type(description="How territories stand that have everything in common.")
class RightsVerdict:
    """See `domain.rights.verdicts.Verdict`."""

    territories: list[str] = strawberry.field(description="ISO 3166 codes, each in one verdict.")
    said: str = strawberry.field(description="The territories in words.")
    standing: Standing = strawberry.field(description="The worst of its layers.")
    cleared_until: datetime | None = strawberry.field(
        description="When they are cleared no more; null if they are not, or no end is known."
    )
    layers: list[RightsFinding] = strawberry.field(description="Every layer, and why.")

    @classmethod
    def of(cls, value: verdicts.Verdict) -> "RightsVerdict":
        """Show it."""
        return cls(
            territories=sorted(value.territories),
            said=spoken(value.territories),
            standing=value.standing,
            cleared_until=value.cleared_until,
            layers=_findings(value.findings),
        )


@strawberry.type(description="A stretch of time through which nothing changes.")
class RightsSpan:
    """See `domain.rights.availability.Span`."""

    starts_at: datetime = strawberry.field(description="From this instant on.")
    ends_at: datetime = strawberry.field(description="Until just before this instant.")
    standing: Standing = strawberry.field(description="The worst of its layers.")
    layers: list[RightsFinding] = strawberry.field(description="Every layer, and why.")


@strawberry.type(description="How territories stand through a span of time, all of them alike.")
class RightsAvailability:
    """See `domain.rights.availability.Availability`."""

    territories: list[str] = strawberry.field(description="ISO 3166 codes, each in one answer.")
    said: str = strawberry.field(description="The territories in words.")
    throughout: bool = strawberry.field(description="Whether they are cleared all the time.")
    spans: list[RightsSpan] = strawberry.field(description="One after the other, without gaps.")

    @classmethod
    def of(cls, value: availability.Availability) -> "RightsAvailability":
        """Show it."""
        spans = [
            RightsSpan(
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                standing=one.standing,
                layers=_findings(one.findings),
            )
            for one in value.spans
        ]
        return cls(
            territories=sorted(value.territories),
            said=spoken(value.territories),
            throughout=value.throughout,
            spans=spans,
        )


@strawberry.type(description="Grants that contradict each other.")
class RightsConflict:
    """See `domain.rights.conflicts.Conflict`."""

    clash: Clash = strawberry.field(description="How they contradict each other.")
    grave: bool = strawberry.field(description="Whether it keeps a grant from being signed.")
    grant_ids: list[strawberry.ID] = strawberry.field(description="The grants.")
    territories: list[str] = strawberry.field(description="Where: ISO 3166 codes.")
    starts_at: datetime = strawberry.field(description="From this instant on.")
    ends_at: datetime | None = strawberry.field(description="Until when; null if without end.")
    title_id: strawberry.ID | None = strawberry.field(
        description="The title whose sales rights it goes beyond; null where no title's are."
    )

    @classmethod
    def of(cls, value: conflicts.Conflict) -> "RightsConflict":
        """Show it."""
        return cls(
            clash=value.clash,
            grave=value.grave,
            grant_ids=[identified(one) for one in value.grants],
            territories=sorted(value.territories),
            starts_at=value.starts_at,
            ends_at=None if value.ends_at == FOREVER else value.ends_at,
            title_id=identified(value.title_id) if value.title_id else None,
        )
