"""Becoming known: somebody says, behind a door they have a key of, that an account is theirs.

A ticket goes to the account alone, in chat. The person proves who they are by a token of theirs,
or by a letter to their address, and confirms what they see: which account, of which workspace.
"""

from datetime import timedelta

from domain.actor import Actor, Door, Role, RoleGrant
from domain.chat import records, tickets
from domain.chat.model import Stranger
from domain.database import sql
from domain.errors import Forbidden
from domain.hub import Hub
from domain.people import accounts, entering
from domain.people import records as people
from domain.people.model import Act, User
from domain.people.rules import require

#: How long a ticket and a letter are good. Ours.
TICKET_LIFE, LETTER_LIFE = timedelta(minutes=30), timedelta(minutes=30)

#: How many accounts of nobody are listed.
LISTED_MAX = 200

_TICKET, _LETTER = "chat-link", "chat-link-letter"

_LINKING = Actor(None, "Greenlight", Door.CHAT, (RoleGrant(Role.ADMIN),))


def ticket(hub: Hub, workspace_id: str, chat_user_id: str) -> str:
    """Return a ticket for the account alone, to become known with."""
    return tickets.make(hub, _TICKET, (workspace_id, chat_user_id), TICKET_LIFE)


def account_of(hub: Hub, given: str) -> tuple[str, str]:
    """Return workspace and account that a ticket is for; `Forbidden` if it is not good."""
    workspace_id, chat_user_id = tickets.read(hub, _TICKET, given, 2)
    return workspace_id, chat_user_id


async def letter(hub: Hub, given: str, email: str) -> tuple[User, str] | None:
    """Return whom to write, and what to put into the letter; None where nobody is called so.

    Whoever asks is told the same either way: addresses are not to be found out here.
    """
    workspace_id, chat_user_id = account_of(hub, given)
    person = await people.user_by_email(email)
    if person is None:
        return None
    words = (workspace_id, chat_user_id, person.id)
    return person, tickets.make(hub, _LETTER, words, LETTER_LIFE)


def named_by_letter(hub: Hub, given: str) -> tuple[str, str, str]:
    """Return workspace, account and person of a letter; `Forbidden` if it is not good."""
    workspace_id, chat_user_id, user_id = tickets.read(hub, _LETTER, given, 3)
    return workspace_id, chat_user_id, user_id


async def confirm(hub: Hub, account: tuple[str, str], user_id: str, how: str) -> None:
    """Link an account to the person who confirmed that it is theirs.

    Raises `Conflict` if it is somebody's already, `Forbidden` if the person may not enter.
    """
    if not await entering.may_enter(user_id):
        raise Forbidden("not_allowed", "You may not enter Greenlight; ask an admin.")
    await accounts.link_identity(hub, _LINKING, *account, user_id, how)
    await records.forget_stranger(*account)


async def unlinked(actor: Actor) -> list[Stranger]:
    """Return the accounts that did something and belong to nobody; for admins."""
    require(actor, Act.CHANGE_PEOPLE)
    return await records.strangers(LISTED_MAX)


async def account_left(hub: Hub, workspace_id: str, chat_user_id: str) -> None:
    """Part an account that was deactivated in chat from its person, who stays who they are."""
    await records.forget_stranger(workspace_id, chat_user_id)
    row = await sql.fetch_one(
        "SELECT user_id FROM chat_identities WHERE workspace_id = $1 AND chat_user_id = $2",
        workspace_id,
        chat_user_id,
    )
    if row is not None:
        user_id = row["user_id"]
        await accounts.unlink_identity(hub, _LINKING, user_id, workspace_id, chat_user_id)
