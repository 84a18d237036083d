"""Asking for what is out anew, from the draft of an approved revision."""

import strawberry
from strawberry.scalars import JSON

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform_considered, repeatable
from api.conventions.objects import values_of
from api.requests.request import Request
from api.requests.revision_drafts import RevisionDraft
from domain.requests import reading
from domain.revisions import service


@strawberry.input(description="A draft to ask for.")
class SubmitRevisionDraftInput:
    """For `submitRevisionDraft`."""

    request_id: strawberry.ID = strawberry.field(description="The revision that was approved.")
    values: JSON = strawberry.field(
        description="An object: what changes, by the name of the brief's field; null empties one."
        " All else is as it is out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What was asked for from a draft.")
class RevisionDraftPayload:
    """Answer of `submitRevisionDraft`."""

    request: Request | None = strawberry.field(description="The new request.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class RevisionDraftQuery:
    """Reading drafts."""

    @strawberry.field(description="The drafts that wait for you, the oldest first, up to 100.")
    async def revision_drafts(self, info: Info) -> list[RevisionDraft] | None:
        """List drafts."""
        return [RevisionDraft.of(one) for one in await service.mine(info.context.actor)]


@strawberry.type
class RevisionDraftMutation:
    """Asking for drafts."""

    @strawberry.mutation(
        description="Ask for what is out anew, with what changes. For whoever asked for it the"
        " first time, and managers and admins of its brand."
    )
    async def submit_revision_draft(
        self,
        info: Info,
        input: SubmitRevisionDraftInput,  # noqa: A002  The convention's name.
    ) -> RevisionDraftPayload:
        """Ask for it."""
        hub, actor = info.context.hub, info.context.actor

        async def consider() -> service.Asked:
            return await service.consider(hub, actor, input.request_id, values_of(input.values))

        async def keep(asked: service.Asked) -> str:
            return (await service.keep(hub, actor, asked)).id

        done, errors = await perform_considered(info, "submitRevisionDraft", input, consider, keep)
        found = await reading.get(actor, done) if done else None
        return RevisionDraftPayload(request=Request.of(found) if found else None, errors=errors)
