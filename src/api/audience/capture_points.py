"""Making capture points, saying whom a brand looks for, and recording what accounts did."""

from datetime import datetime

import strawberry

from api.audience.leads import CapturePoint, Lead, LeadProfile
from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.audience import lead_records, model, points, reading, records, signals
from domain.audience.model import CaptureKind
from domain.audience.points import Wanted
from domain.instants import in_utc


@strawberry.input(description="A host that links may lead to.")
class CaptureHostInput:
    """For `allowCaptureHost` and `disallowCaptureHost`."""

    host: str = strawberry.field(description="Its name alone, as www.example.com.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A capture point to be made.")
class DefineCapturePointInput:
    """For `defineCapturePoint`."""

    code: str = strawberry.field(description="4 to 40 small letters, digits and hyphens.")
    kind: CaptureKind = strawberry.field(description="What it is.")
    brand_id: strawberry.ID = strawberry.field(description="The brand.")
    market: str = strawberry.field(description="ISO 3166 code of its market.")
    title: str = strawberry.field(description="What people call it.")
    target: str = strawberry.field(
        default="", description="Where a link or call leads, at an allowed host."
    )
    interest: str = strawberry.field(default="", description="The product it is about.")
    consent_text: str = strawberry.field(default="", description="What a form has people agree to.")
    text_version: str = strawberry.field(default="", description="The version of that text.")
    second_yes: bool = strawberry.field(
        default=True, description="Whether e-mails wait for a second yes."
    )
    days: int = strawberry.field(default=90, description="For how many days it is open.")
    idempotency_key: str | None = repeatable()

    def wanted(self) -> Wanted:
        """Return it as the core takes it."""
        return Wanted(
            code=self.code,
            kind=self.kind,
            brand_id=self.brand_id,
            market=self.market,
            title=self.title,
            target=self.target,
            interest=self.interest,
            consent_text=self.consent_text,
            text_version=self.text_version,
            second_yes=self.second_yes,
            days=self.days,
        )


@strawberry.input(description="A capture point to be closed.")
class CloseCapturePointInput:
    """For `closeCapturePoint`."""

    id: strawberry.ID = strawberry.field(description="Which one.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="Whom a brand looks for; what was said before is replaced.")
class SetLeadProfileInput:
    """For `setLeadProfile`."""

    brand_id: strawberry.ID = strawberry.field(description="The brand.")
    industries: list[str] = strawberry.field(description="Industries, in its own words.")
    countries: list[str] = strawberry.field(description="ISO 3166 codes.")
    interests: list[str] = strawberry.field(description="Products, in its own words.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="Something that an account did, as a front end saw it.")
class RecordSignalInput:
    """For `recordSignal`."""

    code: str = strawberry.field(description="The code of the capture point; not of a form.")
    account_id: strawberry.ID = strawberry.field(description="The account, under no name.")
    key: str = strawberry.field(
        description="Your own id of what happened, up to 80 characters; the same one counts once."
    )
    at: datetime = strawberry.field(description="When it happened, within the last 30 days.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on the hosts did.")
class CaptureHostsPayload:
    """Answer of `allowCaptureHost` and `disallowCaptureHost`."""

    hosts: list[str] = strawberry.field(description="The hosts that links may lead to now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What an act on a capture point did.")
class CapturePointPayload:
    """Answer of `defineCapturePoint` and `closeCapturePoint`."""

    point: CapturePoint | None = strawberry.field(description="The point.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What saying whom a brand looks for did.")
class LeadProfilePayload:
    """Answer of `setLeadProfile`."""

    profile: LeadProfile | None = strawberry.field(description="Whom it looks for now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What recording a signal did.")
class LeadPayload:
    """Answer of `recordSignal`."""

    lead: Lead | None = strawberry.field(description="The lead that the account is.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class CaptureMutation:
    """Capturing interest."""

    @strawberry.mutation(description="Let links lead to a host. For admins.")
    async def allow_capture_host(self, info: Info, input: CaptureHostInput) -> CaptureHostsPayload:  # noqa: A002  The convention's name.
        """Allow a host."""

        async def act() -> str:
            await points.allow_host(info.context.hub, info.context.actor, input.host)
            return input.host

        return await _hosts(*await perform(info, "allowCaptureHost", input, act))

    @strawberry.mutation(description="Have no link lead to a host any more, at once. For admins.")
    async def disallow_capture_host(
        self,
        info: Info,
        input: CaptureHostInput,  # noqa: A002  The convention's name.
    ) -> CaptureHostsPayload:
        """Take a host off."""

        async def act() -> str:
            await points.disallow_host(info.context.hub, info.context.actor, input.host)
            return input.host

        return await _hosts(*await perform(info, "disallowCaptureHost", input, act))

    @strawberry.mutation(
        description="Make a link, promo code, form or call to action. For managers and admins of"
        " its brand and market."
    )
    async def define_capture_point(
        self,
        info: Info,
        input: DefineCapturePointInput,  # noqa: A002  The convention's name.
    ) -> CapturePointPayload:
        """Define a point."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await points.define(hub, actor, input.wanted())).id

        return await _point(*await perform(info, "defineCapturePoint", input, act))

    @strawberry.mutation(
        description="Close a capture point at once: its link leads nowhere, its form takes nothing."
        " For managers and admins of its brand and market."
    )
    async def close_capture_point(
        self,
        info: Info,
        input: CloseCapturePointInput,  # noqa: A002  The convention's name.
    ) -> CapturePointPayload:
        """Close a point."""

        async def act() -> str:
            return (await points.close(info.context.hub, info.context.actor, input.id)).id

        return await _point(*await perform(info, "closeCapturePoint", input, act))

    @strawberry.mutation(
        description="Say whom a brand looks for: what a lead's fit is counted by. For its managers"
        " and admins."
    )
    async def set_lead_profile(self, info: Info, input: SetLeadProfileInput) -> LeadProfilePayload:  # noqa: A002  The convention's name.
        """Set a profile."""
        wanted = model.Profile(
            frozenset(input.industries), frozenset(input.countries), frozenset(input.interests)
        )

        async def act() -> str:
            await points.look_for(info.context.hub, info.context.actor, input.brand_id, wanted)
            return input.brand_id

        done, errors = await perform(info, "setLeadProfile", input, act)
        found = (await lead_records.profiles_of([done])).get(done) if done else None
        return LeadProfilePayload(profile=LeadProfile.of(found) if found else None, errors=errors)

    @strawberry.mutation(
        description="Write down that an account used a promo code, or followed a link or a call to"
        " action. Nothing is kept of one that does not agree. For managers and admins."
    )
    async def record_signal(self, info: Info, input: RecordSignalInput) -> LeadPayload:  # noqa: A002  The convention's name.
        """Record a signal."""

        async def act() -> str:
            lead = await signals.record(
                info.context.hub,
                info.context.actor,
                code=input.code,
                account_id=input.account_id,
                key=input.key,
                at=in_utc(input.at, ("at",)),
            )
            return lead.id

        done, errors = await perform(info, "recordSignal", input, act)
        found = await reading.get(info.context.actor, done) if done else None
        return LeadPayload(lead=Lead.of(found) if found else None, errors=errors)


async def _point(done: str | None, errors: list[AnyError]) -> CapturePointPayload:
    found = await records.get(done) if done else None
    return CapturePointPayload(point=CapturePoint.of(found) if found else None, errors=errors)


async def _hosts(done: str | None, errors: list[AnyError]) -> CaptureHostsPayload:
    del done
    return CaptureHostsPayload(hosts=await records.hosts() if not errors else [], errors=errors)
