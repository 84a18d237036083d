"""Whose a chat account is."""

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.errors import Conflict
from domain.hub import Hub
from domain.people import records
from domain.people.model import Act, ChatIdentity
from domain.people.names import check_outside_id
from domain.people.rules import require
from domain.people.service import get_user


async def link_identity(
    hub: Hub, actor: Actor, workspace_id: str, chat_user_id: str, user_id: str, how: str
) -> ChatIdentity:
    """Link an account in a chat workspace to a person; `how` says what proved it."""
    require(actor, Act.CHANGE_PEOPLE)
    check_outside_id(workspace_id, "workspace_id")
    check_outside_id(chat_user_id, "chat_user_id")
    await get_user(user_id)
    now = hub.clock.now()
    value = ChatIdentity(
        ids.new(ids.Prefix.IDENTITY), workspace_id, chat_user_id, user_id, how, now
    )
    row = {
        "id": value.id,
        "workspace_id": workspace_id,
        "chat_user_id": chat_user_id,
        "user_id": user_id,
        "how": how,
        "linked_at": now,
    }
    async with transaction():
        unique = ("workspace_id", "chat_user_id")
        if not await sql.insert_if_new(records.ChatIdentityRecord, row, unique):
            raise Conflict("linked_already", "This chat account belongs to somebody already.")
        await audit.record(hub.clock.now(), actor, "user.identity_linked", user_id, {"how": how})
    return value


async def unlink_identity(
    hub: Hub, actor: Actor, user_id: str, workspace_id: str, chat_user_id: str
) -> None:
    """Part a person from a chat account; nothing changes if it is not theirs."""
    require(actor, Act.CHANGE_PEOPLE)
    await get_user(user_id)
    async with transaction():
        gone = await sql.execute(
            "DELETE FROM chat_identities WHERE user_id = $1 AND workspace_id = $2"
            " AND chat_user_id = $3",
            user_id,
            workspace_id,
            chat_user_id,
        )
        if gone:
            details = {"workspace": workspace_id}
            await audit.record(hub.clock.now(), actor, "user.identity_unlinked", user_id, details)
