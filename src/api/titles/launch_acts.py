"""Acting on launches: saying whose titles are launched, changing drafts, asking for them."""

import strawberry
from strawberry.scalars import JSON

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, perform_considered, repeatable
from api.conventions.objects import values_of
from api.titles.launches import LaunchBrief, LaunchPolicy
from domain.launches import editing, policies, records
from domain.launches.model import Policy


@strawberry.input(description="Whose titles are launched for which brand, and by whom.")
class SetLaunchPolicyInput:
    """For `setLaunchPolicy`."""

    brand_id: strawberry.ID = strawberry.field(description="The brand that the drafts are for.")
    owner_id: strawberry.ID = strawberry.field(
        description="Who is told of launches: somebody who may ask for things of the brand."
    )
    markets: list[str] = strawberry.field(description="ISO 3166 codes of 1 to 30 markets.")
    sender: str = strawberry.field(
        default="", description="For titles of this sender, as `Title.sender` has it; any if empty."
    )
    imprint: str = strawberry.field(
        default="", description="For titles of this imprint or publisher; any if empty."
    )
    advertiser: str = strawberry.field(
        default="", description="Who advertises, up to 25 characters; for people to say if empty."
    )
    click_url: str = strawberry.field(
        default="", description="Where ads lead to, an https address; for people to say if empty."
    )
    pre_order_days: int | None = strawberry.field(
        default=None,
        description="Days before publication from which titles can be ordered that tell no day of"
        " their own; they have no such milestone if left out.",
    )
    backlist_days: int | None = strawberry.field(
        default=None,
        description="Days after publication when a title is of the backlist; never if left out.",
    )
    idempotency_key: str | None = repeatable()

    def policy(self) -> Policy:
        """Return it as the core takes it."""
        return Policy(
            id="",
            brand_id=self.brand_id,
            owner_id=self.owner_id,
            markets=tuple(self.markets),
            sender=self.sender.strip(),
            imprint=self.imprint.strip(),
            advertiser=self.advertiser.strip(),
            click_url=self.click_url.strip(),
            pre_order_days=self.pre_order_days,
            backlist_days=self.backlist_days,
        )


@strawberry.input(description="A policy to remove.")
class RemoveLaunchPolicyInput:
    """For `removeLaunchPolicy`."""

    policy_id: strawberry.ID = strawberry.field(description="The policy.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="Fields of a draft to change.")
class ChangeLaunchBriefInput:
    """For `changeLaunchBrief`."""

    brief_id: strawberry.ID = strawberry.field(description="The draft.")
    values: JSON | None = strawberry.field(
        default=None,
        description="An object: values by the name of the field, as `LaunchField` has them; null"
        " empties one. They are yours from then on.",
    )
    back: list[str] = strawberry.field(
        default_factory=list, description="Names of fields that follow the plan again."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A draft to ask for.")
class SubmitLaunchBriefInput:
    """For `submitLaunchBrief`."""

    brief_id: strawberry.ID = strawberry.field(description="The draft.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What an act on a launch policy did.")
class LaunchPolicyPayload:
    """Answer of every act on a policy."""

    policies: list[LaunchPolicy] = strawberry.field(description="All that there are now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What an act on a draft did.")
class LaunchBriefPayload:
    """Answer of every act on a draft."""

    brief: LaunchBrief | None = strawberry.field(description="The draft as it stands now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class LaunchMutation:
    """Setting policies, and working on drafts."""

    @strawberry.mutation(
        description="Say whose titles are launched for a brand, in place of what was said for the"
        " same sender and imprint; every title is looked at again. For managers and admins of the"
        " brand."
    )
    async def set_launch_policy(
        self,
        info: Info,
        input: SetLaunchPolicyInput,  # noqa: A002  The convention's name.
    ) -> LaunchPolicyPayload:
        """Set a policy."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await policies.put(hub, actor, input.policy())).id

        return await _policies(info, *await perform(info, "setLaunchPolicy", input, act))

    @strawberry.mutation(
        description="Remove a policy; launches that it opened stay as they are. For the same"
        " people."
    )
    async def remove_launch_policy(
        self,
        info: Info,
        input: RemoveLaunchPolicyInput,  # noqa: A002  As above.
    ) -> LaunchPolicyPayload:
        """Remove a policy."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            return (await policies.remove(hub, actor, input.policy_id)).id

        return await _policies(info, *await perform(info, "removeLaunchPolicy", input, act))

    @strawberry.mutation(
        description="Change fields of a draft: what people wrote is not written over by the plan."
        " For requesters, managers and admins of the brand."
    )
    async def change_launch_brief(
        self,
        info: Info,
        input: ChangeLaunchBriefInput,  # noqa: A002  As above.
    ) -> LaunchBriefPayload:
        """Change a draft."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            values = values_of({} if input.values is None else input.values)
            return (await editing.change(hub, actor, input.brief_id, values, input.back)).id

        return await _brief(*await perform(info, "changeLaunchBrief", input, act))

    @strawberry.mutation(
        description="Ask for what a draft holds: a request of its kind, as if you had asked for it"
        " there. For the same people."
    )
    async def submit_launch_brief(
        self,
        info: Info,
        input: SubmitLaunchBriefInput,  # noqa: A002  As above.
    ) -> LaunchBriefPayload:
        """Ask for a draft."""
        hub, actor = info.context.hub, info.context.actor

        async def consider() -> editing.Asked:
            return await editing.consider(hub, actor, input.brief_id)

        async def keep(asked: editing.Asked) -> str:
            await editing.ask_for(hub, actor, asked)
            return asked.brief.id

        done = await perform_considered(info, "submitLaunchBrief", input, consider, keep)
        return await _brief(*done)


async def _policies(info: Info, done: str | None, errors: list[AnyError]) -> LaunchPolicyPayload:
    if done is None:
        return LaunchPolicyPayload(policies=[], errors=errors)
    found = [LaunchPolicy.of(one) for one in await policies.every(info.context.actor)]
    return LaunchPolicyPayload(policies=found, errors=[])


async def _brief(done: str | None, errors: list[AnyError]) -> LaunchBriefPayload:
    found = await records.brief(done) if done else None
    return LaunchBriefPayload(brief=LaunchBrief.of(found) if found else None, errors=errors)
