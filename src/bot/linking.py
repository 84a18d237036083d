"""Telling an account that belongs to nobody how it becomes somebody's: by a link for it alone."""

from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.messages.linking import how_to_become_known, how_to_become_known_here
from bot.messages.parts import Block, Message
from bot.trouble import show
from domain.chat import linking
from domain.errors import HubError
from domain.hub import Hub


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
    return how_to_become_known(f"{error.message} {whose}".rstrip(), address(hub, team, user))


def home(hub: Hub, team: str, user: str, error: HubError) -> Block:
    """Return the Home of an account that belongs to nobody."""
    return how_to_become_known_here(error.message, address(hub, team, user))


def address(hub: Hub, team: str, user: str) -> str | None:
    """Return where an account becomes known; None where the hub does not know its own address."""
    if not hub.public_url:
        return None
    return f"{hub.public_url}/slack/link?ticket={linking.ticket(hub, team, user)}"
