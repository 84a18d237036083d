"""Slash commands."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot import choices, who
from bot import dossier as dossiers
from bot.ids import CASE_COMMAND
from bot.listeners import case_commands
from bot.messages.campaign import brand_form, new_form
from bot.messages.card import requester_card
from bot.messages.parts import Message
from bot.messages.texts import (
    CAMPAIGN_HELP,
    help_text,
    request_list,
    spoken,
    unknown_word,
)
from bot.trouble import SlackTrouble, sentence
from bot.workspaces import Clients
from domain.actor import Actor
from domain.errors import HubError, Invalid
from domain.hub import Hub
from domain.pages import Direction, PageRequest
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import reading
from domain.requests.reading import Order, Where

#: How many requests a list in chat shows.
LIST_MAX = 10

Answer = dict[str, Any]


async def given(hub: Hub, clients: Clients, body: Mapping[str, Any]) -> Answer:
    """Answer a command, visible to the one who gave it."""
    client = await clients.of(body["team_id"])
    if client is None:
        return _private(spoken("Greenlight is not installed in this workspace."))
    word, _, rest = body["text"].strip().partition(" ")
    try:
        if body["command"] == CASE_COMMAND:
            return _private(await case_commands.answered(hub, client, body))
        return _private(await _campaign(hub, client, body, word or "help", rest.strip()))
    except HubError as error:
        return _private(spoken(error.message))
    except SlackTrouble as error:
        return _private(spoken(sentence(error, f"{body['command']} {word}")))


async def _campaign(
    hub: Hub, client: AsyncWebClient, body: Mapping[str, Any], word: str, rest: str
) -> Message | None:
    if word == "help":
        return help_text(CAMPAIGN_HELP)
    actor = await who.actor(hub, client, body["team_id"], body["user_id"])
    if word == "list":
        page = await reading.page(
            actor, Where(), Order.UPDATED, Direction.DESC, PageRequest(LIST_MAX)
        )
        return request_list([request for _, request in page.items])
    if word == "show":
        number = rest.removeprefix("#")
        if not (number.isascii() and number.isdecimal()) or len(number) > 9:  # noqa: PLR2004  What fits a number.
            raise Invalid("no_number", "Say which: `/campaign show 12`.")
        request = await reading.get_by_number(actor, int(number))
        dossier = await dossiers.load(request.id)
        return requester_card(dossier) if dossier else None
    if word == "new":
        require(actor, Act.SUBMIT_REQUEST)
        await _open_form(client, actor, body["trigger_id"], rest)
        return None
    return unknown_word(word)


async def _open_form(client: AsyncWebClient, actor: Actor, trigger: str, words: str) -> None:
    brands = await choices.brands(actor, words)
    form = brand_form(brands)
    if len(brands) == 1:
        offered = await choices.of_brand(actor, brands[0])
        form = new_form(offered) if offered.fits else form
    await client.views_open(trigger_id=trigger, view=form)


def _private(message: Message | None) -> Answer:
    return {**message, "response_type": "ephemeral"} if message else {}
