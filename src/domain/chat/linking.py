"""Becoming known: somebody says, behind a door they have a key of, that an account is theirs.

A ticket goes to the account alone, in chat. The person proves who they are by a token of theirs,
or by a letter to their address, and confirms what they see: which account, of which workspace.
"""

from datetime import timedelta

import structlog

from domain.actor import Actor, Door, Role, RoleGrant, Scope
from domain.chat import mailing, records, tickets
from domain.chat.model import Stranger
from domain.database import sql
from domain.errors import Forbidden
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import RetryLater
from domain.people import accounts, entering
from domain.people import records as people
from domain.people.model import Act
from domain.people.rules import require, spelled

#: How long a ticket and a letter are good. Ours.
TICKET_LIFE, LETTER_LIFE = timedelta(minutes=30), timedelta(minutes=30)

#: How many letters may be asked for at once, and how many more an hour: for one account (so with
#: all of its tickets together), to one address, and of the whole hub. Ours.
ACCOUNT_LETTERS, ADDRESS_LETTERS, LETTERS = (3.0, 1.0), (3.0, 1.0), (60.0, 60.0)

#: How many accounts of nobody are listed.
LISTED_MAX = 200

_TICKET, _LETTER = "chat-link", "chat-link-letter"

log = structlog.get_logger()

_LINKING = Actor(None, "Greenlight", Door.CHAT, (RoleGrant(Role.ADMIN),))


def ticket(hub: Hub, workspace_id: str, chat_user_id: str) -> str:
    """Return a ticket for the account alone, to become known with."""
    return tickets.make(hub, _TICKET, (workspace_id, chat_user_id), TICKET_LIFE)


def account_of(hub: Hub, given: str) -> tuple[str, str]:
    """Return workspace and account that a ticket is for; `Forbidden` if it is not good."""
    workspace_id, chat_user_id = tickets.read(hub, _TICKET, given, 2)
    return workspace_id, chat_user_id


async def ask_letter(hub: Hub, given: str, email: str) -> None:
    """Have whoever has an address asked whether the account of a ticket is theirs.

    Whoever asks learns nothing: addresses are not to be found out here. What is done is the same
    for an address of nobody, and of letters beyond what is allowed none is written, which is not
    said either. Raises `Forbidden` for a ticket that is not good.
    """
    account = account_of(hub, given)
    if not await _allowed(hub, account, email):
        log.info("letter_withheld")
        return
    user = await people.user_by_email(email) if email.isprintable() else None
    await mailing.ask_whose(hub, user.id if user else None, account)


async def _allowed(hub: Hub, account: tuple[str, str], email: str) -> bool:
    """Take a letter from what an account, an address and the hub may; False if one is used up.

    An account comes first, so that what one of them asks for is taken from nobody else.
    """
    words = hub.secrets.sign(_LETTER, spelled(email))[:4]  # Few enough to be kept for ever.
    for key, (burst, an_hour) in (
        (f"{_LETTER}:account:{':'.join(account)}", ACCOUNT_LETTERS),
        (f"{_LETTER}:address:{words}", ADDRESS_LETTERS),
        (_LETTER, LETTERS),
    ):
        try:
            rate = an_hour / timedelta(hours=1).total_seconds()
            await jobs.take(key, hub.clock.now(), rate_per_second=rate, burst=burst)
        except RetryLater:
            return False
    return True


def letter_ticket(hub: Hub, account: tuple[str, str], user_id: str) -> str:
    """Return what a letter to a person holds, by which they say that an account is theirs."""
    return tickets.make(hub, _LETTER, (*account, user_id), LETTER_LIFE)


def named_by_letter(hub: Hub, given: str) -> tuple[str, str, str]:
    """Return workspace, account and person of a letter; `Forbidden` if it is not good."""
    workspace_id, chat_user_id, user_id = tickets.read(hub, _LETTER, given, 3)
    return workspace_id, chat_user_id, user_id


def is_whole(actor: Actor) -> bool:
    """Whether the token of `actor` opens all that their roles allow, as a chat account does."""
    is_admin = any(grant.role is Role.ADMIN for grant in actor.roles)
    return actor.scopes >= (frozenset(Scope) if is_admin else frozenset({Scope.READ, Scope.WRITE}))


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
