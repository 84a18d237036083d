"""Telling an account that belongs to nobody how it becomes somebody's: by a link for it alone.

And what is said of such an account to whoever may say that it is theirs.
"""

from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.language import refusal, say
from bot.messages.linking import how_to_become_known, how_to_become_known_here
from bot.messages.parts import Block, Message
from bot.trouble import show
from domain.chat import linking
from domain.errors import HubError
from domain.hub import Hub
from domain.people import workspaces

#: Where the page is on which somebody says whose an account is, and where a letter leads to.
PAGE, LETTER = "/slack/link", "/slack/link/letter"


class Place(Protocol):
    """Who did something where."""

    @property
    def team(self) -> str:
        """The workspace."""
        ...

    @property
    def user(self) -> str:
        """The account."""
        ...

    @property
    def channel(self) -> str | None:
        """The channel; None where it was in none."""
        ...


async def tell(
    hub: Hub, client: AsyncWebClient, place: Place, error: HubError, whose: str = ""
) -> None:
    """Say to the account alone how to become known; `whose` says whose decision it would be."""
    said = known_how(hub, place.team, place.user, error, whose)
    await show(client, place.channel, place.user, said)


def known_how(hub: Hub, team: str, user: str, error: HubError, whose: str = "") -> Message:
    """Return how an account becomes known."""
    return how_to_become_known(f"{refusal(error)} {whose}".rstrip(), address(hub, team, user))


def home(hub: Hub, team: str, user: str, error: HubError) -> Block:
    """Return the Home of an account that belongs to nobody."""
    return how_to_become_known_here(refusal(error), address(hub, team, user))


def address(hub: Hub, team: str, user: str) -> str | None:
    """Return where an account becomes known; None where the hub does not know its own address."""
    if not hub.public_url:
        return None
    return f"{hub.public_url}{PAGE}?ticket={linking.ticket(hub, team, user)}"


def letter_address(hub: Hub, account: tuple[str, str], user_id: str) -> str:
    """Return where the person whom a letter is to confirms that an account is theirs."""
    return f"{hub.public_url}{LETTER}?ticket={linking.letter_ticket(hub, account, user_id)}"


async def about(hub: Hub, account: tuple[str, str]) -> str:
    """Return which account it is about, and what it means to say that it is one's own."""
    workspace_id, chat_user_id = account
    found = await workspaces.find(hub, workspace_id)
    name = found.name if found else workspace_id
    return say(
        "Somebody with the account {account} of the Slack workspace {workspace} wants to act as you"
        " in Greenlight: whatever they approve counts as approved by you. Confirm it only if that"
        " account is yours and you came here from your own Slack.",
        account=chat_user_id,
        workspace=name,
    )
