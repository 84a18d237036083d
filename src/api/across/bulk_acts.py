"""Doing the same to several at once: votes, cases, what is live, grants."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any

import strawberry

from api.across.bulk import BulkPayload, performed, policy, several
from api.cases.case import Case
from api.context import Info
from api.conventions.mutations import repeatable
from api.publishing.exposures import Exposure
from api.requests.request import Request
from api.rights.grants import RightsGrant
from domain.approvals.model import Choice
from domain.bulk import ErrorPolicy
from domain.cases import assign, handle
from domain.cases.model import CaseState
from domain.exposures import service as exposures
from domain.instants import in_utc
from domain.requests import vote
from domain.rights import service as rights
from domain.rights.model import Status


@strawberry.input(description="A reviewer's word on one of several stages.")
class BulkVoteItem:
    """As `CastVoteInput`."""

    stage_id: strawberry.ID = strawberry.field(description="The stage.")
    choice: Choice = strawberry.field(description="What you say.")
    reason: str | None = strawberry.field(
        default=None, description="Why; needed unless you approve. Up to 1,000 characters."
    )
    conditions: list[str] = strawberry.field(
        default_factory=list,
        description="What a yes depends on; up to five, each up to 300 characters.",
    )
    seen_round: int | None = strawberry.field(
        default=None, description="The round you looked at; a conflict if it is not the last."
    )


@strawberry.input(description="A reviewer's word on several stages.")
class BulkCastVotesInput:
    """For `bulkCastVotes`."""

    items: list[BulkVoteItem] = several("The votes")
    error_policy: ErrorPolicy = policy()
    idempotency_key: str | None = repeatable()


@strawberry.input(description="One of several cases to give to somebody.")
class BulkAssignItem:
    """As `AssignCaseInput`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    user_id: strawberry.ID | None = strawberry.field(
        default=None, description="Who is to own it; you if left out."
    )


@strawberry.input(description="Several cases to give to people.")
class BulkAssignCasesInput:
    """For `bulkAssignCases`."""

    items: list[BulkAssignItem] = several("The cases, each with its owner")
    error_policy: ErrorPolicy = policy()
    idempotency_key: str | None = repeatable()


@strawberry.input(description="One of several cases to close.")
class BulkCloseItem:
    """As `ChangeCaseStateInput`."""

    case_id: strawberry.ID = strawberry.field(description="The case.")
    reason: str | None = strawberry.field(default=None, description="Why.")


@strawberry.input(description="Several cases to close.")
class BulkCloseCasesInput:
    """For `bulkCloseCases`."""

    items: list[BulkCloseItem] = several("The cases")
    error_policy: ErrorPolicy = policy()
    idempotency_key: str | None = repeatable()


@strawberry.input(description="One of several things that are live no more.")
class BulkEndExposureItem:
    """As `EndExposureInput`."""

    exposure_id: strawberry.ID = strawberry.field(description="What was live.")
    live_to: datetime | None = strawberry.field(
        default=None, description="Since when it is no more; now if left out."
    )


@strawberry.input(description="Several things that are live no more.")
class BulkEndExposuresInput:
    """For `bulkEndExposures`."""

    items: list[BulkEndExposureItem] = several("What was live")
    error_policy: ErrorPolicy = policy()
    idempotency_key: str | None = repeatable()


@strawberry.input(description="One of several grants or prohibitions to end.")
class BulkEndGrantItem:
    """As `EndRightsGrantInput`."""

    grant_id: strawberry.ID = strawberry.field(description="The grant or prohibition.")
    ends_at: datetime = strawberry.field(description="The first instant at which it is over.")


@strawberry.input(description="Several grants or prohibitions to end.")
class BulkEndRightsGrantsInput:
    """For `bulkEndRightsGrants`."""

    items: list[BulkEndGrantItem] = several("The grants and prohibitions")
    error_policy: ErrorPolicy = policy()
    idempotency_key: str | None = repeatable()


@strawberry.input(description="One of several grants whose paper moves on.")
class BulkMoveGrantItem:
    """As `MoveRightsGrantInput`."""

    grant_id: strawberry.ID = strawberry.field(description="The grant or prohibition.")
    status: Status = strawberry.field(
        description="Signed, or disputed; what is signed contradicts nothing that was."
    )


@strawberry.input(description="Several grants to sign, dispute or settle.")
class BulkMoveRightsGrantsInput:
    """For `bulkMoveRightsGrants`."""

    items: list[BulkMoveGrantItem] = several("The grants and prohibitions")
    error_policy: ErrorPolicy = policy()
    idempotency_key: str | None = repeatable()


@strawberry.type
class BulkMutation:
    """Doing the same to several at once; each needs what it needs alone."""

    @strawberry.mutation(description="Vote on several stages, as `castVote` does on one.")
    async def bulk_cast_votes(self, info: Info, input: BulkCastVotesInput) -> BulkPayload[Request]:  # noqa: A002  The convention's name.
        """Vote on several stages."""

        async def act(one: BulkVoteItem) -> str:
            voted = await vote.vote(
                info.context.hub,
                info.context.actor,
                one.stage_id,
                one.choice,
                one.reason,
                seen_round=one.seen_round,
                conditions=one.conditions,
            )
            return voted.id

        return await performed(info, "bulkCastVotes", input, _each(act, input))

    @strawberry.mutation(description="Give several cases to people, as `assignCase` does one.")
    async def bulk_assign_cases(self, info: Info, input: BulkAssignCasesInput) -> BulkPayload[Case]:  # noqa: A002  The convention's name.
        """Assign several cases."""

        async def act(one: BulkAssignItem) -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await assign.assign(hub, actor, one.case_id, one.user_id)).id

        return await performed(info, "bulkAssignCases", input, _each(act, input))

    @strawberry.mutation(description="Close several cases, as `changeCaseState` does one.")
    async def bulk_close_cases(self, info: Info, input: BulkCloseCasesInput) -> BulkPayload[Case]:  # noqa: A002  The convention's name.
        """Close several cases."""

        async def act(one: BulkCloseItem) -> str:
            hub, actor = info.context.hub, info.context.actor
            closed = (one.case_id, CaseState.CLOSED, one.reason)
            return (await handle.change_state(hub, actor, *closed)).id

        return await performed(info, "bulkCloseCases", input, _each(act, input))

    @strawberry.mutation(
        description="Record that several things are live no more, as `endExposure` does of one."
    )
    async def bulk_end_exposures(
        self,
        info: Info,
        input: BulkEndExposuresInput,  # noqa: A002  The convention's name.
    ) -> BulkPayload[Exposure]:
        """End several exposures."""
        hub, actor = info.context.hub, info.context.actor

        async def act(one: BulkEndExposureItem) -> str:
            at = in_utc(one.live_to, ("live_to",)) if one.live_to else hub.clock.now()
            return (await exposures.end(hub, actor, one.exposure_id, at)).id

        return await performed(info, "bulkEndExposures", input, _each(act, input))

    @strawberry.mutation(
        description="End several grants or prohibitions, as `endRightsGrant` does one."
    )
    async def bulk_end_rights_grants(
        self,
        info: Info,
        input: BulkEndRightsGrantsInput,  # noqa: A002  The convention's name.
    ) -> BulkPayload[RightsGrant]:
        """End several grants."""
        hub, actor = info.context.hub, info.context.actor

        async def act(one: BulkEndGrantItem) -> str:
            return (
                await rights.end(hub, actor, one.grant_id, in_utc(one.ends_at, ("ends_at",)))
            ).id

        return await performed(info, "bulkEndRightsGrants", input, _each(act, input))

    @strawberry.mutation(
        description="Move the paper of several grants or prohibitions on, as `moveRightsGrant` does"
        " that of one."
    )
    async def bulk_move_rights_grants(
        self,
        info: Info,
        input: BulkMoveRightsGrantsInput,  # noqa: A002  The convention's name.
    ) -> BulkPayload[RightsGrant]:
        """Sign, dispute or settle several grants."""
        hub, actor = info.context.hub, info.context.actor

        async def act(one: BulkMoveGrantItem) -> str:
            return (await rights.move(hub, actor, one.grant_id, one.status)).id

        return await performed(info, "bulkMoveRightsGrants", input, _each(act, input))


def _each(act: Callable[[Any], Awaitable[str]], given: Any) -> list[Callable[[], Awaitable[str]]]:  # noqa: ANN401  Each mutation has an input type of its own.
    return [partial(act, one) for one in given.items]
