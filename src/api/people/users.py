"""People in the schema: who I am, users, teams, identities."""

import strawberry

from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from api.conventions.replaced import by
from api.people.tokens import Token
from domain.actor import Role, Scope
from domain.errors import Missing
from domain.people import accounts, membership, model, records, service
from domain.people.model import Act
from domain.people.rules import require


@strawberry.type(description="A role somebody holds.")
class Grant:
    """See `domain.actor.RoleGrant`."""

    role: Role = strawberry.field(description="What they are here for.")
    brand_id: strawberry.ID | None = strawberry.field(description="For this brand only.")
    market: str | None = strawberry.field(description="For this market only.")


@strawberry.type(description="A person.")
class User:
    """See `domain.people.model.User`."""

    id: strawberry.ID = strawberry.field(description="The person's id.")
    name: str = strawberry.field(description="The person's name.")
    email: str = strawberry.field(description="The person's e-mail address.")
    agency_id: strawberry.ID | None = strawberry.field(description="The agency they work for.")
    active: bool = strawberry.field(description="Whether any door opens to them.")

    @strawberry.field(description="What they may do, and where.")
    async def grants(self, info: Info) -> list[Grant]:
        """Show a person's roles."""
        held = await info.context.loaders.grants.load(self.id)
        return [
            Grant(role=g.role, brand_id=g.brand_id and identified(g.brand_id), market=g.market)
            for g in held
        ]

    @classmethod
    def of(cls, user: model.User) -> "User":
        """Show a person."""
        return cls(
            id=identified(user.id),
            name=user.name,
            email=user.email,
            agency_id=identified(user.agency_id) if user.agency_id else None,
            active=user.active,
        )


@strawberry.type(description="A team of reviewers.")
class Team:
    """See `domain.people.model.Team`."""

    id: strawberry.ID = strawberry.field(description="The team's id.")
    key: str = strawberry.field(description="How decision tables name it.")
    name: str = strawberry.field(description="How people name it.")
    place: str | None = strawberry.field(description="The chat channel its cards go to.")

    @classmethod
    def of(cls, team: model.Team) -> "Team":
        """Show a team."""
        return cls(id=identified(team.id), key=team.key, name=team.name, place=team.place)


@strawberry.type(description="Who asks: the person behind the token.")
class Viewer:
    """The caller."""

    id: strawberry.ID | None = strawberry.field(description="The person's id.")
    name: str = strawberry.field(description="The person's name.")
    roles: list[Role] = strawberry.field(description="What they are here for.")
    scopes: list[Scope] = strawberry.field(description="What this token may be used for.")

    @strawberry.field(description="Your API tokens, newest first.")
    async def tokens(self, info: Info) -> list[Token]:
        """Show the caller's tokens."""
        actor = info.context.actor
        return [Token.of(token) for token in await records.tokens_of(actor.user_id or "")]


@strawberry.type
class PeopleQuery:
    """Reading people."""

    @strawberry.field(description="Who you are to this hub.")
    async def viewer(self, info: Info) -> Viewer:
        """Show the caller."""
        actor = info.context.actor
        roles = sorted({grant.role for grant in actor.roles})
        user_id = identified(actor.user_id) if actor.user_id else None
        return Viewer(id=user_id, name=actor.name, roles=roles, scopes=sorted(actor.scopes))

    @strawberry.field(
        description="Everybody, by name; for managers, auditors and admins.",
        deprecation_reason=by("usersConnection"),
    )
    async def users(self, info: Info) -> list[User] | None:
        """Show everybody."""
        require(info.context.actor, Act.SEE_PEOPLE)
        return [User.of(user) for user in await records.users()]

    @strawberry.field(description="Every team, by key.")
    async def teams(self, info: Info) -> list[Team] | None:
        """Show every team."""
        require(info.context.actor, Act.SEE_CATALOG)
        return [Team.of(team) for team in await records.teams()]


@strawberry.input(description="A person to add.")
class CreateUserInput:
    """For `createUser`."""

    name: str = strawberry.field(description="1 to 120 characters.")
    email: str = strawberry.field(description="The address they are known by.")
    roles: list[Role] = strawberry.field(description="Roles they hold everywhere.")
    agency_id: strawberry.ID | None = strawberry.field(
        default=None, description="The agency they work for; needs the role AGENCY."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `createUser` did.")
class CreateUserPayload:
    """Answer of `createUser`."""

    user: User | None = strawberry.field(description="The person, if added.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="A team to add.")
class CreateTeamInput:
    """For `createTeam`."""

    key: str = strawberry.field(description="One lower-case word, as decision tables name it.")
    name: str = strawberry.field(description="1 to 120 characters.")
    workspace_id: str | None = strawberry.field(
        default=None, description="The chat workspace its cards go to."
    )
    place: str | None = strawberry.field(
        default=None, description="The chat channel its cards go to."
    )
    member_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="People in it."
    )
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `createTeam` did.")
class CreateTeamPayload:
    """Answer of `createTeam`."""

    team: Team | None = strawberry.field(description="The team, if added.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="A chat account to link to a person.")
class LinkChatIdentityInput:
    """For `linkChatIdentity`."""

    workspace_id: str = strawberry.field(description="The chat workspace.")
    chat_user_id: str = strawberry.field(description="The account there.")
    user_id: strawberry.ID = strawberry.field(description="The person it belongs to.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `linkChatIdentity` did.")
class LinkChatIdentityPayload:
    """Answer of `linkChatIdentity`."""

    user: User | None = strawberry.field(description="The person, if linked.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class PeopleMutation:
    """Changing people."""

    @strawberry.mutation(description="Add a person with roles. For admins.")
    async def create_user(self, info: Info, input: CreateUserInput) -> CreateUserPayload:  # noqa: A002  The convention's name.
        """Add a person."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            user = await service.add_user(
                hub, actor, name=input.name, email=input.email, agency_id=input.agency_id
            )
            for role in dict.fromkeys(input.roles):
                await service.grant_role(hub, actor, user.id, role)
            return user.id

        done, errors = await perform(info, "createUser", input, act)
        return CreateUserPayload(user=await user_of(done), errors=errors)

    @strawberry.mutation(description="Add a team with its members. For admins.")
    async def create_team(self, info: Info, input: CreateTeamInput) -> CreateTeamPayload:  # noqa: A002  The convention's name.
        """Add a team."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            team = await membership.add_team(
                hub,
                actor,
                input.key,
                input.name,
                workspace_id=input.workspace_id,
                place=input.place,
            )
            for member in dict.fromkeys(input.member_ids):
                await membership.add_member(hub, actor, team.id, member)
            return team.id

        done, errors = await perform(info, "createTeam", input, act)
        return CreateTeamPayload(team=await team_of(done), errors=errors)

    @strawberry.mutation(description="Link a chat account to a person. For admins.")
    async def link_chat_identity(
        self,
        info: Info,
        input: LinkChatIdentityInput,  # noqa: A002  The convention's name.
    ) -> LinkChatIdentityPayload:
        """Link a chat account."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            linked = await accounts.link_identity(
                hub, actor, input.workspace_id, input.chat_user_id, input.user_id, "admin"
            )
            return linked.user_id

        done, errors = await perform(info, "linkChatIdentity", input, act)
        return LinkChatIdentityPayload(user=await user_of(done), errors=errors)


async def user_of(user_id: str | None) -> User | None:
    """Show the person with an id, if there is one."""
    try:
        return User.of(await service.get_user(user_id)) if user_id else None
    except Missing:
        return None


async def team_of(team_id: str | None) -> Team | None:
    """Show the team with an id, if there is one."""
    found = await records.get_team(team_id) if team_id else None
    return Team.of(found) if found else None
