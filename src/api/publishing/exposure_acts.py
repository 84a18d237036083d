"""Recording what is live, and saying what is done where it is not cleared."""

from datetime import datetime

import strawberry

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.publishing.exposures import EnforcementPolicy, Exposure
from domain.exposures import policies, reading, service
from domain.instants import in_utc
from domain.rights.channels import spoken
from domain.rights.live.model import Mode, Policy, Shown
from domain.rights.model import Layer, Subject, SubjectKind, Use
from domain.rights.verdicts import Why


@strawberry.input(description="Something that is live.")
class RecordExposureInput:
    """For `recordExposure`."""

    kind: SubjectKind = strawberry.field(description="What kind of thing it is.")
    subject_id: strawberry.ID = strawberry.field(description="What it is.")
    use: Use = strawberry.field(description="What is done with it.")
    channel: str = strawberry.field(description=f"The channel: {spoken()}.")
    publisher: str = strawberry.field(description="Who shows it; up to 32 characters.")
    address: str = strawberry.field(description="Where it stands, an https address.")
    include: list[str] = strawberry.field(
        description="Places: codes of ISO 3166-1, parts of countries such as CA-QC, WORLD."
    )
    exclude: list[str] = strawberry.field(
        default_factory=list, description="Places taken out of these."
    )
    language: str | None = strawberry.field(
        default=None, description="BCP 47 language; every one if left out."
    )
    live_from: datetime | None = strawberry.field(
        default=None, description="Since when; now if left out."
    )
    idempotency_key: str | None = repeatable()

    def shown(self) -> Shown:
        """Return it as the core takes it."""
        return Shown(
            subject=Subject(self.kind, self.subject_id),
            use=self.use,
            channel=self.channel,
            publisher=self.publisher,
            outside_id=self.address,
            include=tuple(self.include),
            exclude=tuple(self.exclude),
            language=self.language,
        )


@strawberry.input(description="Something that is live no more.")
class EndExposureInput:
    """For `endExposure`."""

    exposure_id: strawberry.ID = strawberry.field(description="What was live.")
    live_to: datetime | None = strawberry.field(
        default=None, description="Since when it is no more; now if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="What is to be done where something live is not cleared.")
class SetEnforcementPolicyInput:
    """For `setEnforcementPolicy`."""

    mode: Mode = strawberry.field(description="What is done.")
    brand_id: strawberry.ID | None = strawberry.field(
        default=None, description="For this brand; any if left out."
    )
    layer: Layer | None = strawberry.field(
        default=None, description="Where this layer is not cleared; any if left out."
    )
    reason: Why | None = strawberry.field(
        default=None, description="For this reason; any if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A policy to remove.")
class RemoveEnforcementPolicyInput:
    """For `removeEnforcementPolicy`."""

    policy_id: strawberry.ID = strawberry.field(description="The policy.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on an exposure did.")
class ExposurePayload:
    """Answer of every act on an exposure."""

    exposure: Exposure | None = strawberry.field(description="The exposure as it stands now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What an act on a policy did.")
class EnforcementPolicyPayload:
    """Answer of every act on a policy."""

    policies: list[EnforcementPolicy] = strawberry.field(description="All that there are now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class ExposureMutation:
    """Recording what is live, and setting policies."""

    @strawberry.mutation(
        description="Record that something is live, as somebody or something outside noticed. What"
        " is known already stays; the same address elsewhere ends what was. For managers and"
        " admins."
    )
    async def record_exposure(self, info: Info, input: RecordExposureInput) -> ExposurePayload:  # noqa: A002  The convention's name.
        """Record what is live."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            since = in_utc(input.live_from, ("live_from",)) if input.live_from else hub.clock.now()
            return (await service.record(hub, actor, input.shown(), since)).id

        done, errors = await perform(info, "recordExposure", input, act)
        return await _shown(info, done, errors)

    @strawberry.mutation(
        description="Record that something is live no more. For managers and admins."
    )
    async def end_exposure(self, info: Info, input: EndExposureInput) -> ExposurePayload:  # noqa: A002  The convention's name.
        """End an exposure."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            at = in_utc(input.live_to, ("live_to",)) if input.live_to else hub.clock.now()
            return (await service.end(hub, actor, input.exposure_id, at)).id

        done, errors = await perform(info, "endExposure", input, act)
        return await _shown(info, done, errors)

    @strawberry.mutation(
        description="Say what is done where something live is not cleared, in place of what was"
        " said for the same; it counts at once. For managers and admins of the brand, or of the"
        " whole organisation."
    )
    async def set_enforcement_policy(
        self,
        info: Info,
        input: SetEnforcementPolicyInput,  # noqa: A002  The convention's name.
    ) -> EnforcementPolicyPayload:
        """Set a policy."""
        given = Policy("", input.mode, input.brand_id, input.layer, input.reason)

        async def act() -> str:
            return (await policies.put(info.context.hub, info.context.actor, given)).id

        done, errors = await perform(info, "setEnforcementPolicy", input, act)
        return await _policies(info, done, errors)

    @strawberry.mutation(
        description="Remove a policy; the next one that fits counts. For the same people."
    )
    async def remove_enforcement_policy(
        self,
        info: Info,
        input: RemoveEnforcementPolicyInput,  # noqa: A002  The convention's name.
    ) -> EnforcementPolicyPayload:
        """Remove a policy."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await policies.remove(hub, actor, input.policy_id)).id

        done, errors = await perform(info, "removeEnforcementPolicy", input, act)
        return await _policies(info, done, errors)


async def _shown(info: Info, done: str | None, errors: list[AnyError]) -> ExposurePayload:
    if done is None:
        return ExposurePayload(exposure=None, errors=errors)
    found = await reading.get(info.context.hub, info.context.actor, done)
    return ExposurePayload(exposure=Exposure.of(found), errors=[])


async def _policies(
    info: Info, done: str | None, errors: list[AnyError]
) -> EnforcementPolicyPayload:
    if done is None:
        return EnforcementPolicyPayload(policies=[], errors=errors)
    found = [EnforcementPolicy.of(one) for one in await policies.every(info.context.actor)]
    return EnforcementPolicyPayload(policies=found, errors=[])
