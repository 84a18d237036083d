"""Acting on requests: one mutation per act."""

from typing import Any, Protocol

import strawberry

from api.campaigns.briefs import CampaignBriefInput
from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, perform_considered, repeatable
from api.requests.request import Request
from domain.approvals.model import Choice
from domain.campaigns import pausing
from domain.requests import records, revise, submit, vote


@strawberry.type(description="What an act on a request did.")
class RequestPayload:
    """Answer of every act on a request."""

    request: Request | None = strawberry.field(description="The request as it stands now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="A campaign to ask for.")
class SubmitCampaignInput:
    """For `submitCampaign`."""

    brief: CampaignBriefInput = strawberry.field(description="What is asked for.")
    idempotency_key: str | None = repeatable("submits nothing new for 24 h.")


@strawberry.input(description="What to ask for instead.")
class ReviseCampaignInput:
    """For `reviseCampaign`."""

    request_id: strawberry.ID = strawberry.field(description="The request.")
    brief: CampaignBriefInput = strawberry.field(description="The whole brief, changed.")
    seen_revision: int | None = strawberry.field(
        default=None, description="The revision you began from; a conflict if it is not the last."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A request to withdraw.")
class WithdrawRequestInput:
    """For `withdrawRequest`."""

    request_id: strawberry.ID = strawberry.field(description="The request.")
    reason: str = strawberry.field(description="Why; everybody concerned is told.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A live campaign to pause.")
class PauseCampaignInput:
    """For `pauseCampaign`."""

    request_id: strawberry.ID = strawberry.field(description="Its request.")
    reason: str = strawberry.field(description="Why, in up to 1,000 characters.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A paused campaign that shall run again.")
class ResumeCampaignInput:
    """For `resumeCampaign`."""

    request_id: strawberry.ID = strawberry.field(description="Its request.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A reviewer's word on a stage.")
class CastVoteInput:
    """For `castVote`."""

    stage_id: strawberry.ID = strawberry.field(description="The stage.")
    choice: Choice = strawberry.field(description="What you say.")
    reason: str | None = strawberry.field(
        default=None, description="Why; needed unless you approve. Up to 1,000 characters."
    )
    conditions: list[str] = strawberry.field(
        default_factory=list,
        description="What a yes depends on; up to five, each up to 300 characters. Nothing goes"
        " live before the requester met them and a reviewer confirmed that.",
    )
    seen_round: int | None = strawberry.field(
        default=None, description="The round you looked at; a conflict if it is not the last."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A vote to take back.")
class UndoVoteInput:
    """For `undoVote`."""

    request_id: strawberry.ID = strawberry.field(description="The request with your vote last.")
    vote_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The vote you saw as the last one; a conflict if another is. Whichever is the"
        " last one if left out.",
    )
    idempotency_key: str | None = repeatable()


@strawberry.type
class RequestMutation:
    """Acting on requests."""

    @strawberry.mutation(description="Ask for a campaign. The rules decide who must look at it.")
    async def submit_campaign(self, info: Info, input: SubmitCampaignInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Submit a campaign."""
        return await submitted(info, "submitCampaign", "campaign", input)

    @strawberry.mutation(description="Ask for something else instead; opens the stages it touches.")
    async def revise_campaign(self, info: Info, input: ReviseCampaignInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Revise a campaign."""
        return await revised(info, "reviseCampaign", "campaign", input)

    @strawberry.mutation(
        description="Withdraw a request; what is live of it is paused, drafts are deleted, what a"
        " show's team was handed is taken back."
    )
    async def withdraw_request(self, info: Info, input: WithdrawRequestInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Withdraw a request."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await revise.withdraw(hub, actor, input.request_id, input.reason)).id

        return await payload_of(*await perform(info, "withdrawRequest", input, act))

    @strawberry.mutation(
        description="Have a live campaign paused at the publisher, for those who may withdraw it."
    )
    async def pause_campaign(self, info: Info, input: PauseCampaignInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Pause a campaign."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await pausing.pause(hub, actor, input.request_id, input.reason)).id

        return await payload_of(*await perform(info, "pauseCampaign", input, act))

    @strawberry.mutation(
        description="Have a campaign run again that was paused here. What was edited at the"
        " publisher since stays paused: nobody approved it."
    )
    async def resume_campaign(self, info: Info, input: ResumeCampaignInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Have it run again."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await pausing.resume(hub, actor, input.request_id)).id

        return await payload_of(*await perform(info, "resumeCampaign", input, act))

    @strawberry.mutation(description="Approve, reject or ask for changes, on one stage.")
    async def cast_vote(self, info: Info, input: CastVoteInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Vote on a stage."""

        async def act() -> str:
            voted = await vote.vote(
                info.context.hub,
                info.context.actor,
                input.stage_id,
                input.choice,
                input.reason,
                seen_round=input.seen_round,
                conditions=input.conditions,
            )
            return voted.id

        return await payload_of(*await perform(info, "castVote", input, act))

    @strawberry.mutation(description="Take your vote back, if it is the last, within the window.")
    async def undo_vote(self, info: Info, input: UndoVoteInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Take a vote back."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await vote.undo(hub, actor, input.request_id, vote_id=input.vote_id)).id

        return await payload_of(*await perform(info, "undoVote", input, act))


async def payload_of(done: str | None, errors: list[AnyError]) -> RequestPayload:
    """Return the request `done` as it stands now, or why nothing happened."""
    found = await records.get(done) if done else None
    return RequestPayload(request=Request.of(found) if found else None, errors=errors)


class Asked(Protocol):
    """The input that asks for something of a kind."""

    brief: Any
    idempotency_key: str | None


class AskedInstead(Asked, Protocol):
    """The input that asks for something else instead."""

    request_id: strawberry.ID
    seen_revision: int | None


async def submitted(info: Info, mutation: str, kind: str, given: Asked) -> RequestPayload:
    """Submit a request of `kind`, and answer for `mutation`."""
    hub, actor = info.context.hub, info.context.actor

    async def consider() -> submit.Considered:
        return await submit.consider(hub, actor, kind, given.brief.given())

    async def keep(found: submit.Considered) -> str:
        return (await submit.keep(hub, actor, found)).id

    return await payload_of(*await perform_considered(info, mutation, given, consider, keep))


async def revised(info: Info, mutation: str, kind: str, given: AskedInstead) -> RequestPayload:
    """Revise a request of `kind`, and answer for `mutation`."""
    hub, actor = info.context.hub, info.context.actor

    async def consider() -> revise.Reconsidered:
        return await revise.reconsider(
            hub,
            actor,
            given.request_id,
            given.brief.given(),
            seen_revision=given.seen_revision,
            kind_name=kind,
        )

    async def keep(found: revise.Reconsidered) -> str:
        return (await revise.keep(hub, actor, found)).id

    return await payload_of(*await perform_considered(info, mutation, given, consider, keep))
