"""What people may do here and whether they may enter: roles, teams, leaving. For admins."""

from collections.abc import Awaitable, Callable
from typing import Any

import strawberry

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.people.users import Team, User, team_of, user_of
from domain.actor import Role
from domain.hub import Hub
from domain.people import accounts, membership, service, sign_ins


@strawberry.type(description="What an act on a person did.")
class PersonPayload:
    """Answer of every act on a person."""

    user: User | None = strawberry.field(description="The person as they stand now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="A role to give.")
class GrantRoleInput:
    """For `grantRole`."""

    user_id: strawberry.ID = strawberry.field(description="The person.")
    role: Role = strawberry.field(description="What they are here for.")
    brand_id: strawberry.ID | None = strawberry.field(
        default=None, description="For this brand only; every brand if left out."
    )
    market: str | None = strawberry.field(
        default=None, description="For this market only, ISO 3166 alpha-2; all if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A role to take away, as it was given.")
class RevokeRoleInput:
    """For `revokeRole`."""

    user_id: strawberry.ID = strawberry.field(description="The person.")
    role: Role = strawberry.field(description="The role.")
    brand_id: strawberry.ID | None = strawberry.field(
        default=None, description="The brand it was given for, if for one."
    )
    market: str | None = strawberry.field(
        default=None, description="The market it was given for, if for one."
    )
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A person for a team.")
class AddTeamMemberInput:
    """For `addTeamMember`."""

    team_id: strawberry.ID = strawberry.field(description="The team.")
    user_id: strawberry.ID = strawberry.field(description="The person.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A person who leaves a team.")
class RemoveTeamMemberInput:
    """For `removeTeamMember`."""

    team_id: strawberry.ID = strawberry.field(description="The team.")
    user_id: strawberry.ID = strawberry.field(description="The person.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A person to bar.")
class DeactivateUserInput:
    """For `deactivateUser`."""

    user_id: strawberry.ID = strawberry.field(description="The person.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A person to forget.")
class ForgetUserInput:
    """For `forgetUser`."""

    user_id: strawberry.ID = strawberry.field(description="The person.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="Where a team's cards go from now on.")
class ChangeTeamPlaceInput:
    """For `changeTeamPlace`."""

    team_id: strawberry.ID = strawberry.field(description="The team.")
    workspace_id: str | None = strawberry.field(
        default=None, description="The chat workspace; none if left out."
    )
    place: str | None = strawberry.field(
        default=None, description="The channel in it; none if left out."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `changeTeamPlace` did.")
class ChangeTeamPlacePayload:
    """Answer of `changeTeamPlace`."""

    team: Team | None = strawberry.field(description="The team, if it happened.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="A chat account that is no longer somebody's.")
class UnlinkChatIdentityInput:
    """For `unlinkChatIdentity`."""

    user_id: strawberry.ID = strawberry.field(description="The person.")
    workspace_id: str = strawberry.field(description="The chat workspace.")
    chat_user_id: str = strawberry.field(description="The account in it.")
    idempotency_key: str | None = repeatable()


@strawberry.input(description="A person whose sign-in is no longer theirs.")
class UnlinkSignInInput:
    """For `unlinkSignIn`."""

    user_id: strawberry.ID = strawberry.field(description="The person.")
    idempotency_key: str | None = repeatable()


@strawberry.type
class StandingMutation:
    """Changing what people may do."""

    @strawberry.mutation(description="Give a person a role. For admins.")
    async def grant_role(self, info: Info, input: GrantRoleInput) -> PersonPayload:  # noqa: A002  The convention's name.
        """Give a role."""

        async def act(hub: Hub) -> None:
            await service.grant_role(
                hub,
                info.context.actor,
                input.user_id,
                input.role,
                brand_id=input.brand_id,
                market=input.market,
            )

        return await _done(info, "grantRole", input, act)

    @strawberry.mutation(description="Take a role away, from this moment on. For admins.")
    async def revoke_role(self, info: Info, input: RevokeRoleInput) -> PersonPayload:  # noqa: A002  The convention's name.
        """Take a role away."""

        async def act(hub: Hub) -> None:
            await service.revoke_role(
                hub,
                info.context.actor,
                input.user_id,
                input.role,
                brand_id=input.brand_id,
                market=input.market,
            )

        return await _done(info, "revokeRole", input, act)

    @strawberry.mutation(description="Put a person into a team. For admins.")
    async def add_team_member(
        self,
        info: Info,
        input: AddTeamMemberInput,  # noqa: A002  The convention's name.
    ) -> PersonPayload:
        """Put a person into a team."""

        async def act(hub: Hub) -> None:
            await membership.add_member(hub, info.context.actor, input.team_id, input.user_id)

        return await _done(info, "addTeamMember", input, act)

    @strawberry.mutation(description="Take a person out of a team. For admins.")
    async def remove_team_member(
        self,
        info: Info,
        input: RemoveTeamMemberInput,  # noqa: A002  The convention's name.
    ) -> PersonPayload:
        """Take a person out of a team."""

        async def act(hub: Hub) -> None:
            await membership.remove_member(hub, info.context.actor, input.team_id, input.user_id)

        return await _done(info, "removeTeamMember", input, act)

    @strawberry.mutation(description="Send a team's cards elsewhere. For admins.")
    async def change_team_place(
        self,
        info: Info,
        input: ChangeTeamPlaceInput,  # noqa: A002  The convention's name.
    ) -> ChangeTeamPlacePayload:
        """Send a team's cards elsewhere."""

        async def act() -> str:
            hub, actor = info.context.hub, info.context.actor
            await membership.change_place(
                hub, actor, input.team_id, input.workspace_id, input.place
            )
            return input.team_id

        done, errors = await perform(info, "changeTeamPlace", input, act)
        return ChangeTeamPlacePayload(team=await team_of(done), errors=errors)

    @strawberry.mutation(description="Part a person from a chat account. For admins.")
    async def unlink_chat_identity(
        self,
        info: Info,
        input: UnlinkChatIdentityInput,  # noqa: A002  The convention's name.
    ) -> PersonPayload:
        """Part a person from a chat account."""

        async def act(hub: Hub) -> None:
            await accounts.unlink_identity(
                hub, info.context.actor, input.user_id, input.workspace_id, input.chat_user_id
            )

        return await _done(info, "unlinkChatIdentity", input, act)

    @strawberry.mutation(
        description="Part a person from the account they sign in with at the issuer that is"
        " trusted here. Whoever enters next with their address is taken for them. For admins."
    )
    async def unlink_sign_in(self, info: Info, input: UnlinkSignInInput) -> PersonPayload:  # noqa: A002  The convention's name.
        """Part a person from their sign-in."""

        async def act(hub: Hub) -> None:
            await sign_ins.unlink(hub, info.context.actor, input.user_id)

        return await _done(info, "unlinkSignIn", input, act)

    @strawberry.mutation(description="Bar a person: no door opens to them any more. For admins.")
    async def deactivate_user(
        self,
        info: Info,
        input: DeactivateUserInput,  # noqa: A002  The convention's name.
    ) -> PersonPayload:
        """Bar a person."""

        async def act(hub: Hub) -> None:
            await service.deactivate(hub, info.context.actor, input.user_id)

        return await _done(info, "deactivateUser", input, act)

    @strawberry.mutation(
        description="Forget who a person was, for good: their acts stay, nameless. For admins."
    )
    async def forget_user(self, info: Info, input: ForgetUserInput) -> PersonPayload:  # noqa: A002  The convention's name.
        """Forget a person."""

        async def act(hub: Hub) -> None:
            await service.forget(hub, info.context.actor, input.user_id)

        return await _done(info, "forgetUser", input, act)


async def _done(
    info: Info,
    name: str,
    given: Any,  # noqa: ANN401  Each mutation has an input type of its own.
    act: Callable[[Hub], Awaitable[None]],
) -> PersonPayload:
    """Run `act` once, and answer with the person of `given` as they are then."""

    async def acted() -> str:
        await act(info.context.hub)
        return str(given.user_id)

    done, errors = await perform(info, name, given, acted)
    return PersonPayload(user=await user_of(done), errors=errors)
