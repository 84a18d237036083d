"""The ledger of consents in the schema."""

from datetime import datetime

import strawberry

from api.audience.activation import ListedAccount
from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.activation import records as listed
from domain.consents import model, rules, service
from domain.consents.model import (
    AgeBand,
    Channel,
    Private,
    Purpose,
    Said,
    Source,
    State,
    Subject,
    SubjectKind,
)
from domain.contributors import forgetting
from domain.instants import in_utc
from domain.pages import PAGE_DEFAULT, PAGE_MAX


@strawberry.type(description="A line of the ledger: what somebody said, and where that is from.")
class Consent:
    """See `domain.consents.model.Entry`."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    purpose: Purpose = strawberry.field(description="What it is about.")
    channel: Channel = strawberry.field(description="By what they are reached.")
    state: State = strawberry.field(description="What was said.")
    said_at: datetime = strawberry.field(description="When they said it.")
    source: Source = strawberry.field(description="The way it came in.")
    text_version: str = strawberry.field(description="The version of the text they saw.")
    country: str | None = strawberry.field(
        description="ISO 3166-1; null if unknown, which is to be taken as the strictest."
    )
    age_band: AgeBand | None = strawberry.field(
        description="Null if unknown, which is to be taken as the youngest."
    )
    recorded_at: datetime = strawberry.field(description="When it was written down here.")
    held: strawberry.Private[model.Entry]

    @strawberry.field(description="Who it was, where that was told; `(forgotten)` after erasure.")
    async def name(self, info: Info) -> str:
        """Read what is encrypted."""
        return (await self._private(info)).name

    @strawberry.field(description="How it was said; `(forgotten)` after erasure.")
    async def how(self, info: Info) -> str:
        """Read what is encrypted."""
        return (await self._private(info)).how

    @strawberry.field(description="What proves it; `(forgotten)` after erasure.")
    async def proof(self, info: Info) -> str:
        """Read what is encrypted."""
        return (await self._private(info)).proof

    async def _private(self, info: Info) -> Private:
        """Read it, by a key that all entries of a page look for together."""
        sealed = await info.context.loaders.person_keys.load(self.held.veiled.get("person", ""))
        return service.private_by(info.context.hub, self.held, sealed)

    @classmethod
    def of(cls, value: model.Entry) -> "Consent":
        """Show it."""
        said = value.said
        return cls(
            id=identified(value.id),
            purpose=said.purpose,
            channel=said.channel,
            state=said.state,
            said_at=said.said_at,
            source=said.source,
            text_version=said.text_version,
            country=said.country,
            age_band=said.age_band,
            recorded_at=value.recorded_at,
            held=value,
        )


@strawberry.type(description="What counts for a purpose and a channel.")
class EffectiveConsent:
    """One of `domain.consents.rules.standing`."""

    purpose: Purpose = strawberry.field(description="The purpose.")
    channel: Channel = strawberry.field(description="The channel.")
    state: State = strawberry.field(description="What counts; only GIVEN is a consent.")
    by_id: strawberry.ID = strawberry.field(description="The line that decides it.")


@strawberry.type(description="Everything that somebody agreed to, or took back.")
class ConsentLedger:
    """See `domain.consents.service.Ledger`."""

    subject_kind: SubjectKind = strawberry.field(description="Whose consents they are.")
    subject_id: strawberry.ID = strawberry.field(description="Their id.")
    held: strawberry.Private[service.Ledger]

    @strawberry.field(description="What counts now, for every purpose and channel told of.")
    def effective(self) -> list[EffectiveConsent]:
        """Judge the lines."""
        return [
            EffectiveConsent(
                purpose=purpose,
                channel=channel,
                state=entry.said.state,
                by_id=identified(entry.id),
            )
            for purpose, channel, entry in rules.standing(self.held.entries)
        ]

    @strawberry.field(
        description=f"The lines, newest first; up to {PAGE_MAX} at once, from the one after the id"
        " `after` on."
    )
    def entries(
        self, first: int = PAGE_DEFAULT, after: strawberry.ID | None = None
    ) -> list[Consent]:
        """Show lines."""
        older = [one for one in reversed(self.held.entries) if after is None or one.id < after]
        return [Consent.of(one) for one in older[: max(0, min(first, PAGE_MAX))]]

    @strawberry.field(
        description="The lists that an account was on which were handed over, and when it was taken"
        f" off; up to {PAGE_MAX}, the latest first."
    )
    async def listed_accounts(self) -> list[ListedAccount]:
        """Show where somebody's account went."""
        held = (await listed.of_accounts([self.held.subject.ref]))[self.held.subject.ref]
        return [ListedAccount.of(one) for one in reversed(held[-PAGE_MAX:])]

    @classmethod
    def of(cls, value: service.Ledger) -> "ConsentLedger":
        """Show it."""
        ref = identified(value.subject.ref)
        return cls(subject_kind=value.subject.kind, subject_id=ref, held=value)


@strawberry.input(description="What somebody agreed to.")
class RecordConsentInput:
    """For `recordConsent`."""

    subject_kind: SubjectKind = strawberry.field(description="Whose consent it is.")
    subject_id: strawberry.ID | None = strawberry.field(
        default=None, description="Their id; left out for a guest who is new."
    )
    purpose: Purpose = strawberry.field(description="To what.")
    channel: Channel = strawberry.field(
        default=Channel.EVERY, description="By what they are reached; needed for marketing."
    )
    pending: bool = strawberry.field(
        default=False, description="Whether the second yes of a double opt-in is still awaited."
    )
    said_at: datetime = strawberry.field(description="When they said it.")
    source: Source = strawberry.field(description="The way it came in.")
    text_version: str = strawberry.field(description="The version of the text they saw.")
    proof: str = strawberry.field(description="What proves it; kept encrypted.")
    how: str = strawberry.field(default="", description="How it was said; kept encrypted.")
    name: str = strawberry.field(
        default="", description="Who it was; needed for a new guest, kept encrypted."
    )
    country: str | None = strawberry.field(default=None, description="ISO 3166-1, if known.")
    age_band: AgeBand | None = strawberry.field(default=None, description="Their age, if known.")
    idempotency_key: str | None = repeatable()

    def said(self) -> Said:
        """Return it as the core takes it."""
        return Said(
            purpose=self.purpose,
            channel=self.channel,
            state=State.PENDING if self.pending else State.GIVEN,
            said_at=in_utc(self.said_at, ("said_at",)),
            source=self.source,
            text_version=self.text_version.strip(),
            country=self.country,
            age_band=self.age_band,
        )


@strawberry.input(description="What somebody took back.")
class WithdrawConsentInput:
    """For `withdrawConsent`."""

    subject_kind: SubjectKind = strawberry.field(description="Whose consent it was.")
    subject_id: strawberry.ID = strawberry.field(description="Their id.")
    purpose: Purpose = strawberry.field(
        default=Purpose.EVERY, description="What they take back; everything if left out."
    )
    channel: Channel = strawberry.field(
        default=Channel.EVERY, description="For which channel; for every one if left out."
    )
    said_at: datetime = strawberry.field(description="When they said it.")
    source: Source = strawberry.field(description="The way it came in.")
    how: str = strawberry.field(default="", description="How it was said; kept encrypted.")
    idempotency_key: str | None = repeatable()

    def said(self) -> Said:
        """Return it as the core takes it."""
        at = in_utc(self.said_at, ("said_at",))
        return Said(self.purpose, self.channel, State.WITHDRAWN, at, self.source)


@strawberry.input(description="Somebody who is to be forgotten.")
class ForgetConsentSubjectInput:
    """For `forgetConsentSubject`."""

    subject_kind: SubjectKind = strawberry.field(description="Who it is.")
    subject_id: strawberry.ID = strawberry.field(description="Their id.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on the ledger did.")
class ConsentPayload:
    """Answer of every act on the ledger."""

    consents: ConsentLedger | None = strawberry.field(description="The ledger as it stands now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class ConsentQuery:
    """Reading the ledger."""

    @strawberry.field(
        description="What an account, contributor or guest agreed to. For managers, admins and"
        " auditors."
    )
    async def consents(
        self, info: Info, subject_kind: SubjectKind, subject_id: strawberry.ID
    ) -> ConsentLedger | None:
        """Show a ledger."""
        subject = Subject(subject_kind, subject_id)
        return ConsentLedger.of(await service.ledger(info.context.actor, subject))


@strawberry.type
class ConsentMutation:
    """Writing into the ledger."""

    @strawberry.mutation(
        description="Write down what somebody agreed to, with its proof. For managers and admins."
    )
    async def record_consent(self, info: Info, input: RecordConsentInput) -> ConsentPayload:  # noqa: A002  The convention's name.
        """Record a consent."""
        hub, actor = info.context.hub, info.context.actor
        subject = Subject(input.subject_kind, input.subject_id or "")
        private = Private(input.name.strip(), input.how.strip(), input.proof.strip())

        async def act() -> str:
            entry = await service.record(hub, actor, subject, input.said(), private)
            return entry.subject.ref

        done, errors = await perform(info, "recordConsent", input, act)
        return await _answered(info, subject.kind, done, errors)

    @strawberry.mutation(
        description="Write down that somebody took back what they agreed to. For managers and"
        " admins."
    )
    async def withdraw_consent(self, info: Info, input: WithdrawConsentInput) -> ConsentPayload:  # noqa: A002  The convention's name.
        """Withdraw a consent."""
        hub, actor = info.context.hub, info.context.actor
        subject = Subject(input.subject_kind, input.subject_id)

        async def act() -> str:
            await service.record(hub, actor, subject, input.said(), Private(how=input.how.strip()))
            return subject.ref

        done, errors = await perform(info, "withdrawConsent", input, act)
        return await _answered(info, subject.kind, done, errors)

    @strawberry.mutation(
        description="Destroy what names somebody here, and end whatever they agreed to; of a"
        " contributor bios and headshots too. For managers and admins of everything. There is no"
        " way back."
    )
    async def forget_consent_subject(
        self,
        info: Info,
        input: ForgetConsentSubjectInput,  # noqa: A002  The convention's name.
    ) -> ConsentPayload:
        """Forget somebody."""
        hub, actor = info.context.hub, info.context.actor
        subject = Subject(input.subject_kind, input.subject_id)

        async def act() -> str:
            await forgetting.forget(hub, actor, subject)
            return subject.ref

        done, errors = await perform(info, "forgetConsentSubject", input, act)
        return await _answered(info, subject.kind, done, errors)


async def _answered(
    info: Info, kind: SubjectKind, done: str | None, errors: list[AnyError]
) -> ConsentPayload:
    if done is None:
        return ConsentPayload(consents=None, errors=errors)
    found = await service.ledger(info.context.actor, Subject(kind, done))
    return ConsentPayload(consents=ConsentLedger.of(found), errors=errors)
