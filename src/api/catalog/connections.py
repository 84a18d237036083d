"""Connecting accounts of brands, and how they stand, in the schema."""

from datetime import datetime

import strawberry

from api.context import Info
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.connections import beginning, ending, model
from domain.connections.model import ConnectionState


@strawberry.type(description="An account at Spotify, as it names itself.")
class ConnectedAccount:
    """Of `domain.connections.model.Connection`."""

    id: str = strawberry.field(description="Spotify's id of it.")
    name: str = strawberry.field(description="What it is called there.")


@strawberry.type(description="A brand's own account. What opens it is in no answer.")
class AccountLink:
    """See `domain.connections.model.Connection`."""

    state: ConnectionState = strawberry.field(description="How it stands.")
    account: ConnectedAccount | None = strawberry.field(
        description="The account that was connected last; null where none ever was."
    )
    scopes: list[str] = strawberry.field(description="What its owner granted last.")
    connected_at: datetime | None = strawberry.field(description="When it was connected last.")
    trouble: str | None = strawberry.field(description="Why it is broken; null where it is not.")
    user_id: strawberry.Private[str | None]

    @strawberry.field(description="Who connected it last; null where nobody ever did.")
    async def connected_by(self, info: Info) -> str | None:
        """Look the name up."""
        if self.user_id is None:
            return None
        name: str | None = await info.context.loaders.names.load(self.user_id)
        return name

    @classmethod
    def of(cls, one: model.Connection) -> "AccountLink":
        """Show it."""
        account = ConnectedAccount(id=one.account_id, name=one.account_name)
        return cls(
            state=one.state,
            account=account if one.account_id else None,
            scopes=list(one.scopes),
            connected_at=one.at,
            trouble=one.trouble or None,
            user_id=one.user_id,
        )


@strawberry.input(description="A brand whose account for playlists is to be connected.")
class BeginConnectionInput:
    """For `beginConnection`."""

    brand_id: strawberry.ID = strawberry.field(description="The brand.")
    confirmed: bool = strawberry.field(
        default=False,
        description="Whether it may be another account than the one connected before, whose"
        " playlists people look after from then on. Else another one is refused, by name.",
    )
    idempotency_key: str | None = repeatable("begins nothing new, and leads to the same.")


@strawberry.input(description="A brand whose account for playlists is to be used no more.")
class CutConnectionInput:
    """For `cutConnection`."""

    brand_id: strawberry.ID = strawberry.field(description="The brand.")
    idempotency_key: str | None = repeatable()


@strawberry.type(description="Where an account is connected.")
class BeginConnectionPayload:
    """Answer of `beginConnection`."""

    address: str | None = strawberry.field(
        description="To be opened by whoever has the account, who connects it in your name: it"
        " leads on to Spotify, which asks them, and back. Null where nothing was begun, or is"
        " over."
    )
    ends_at: datetime | None = strawberry.field(description="Until when that has to be done.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type(description="What cutting a connection did.")
class CutConnectionPayload:
    """Answer of `cutConnection`."""

    connection: AccountLink | None = strawberry.field(description="How it stands now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class ConnectionMutation:
    """Connecting accounts of brands."""

    @strawberry.mutation(
        description="Begin to connect a brand's own account at Spotify, in which its playlists are"
        " made. For managers of the brand, and admins."
    )
    async def begin_connection(
        self,
        info: Info,
        input: BeginConnectionInput,  # noqa: A002  The convention's name.
    ) -> BeginConnectionPayload:
        """Begin a connection."""
        hub = info.context.hub

        async def act() -> str:
            actor, sure = info.context.actor, input.confirmed
            return (await beginning.begin(hub, actor, input.brand_id, confirmed=sure)).id

        done, errors = await perform(info, "beginConnection", input, act)
        begun = await beginning.waiting(hub, done) if done else None
        return BeginConnectionPayload(
            address=beginning.address_of(hub, begun) if begun else None,
            ends_at=begun.ends_at if begun else None,
            errors=errors,
        )

    @strawberry.mutation(
        description="Use a brand's account no more, and forget what opens it. Playlists that stand"
        " in it stay. For managers of the brand, and admins."
    )
    async def cut_connection(
        self,
        info: Info,
        input: CutConnectionInput,  # noqa: A002  The convention's name.
    ) -> CutConnectionPayload:
        """Cut a connection."""
        brand_id = input.brand_id

        async def act() -> str:
            await ending.cut(info.context.hub, info.context.actor, brand_id)
            return brand_id

        done, errors = await perform(info, "cutConnection", input, act)
        held = await info.context.loaders.connections.load(done) if done else []
        found = [AccountLink.of(one) for one in held]
        return CutConnectionPayload(connection=found[0] if found else None, errors=errors)
