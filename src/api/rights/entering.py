"""Entering rights, ending them, and saying what things contain. For managers and admins."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import strawberry

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.rights.clearance import Rights
from api.rights.forms import AddRightsGrantInput, AddRightsProhibitionInput
from api.rights.grants import CONFLICTS_MAX, RightsConflict, RightsGrant
from domain.instants import in_utc
from domain.rights import reading, service
from domain.rights.conflicts import conflicts
from domain.rights.model import Duty, Grant, Layer, Need, Status, Subject, SubjectKind, Use


@strawberry.input(description="A grant or prohibition to end.")
class EndRightsGrantInput:
    """For `endRightsGrant`."""

    grant_id: strawberry.ID = strawberry.field(description="The grant or prohibition.")
    ends_at: datetime = strawberry.field(description="The first instant at which it is over.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="How far the paper of a grant is now.")
class MoveRightsGrantInput:
    """For `moveRightsGrant`."""

    grant_id: strawberry.ID = strawberry.field(description="The grant or prohibition.")
    status: Status = strawberry.field(description="Signed, or disputed.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A duty of a grant that was done.")
class DoRightsDutyInput:
    """For `doRightsDuty`."""

    grant_id: strawberry.ID = strawberry.field(description="The grant.")
    duty: Duty = strawberry.field(description="What was done.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A layer that something contains.")
class RightsNeedInput:
    """See `domain.rights.model.Need`."""

    layer: Layer = strawberry.field(description="Which right it is.")
    part: str = strawberry.field(default="", description="Which of several, such as an ISRC.")
    uses: list[Use] = strawberry.field(
        default_factory=list, description="Uses that need it; every one if left out."
    )


@strawberry.input(description="All the layers that something contains.")
class DeclareRightsNeedsInput:
    """For `declareRightsNeeds`."""

    kind: SubjectKind = strawberry.field(description="What kind of thing it is.")
    subject_id: strawberry.ID = strawberry.field(description="What it is.")
    needs: list[RightsNeedInput] = strawberry.field(
        description="All of them, up to 200; with none it is cleared for nothing."
    )
    idempotency_key: str | None = repeatable()

    def given(self) -> list[Need]:
        """Return them as the core takes them."""
        return [Need(one.layer, one.part, frozenset(one.uses)) for one in self.needs]


@strawberry.type(description="What an act on a grant did.")
class RightsGrantPayload:
    """Answer of every act on a grant or prohibition."""

    grant: RightsGrant | None = strawberry.field(description="The grant as it stands now.")
    conflicts: list[RightsConflict] = strawberry.field(
        description="What it contradicts, or would once it is signed; the worst first."
    )
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What declaring did.")
class RightsNeedsPayload:
    """Answer of `declareRightsNeeds`."""

    rights: Rights | None = strawberry.field(description="The rights as they stand now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class RightsMutation:
    """Changing rights."""

    @strawberry.mutation(
        description="Enter a permission. One that is signed must not contradict what is signed"
        " already; a draft is only told of it. For managers and admins."
    )
    async def add_rights_grant(self, info: Info, input: AddRightsGrantInput) -> RightsGrantPayload:  # noqa: A002  The convention's name.
        """Add a permission."""
        hub, actor = info.context.hub, info.context.actor
        return await acted(
            info, "addRightsGrant", input, lambda: service.add(hub, actor, input.grant())
        )

    @strawberry.mutation(
        description="Enter a prohibition. It wins over every permission, and shows what it meets."
        " For managers and admins."
    )
    async def add_rights_prohibition(
        self,
        info: Info,
        input: AddRightsProhibitionInput,  # noqa: A002  The convention's name.
    ) -> RightsGrantPayload:
        """Add a prohibition."""
        hub, actor = info.context.hub, info.context.actor
        return await acted(
            info, "addRightsProhibition", input, lambda: service.add(hub, actor, input.grant())
        )

    @strawberry.mutation(
        description="End a grant or prohibition earlier than it would. What is agreed beyond its"
        " end is a new grant. For managers and admins."
    )
    async def end_rights_grant(self, info: Info, input: EndRightsGrantInput) -> RightsGrantPayload:  # noqa: A002  The convention's name.
        """End a grant."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> Grant:
            return await service.end(
                hub, actor, input.grant_id, in_utc(input.ends_at, ("ends_at",))
            )

        return await acted(info, "endRightsGrant", input, act)

    @strawberry.mutation(
        description="Sign a draft, dispute what is signed, or settle a dispute. For managers and"
        " admins."
    )
    async def move_rights_grant(
        self,
        info: Info,
        input: MoveRightsGrantInput,  # noqa: A002  The convention's name.
    ) -> RightsGrantPayload:
        """Move the paper of a grant on."""
        hub, actor = info.context.hub, info.context.actor
        return await acted(
            info,
            "moveRightsGrant",
            input,
            lambda: service.move(hub, actor, input.grant_id, input.status),
        )

    @strawberry.mutation(description="Say that a duty was done. For managers and admins.")
    async def do_rights_duty(self, info: Info, input: DoRightsDutyInput) -> RightsGrantPayload:  # noqa: A002  The convention's name.
        """Say that a duty was done."""
        hub, actor = info.context.hub, info.context.actor
        return await acted(
            info,
            "doRightsDuty",
            input,
            lambda: service.do(hub, actor, input.grant_id, input.duty),
        )

    @strawberry.mutation(
        description="Say which layers something contains, all of them. For managers and admins of"
        " every market."
    )
    async def declare_rights_needs(
        self,
        info: Info,
        input: DeclareRightsNeedsInput,  # noqa: A002  The convention's name.
    ) -> RightsNeedsPayload:
        """Declare what a subject contains."""
        hub, actor = info.context.hub, info.context.actor
        subject = Subject(input.kind, input.subject_id)

        async def act() -> str:
            await service.declare(hub, actor, subject, input.given())
            return subject.ref

        done, errors = await perform(info, "declareRightsNeeds", input, act)
        rights = Rights.of(await reading.book(actor, subject)) if done else None
        return RightsNeedsPayload(rights=rights, errors=errors)


async def acted(
    info: Info,
    name: str,
    given: Any,  # noqa: ANN401  Each mutation has an input type of its own.
    act: Callable[[], Awaitable[Grant]],
) -> RightsGrantPayload:
    """Run an act that gives a grant; show it as it stands now, with what it contradicts."""

    async def once() -> str:
        return (await act()).id

    done, errors = await perform(info, name, given, once)
    if done is None:
        return RightsGrantPayload(grant=None, conflicts=[], errors=errors)
    actor = info.context.actor
    grant = await reading.grant(actor, done)
    held = await reading.book(actor, grant.subject)
    clashes = conflicts(held.grants, grant, held.fences)[:CONFLICTS_MAX]
    found = [RightsConflict.of(one) for one in clashes]
    return RightsGrantPayload(grant=RightsGrant.of(grant), conflicts=found, errors=[])
