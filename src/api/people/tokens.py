"""API tokens in the schema: what is known of them, making one and ending it."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.actor import Scope
from domain.people import model, tokens


@strawberry.type(description="What is known of an API token; never its secret.")
class Token:
    """See `domain.people.model.Token`."""

    id: strawberry.ID = strawberry.field(description="The token's id.")
    name: str = strawberry.field(description="What its owner calls it.")
    scopes: list[Scope] = strawberry.field(description="What it may be used for.")
    expires_at: datetime = strawberry.field(description="When it ends.")
    revoked_at: datetime | None = strawberry.field(description="When it was ended early.")

    @classmethod
    def of(cls, token: model.Token) -> "Token":
        """Show a token."""
        return cls(
            id=identified(token.id),
            name=token.name,
            scopes=sorted(token.scopes),
            expires_at=token.expires_at,
            revoked_at=token.revoked_at,
        )


@strawberry.input(description="A token to make.")
class CreateTokenInput:
    """For `createToken`."""

    name: str = strawberry.field(description="What you call it.")
    scopes: list[Scope] = strawberry.field(
        description="Among those you hold yourself; READ comes with each."
    )
    expires_at: datetime = strawberry.field(description="Within 366 days.")
    user_id: strawberry.ID | None = strawberry.field(
        default=None, description="Whose it is; yours if left out. Others take an admin."
    )
    idempotency_key: str | None = repeatable(
        "makes no second token; the secret is shown by the first call only."
    )


@strawberry.type(description="What `createToken` did.")
class CreateTokenPayload:
    """Answer of `createToken`."""

    token_id: strawberry.ID | None = strawberry.field(description="The token, if made.")
    secret: str | None = strawberry.field(description="Its secret: shown now and never again.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.input(description="A token to end.")
class RevokeTokenInput:
    """For `revokeToken`."""

    token_id: strawberry.ID = strawberry.field(description="The token.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="What `revokeToken` did.")
class RevokeTokenPayload:
    """Answer of `revokeToken`."""

    token_id: strawberry.ID | None = strawberry.field(description="The token, if ended.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class TokenMutation:
    """Making and ending tokens."""

    @strawberry.mutation(description="Make an API token; its secret is shown once.")
    async def create_token(self, info: Info, input: CreateTokenInput) -> CreateTokenPayload:  # noqa: A002  The convention's name.
        """Make a token."""
        shown: list[str] = []

        async def act() -> str:
            token, secret = await tokens.issue_token(
                info.context.hub,
                info.context.actor,
                input.name,
                frozenset(input.scopes),
                input.expires_at,
                for_user_id=input.user_id,
            )
            shown.append(secret)
            return token.id

        done, errors = await perform(info, "createToken", input, act)
        secret = shown[0] if shown and done else None
        token_id = identified(done) if done else None
        return CreateTokenPayload(token_id=token_id, secret=secret, errors=errors)

    @strawberry.mutation(description="End a token at once.")
    async def revoke_token(self, info: Info, input: RevokeTokenInput) -> RevokeTokenPayload:  # noqa: A002  The convention's name.
        """End a token."""

        async def act() -> str:
            await tokens.revoke_token(info.context.hub, info.context.actor, input.token_id)
            return input.token_id

        done, errors = await perform(info, "revokeToken", input, act)
        return RevokeTokenPayload(token_id=identified(done) if done else None, errors=errors)
