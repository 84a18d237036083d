"""Where the hub publishes by itself, in the schema, and publishing again."""

import strawberry

from api.acts.requests import RequestPayload, payload_of
from api.catalog.outlets import ShowTarget
from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.catalog import outlet_records
from domain.handovers import attesting
from domain.handovers.attesting import SEEN_MAX
from domain.requests.kinds.episode_release import Target
from domain.targets import setting
from domain.targets.setting import PLACE_MAX


@strawberry.input(description="Where a show is published by the hub itself.")
class SetShowTargetInput:
    """For `setShowTarget`."""

    show_id: strawberry.ID = strawberry.field(description="The show.")
    target: Target = strawberry.field(description="Where; not by a team.")
    place: str = strawberry.field(
        default="",
        description=f"What the target calls the show, up to {PLACE_MAX} characters; empty where it"
        " needs no name.",
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="Where a show is to be published by a team again.")
class RemoveShowTargetInput:
    """For `removeShowTarget`."""

    show_id: strawberry.ID = strawberry.field(description="The show.")
    target: Target = strawberry.field(description="Where.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="What is to be published again.")
class RepublishInput:
    """For `republish`."""

    request_id: strawberry.ID = strawberry.field(description="The request it was published for.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="What people looked for, and is gone.")
class ConfirmGoneInput:
    """For `confirmGone`."""

    request_id: strawberry.ID = strawberry.field(
        description="The request that brought it, or that asked for its end."
    )
    seen: str = strawberry.field(
        description=f"Where you looked, and what was there; 1 to {SEEN_MAX} characters."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on where a show is published did.")
class ShowTargetPayload:
    """Answer of `setShowTarget` and `removeShowTarget`."""

    targets: list[ShowTarget] = strawberry.field(
        description="Where the show is published by now; none if it did not happen."
    )
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class TargetMutation:
    """Saying where the hub publishes by itself. For managers and admins."""

    @strawberry.mutation(
        description="Have the hub publish a show there by itself from the next hand-over on. For"
        " managers and admins."
    )
    async def set_show_target(
        self,
        info: Info,
        input: SetShowTargetInput,  # noqa: A002  The convention's name.
    ) -> ShowTargetPayload:
        """Set up where a show is published."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            made = await setting.set_target(hub, actor, input.show_id, input.target, input.place)
            return made.show_id

        return await _payload(*await perform(info, "setShowTarget", input, act))

    @strawberry.mutation(
        description="Have a team publish a show there again from the next hand-over on; what"
        " stands there stays. For managers and admins."
    )
    async def remove_show_target(
        self,
        info: Info,
        input: RemoveShowTargetInput,  # noqa: A002  The convention's name.
    ) -> ShowTargetPayload:
        """Remove where a show is published."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return await setting.remove_target(hub, actor, input.show_id, input.target)

        return await _payload(*await perform(info, "removeShowTarget", input, act))

    @strawberry.mutation(
        description="Have what the hub published for a request published again, as it was"
        " approved, after another last look. For managers and admins."
    )
    async def republish(self, info: Info, input: RepublishInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Publish it again."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await setting.republish(hub, actor, input.request_id)).id

        return await payload_of(*await perform(info, "republish", input, act))

    @strawberry.mutation(
        description="Say that what the hub was to take down is gone, where it cannot tell by"
        " itself: proof by a person's word, with their name. For the team that was handed the"
        " request."
    )
    async def confirm_gone(self, info: Info, input: ConfirmGoneInput) -> RequestPayload:  # noqa: A002  The convention's name.
        """Take somebody's word."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await attesting.gone(hub, actor, input.request_id, input.seen)).id

        return await payload_of(*await perform(info, "confirmGone", input, act))


async def _payload(done: str | None, errors: list[AnyError]) -> ShowTargetPayload:
    found = (await outlet_records.of_shows([done]))[done] if done else []
    return ShowTargetPayload(targets=[ShowTarget.of(one) for one in found], errors=errors)
