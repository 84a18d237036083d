"""Chat accounts that belong to nobody, in the schema."""

from datetime import datetime

import strawberry

from api.context import Info
from domain.chat import linking
from domain.chat.model import Stranger


@strawberry.type(description="A chat account that did something and is linked to nobody.")
class UnlinkedAccount:
    """See `domain.chat.model.Stranger`."""

    workspace_id: str = strawberry.field(description="The chat workspace.")
    chat_user_id: str = strawberry.field(description="The account there.")
    first_seen_at: datetime = strawberry.field(description="When it did something first.")
    last_seen_at: datetime = strawberry.field(description="When it did something last.")
    times: int = strawberry.field(description="How often it did something.")

    @classmethod
    def of(cls, stranger: Stranger) -> "UnlinkedAccount":
        """Show an account."""
        return cls(
            workspace_id=stranger.workspace_id,
            chat_user_id=stranger.chat_user_id,
            first_seen_at=stranger.first_seen_at,
            last_seen_at=stranger.last_seen_at,
            times=stranger.times,
        )


@strawberry.type
class AccountQuery:
    """Reading accounts."""

    @strawberry.field(
        description="Chat accounts that belong to nobody, seen last first, up to 200; for admins."
    )
    async def unlinked_accounts(self, info: Info) -> list[UnlinkedAccount] | None:
        """Show accounts of nobody."""
        return [UnlinkedAccount.of(one) for one in await linking.unlinked(info.context.actor)]
