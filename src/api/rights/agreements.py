"""Agreements, what ends soon, and what subjects are made from."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.conventions.nodes import Node
from api.rights.clearance import Rights
from api.rights.forms import RightsWindowInput
from api.rights.grants import RightsGrant
from domain.errors import Invalid
from domain.instants import in_utc
from domain.rights import agreeing, agreements, expiring, linking, reading
from domain.rights.agreements import Unit
from domain.rights.ladder import Notice
from domain.rights.model import End, Subject, SubjectKind


@strawberry.type(description="What several grants were agreed in.")
class RightsAgreement(Node):
    """See `domain.rights.agreements.Agreement`."""

    brand_id: strawberry.ID = strawberry.field(description="The brand it is of.")
    name: str = strawberry.field(description="What it is called.")
    party: str = strawberry.field(description="Who it is with.")
    document: str = strawberry.field(description="Where the paper is.")
    starts_at: datetime = strawberry.field(description="From this instant on.")
    ends_at: datetime | None = strawberry.field(description="When its first term ends.")
    notice: int = strawberry.field(description="How long before the end of a term it is left.")
    notice_unit: Unit = strawberry.field(description="What that is counted in.")
    renewal_months: int = strawberry.field(
        description="How many months it renews itself for each time; 0 for not at all."
    )
    time_zone: str = strawberry.field(description="Where its days are days.")
    ended_at: datetime | None = strawberry.field(
        description="When it is over, because somebody left it."
    )
    leave_by: datetime | None = strawberry.field(
        description="The next moment until which it can be left; null if it does not renew itself."
    )

    @classmethod
    def of(cls, value: agreements.Agreement, now: datetime) -> "RightsAgreement":
        """Show it as it stands at `now`."""
        return cls(
            id=identified(value.id),
            brand_id=identified(value.brand_id),
            name=value.name,
            party=value.party,
            document=value.document,
            starts_at=value.starts_at,
            ends_at=value.ends_at,
            notice=value.notice_count,
            notice_unit=value.notice_unit,
            renewal_months=value.renewal_months,
            time_zone=value.time_zone,
            ended_at=value.ended_at,
            leave_by=agreements.leave_by(value, now),
        )


@strawberry.type(description="Something that ends, and that nothing carries on.")
class RightsExpiring:
    """See `domain.rights.expiring.Expiring`."""

    notice: Notice = strawberry.field(description="What it is.")
    at: datetime = strawberry.field(description="When.")
    grant: RightsGrant | None = strawberry.field(description="The permission that ends.")
    agreement: RightsAgreement | None = strawberry.field(
        description="The agreement that can be left until then."
    )


@strawberry.input(description="An agreement to enter.")
class AddRightsAgreementInput:
    """For `addRightsAgreement`."""

    brand_id: strawberry.ID = strawberry.field(description="The brand it is of.")
    name: str = strawberry.field(description="What it is called.")
    party: str = strawberry.field(description="Who it is with.")
    window: RightsWindowInput = strawberry.field(
        description="Its first term; PERPETUAL if it has no end."
    )
    document: str = strawberry.field(default="", description="Where the paper is.")
    notice: int = strawberry.field(
        default=0, description="How long before the end of a term it has to be left."
    )
    notice_unit: Unit = strawberry.field(default=Unit.DAYS, description="What that is counted in.")
    renewal_months: int = strawberry.field(
        default=0, description="How many months it renews itself for; 0 for not at all."
    )
    idempotency_key: str | None = repeatable("adds no second one for 24 h.")

    def agreement(self) -> agreements.Agreement:
        """Return it as the core takes it."""
        window = self.window.window()
        if window.end is End.UNKNOWN:
            said = "Say when its first term ends, or that it has no end."
            raise Invalid("end_unknown", said, ("window", "end"))
        return agreements.Agreement(
            id="",
            brand_id=self.brand_id,
            name=" ".join(self.name.split()),
            party=" ".join(self.party.split()),
            document=self.document,
            starts_at=window.starts_at,
            ends_at=window.ends_at,
            notice_count=self.notice,
            notice_unit=self.notice_unit,
            renewal_months=self.renewal_months,
            time_zone=self.window.time_zone or "UTC",
        )


@strawberry.input(description="An agreement that was left.")
class EndRightsAgreementInput:
    """For `endRightsAgreement`."""

    agreement_id: strawberry.ID = strawberry.field(description="The agreement.")
    ends_at: datetime = strawberry.field(description="The first instant at which it is over.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="Something, and the title or work it is made from.")
class LinkRightsSubjectInput:
    """For `linkRightsSubject` and `unlinkRightsSubject`."""

    kind: SubjectKind = strawberry.field(description="What kind of thing it is.")
    subject_id: strawberry.ID = strawberry.field(description="An asset, episode or show.")
    source_kind: SubjectKind = strawberry.field(description="TITLE or WORK.")
    source_id: strawberry.ID = strawberry.field(description="What it is made from.")
    idempotency_key: str | None = repeatable()

    @property
    def subject(self) -> Subject:
        """What is linked."""
        return Subject(self.kind, self.subject_id)

    @property
    def source(self) -> Subject:
        """What it is linked to."""
        return Subject(self.source_kind, self.source_id)


@strawberry.type(description="What an act on an agreement did.")
class RightsAgreementPayload:
    """Answer of the acts on agreements."""

    agreement: RightsAgreement | None = strawberry.field(description="The agreement as it is now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What linking did.")
class RightsLinkPayload:
    """Answer of `linkRightsSubject` and `unlinkRightsSubject`."""

    rights: Rights | None = strawberry.field(description="The rights as they stand now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class RightsAgreementQuery:
    """Reading agreements, and what ends."""

    @strawberry.field(description="An agreement of rights. Not for agencies.")
    async def rights_agreement(self, info: Info, id: strawberry.ID) -> RightsAgreement | None:  # noqa: A002  The convention's name.
        """Show an agreement."""
        found = await agreeing.get(info.context.actor, id)
        return RightsAgreement.of(found, info.context.hub.clock.now())

    @strawberry.field(
        description="Permissions that end within so many days and that nothing carries on, and"
        f" agreements that can last be left then, the soonest first: up to {expiring.SHOWN_MAX}"
        f" within up to {expiring.WITHIN_MAX} days. Not for agencies."
    )
    async def expiring(self, info: Info, within: int) -> list[RightsExpiring]:
        """Show what ends."""
        hub = info.context.hub
        now = hub.clock.now()
        return [
            RightsExpiring(
                notice=one.notice,
                at=one.at,
                grant=RightsGrant.of(one.grant) if one.grant else None,
                agreement=RightsAgreement.of(one.agreement, now) if one.agreement else None,
            )
            for one in await expiring.expiring(hub, info.context.actor, within)
        ]


@strawberry.type
class RightsAgreementMutation:
    """Changing agreements and links."""

    @strawberry.mutation(
        description="Enter an agreement. It does not change but in its end; the rights desk is"
        " told before it can last be left. For managers and admins of every market."
    )
    async def add_rights_agreement(
        self,
        info: Info,
        input: AddRightsAgreementInput,  # noqa: A002  The convention's name.
    ) -> RightsAgreementPayload:
        """Add an agreement."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await agreeing.add(hub, actor, input.agreement())).id

        done, errors = await perform(info, "addRightsAgreement", input, act)
        return await _agreed(info, done, errors)

    @strawberry.mutation(
        description="Say that an agreement was left, and when it is over. Its grants that"
        " would last longer are over by then, too. For managers and admins of every market."
    )
    async def end_rights_agreement(
        self,
        info: Info,
        input: EndRightsAgreementInput,  # noqa: A002  The convention's name.
    ) -> RightsAgreementPayload:
        """End an agreement."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            at = in_utc(input.ends_at, ("ends_at",))
            return (await agreeing.end(hub, actor, input.agreement_id, at)).id

        done, errors = await perform(info, "endRightsAgreement", input, act)
        return await _agreed(info, done, errors)

    @strawberry.mutation(
        description="Say what something is made from: the rights of that title or work count for"
        " it too, and a title's sales rights are a fence. For managers and admins of every market."
    )
    async def link_rights_subject(
        self,
        info: Info,
        input: LinkRightsSubjectInput,  # noqa: A002  The convention's name.
    ) -> RightsLinkPayload:
        """Link a subject."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await linking.link(hub, actor, input.subject, input.source)).ref

        done, errors = await perform(info, "linkRightsSubject", input, act)
        return await _linked(info, input.subject, done, errors)

    @strawberry.mutation(
        description="Say that something is not made from a title or work after all. For managers"
        " and admins of every market."
    )
    async def unlink_rights_subject(
        self,
        info: Info,
        input: LinkRightsSubjectInput,  # noqa: A002  The convention's name.
    ) -> RightsLinkPayload:
        """Unlink a subject."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            return (await linking.unlink(hub, actor, input.subject, input.source)).ref

        done, errors = await perform(info, "unlinkRightsSubject", input, act)
        return await _linked(info, input.subject, done, errors)


async def _agreed(info: Info, done: str | None, errors: list[AnyError]) -> RightsAgreementPayload:
    if done is None:
        return RightsAgreementPayload(agreement=None, errors=errors)
    found = await agreeing.get(info.context.actor, done)
    shown = RightsAgreement.of(found, info.context.hub.clock.now())
    return RightsAgreementPayload(agreement=shown, errors=errors)


async def _linked(
    info: Info, subject: Subject, done: str | None, errors: list[AnyError]
) -> RightsLinkPayload:
    if done is None:
        return RightsLinkPayload(rights=None, errors=errors)
    return RightsLinkPayload(
        rights=Rights.of(await reading.book(info.context.actor, subject)), errors=errors
    )
