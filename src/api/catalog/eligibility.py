"""Whether music may be played at a site, in the schema."""

from datetime import date, datetime

import strawberry

from domain.catalog import eligible
from domain.catalog.eligible import Contract, Escalation, Programme, Risk, Verdict


@strawberry.type(description="The three rights that music takes; records, and no legal advice.")
class LicenceCoverage:
    """See `domain.catalog.eligible.Lights`."""

    provider: bool = strawberry.field(description="Whether the provider's terms allow it.")
    composition: bool = strawberry.field(description="Whether the compositions are covered.")
    recording: bool = strawberry.field(description="Whether the recordings are covered.")


@strawberry.type(description="How a site stood when it was judged last.")
class SiteEligibility:
    """See `domain.catalog.eligible.Eligibility`."""

    verdict: Verdict = strawberry.field(description="Whether music may be played there.")
    suspended: bool = strawberry.field(description="Whether its licence lapsed.")
    programmes: list[Programme] = strawberry.field(description="What may be heard there.")
    coverage: LicenceCoverage = strawberry.field(description="The three rights, each by itself.")
    contract: Contract = strawberry.field(description="How the approved use stands.")
    ends_on: date | None = strawberry.field(
        description="The last day of the approved use, with renewals that are approved."
    )
    escalation: Escalation = strawberry.field(description="What has to be done.")
    priority: int = strawberry.field(description="How urgent that is, 1 the most.")
    risk: Risk | None = strawberry.field(
        description="How much it would matter; null where the rules could not tell."
    )
    reasons: list[str] = strawberry.field(description="Why, in words.")
    judged_on: date = strawberry.field(description="The day it was judged for, in its own zone.")
    judged_at: datetime = strawberry.field(description="When that was.")

    @classmethod
    def of(cls, found: eligible.Eligibility) -> "SiteEligibility":
        """Show it."""
        lights = found.lights
        return cls(
            verdict=found.verdict,
            suspended=found.suspended,
            programmes=list(found.programmes),
            coverage=LicenceCoverage(
                provider=lights.provider,
                composition=lights.composition,
                recording=lights.recording,
            ),
            contract=found.contract,
            ends_on=found.ends_on,
            escalation=found.escalation,
            priority=found.priority,
            risk=found.risk,
            reasons=list(found.reasons),
            judged_on=found.day,
            judged_at=found.judged_at,
        )
