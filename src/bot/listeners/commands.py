"""Slash commands."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.ids import CASE_COMMAND
from bot.installing.workspaces import Clients
from bot.language import refusal, say
from bot.linking import invitations as linking
from bot.linking import who
from bot.linking.who import Unlinked
from bot.listeners import campaign_words, case_commands
from bot.listeners.campaign_words import WORDS
from bot.listeners.given import Given
from bot.messages.parts import Message
from bot.messages.texts import CAMPAIGN_HELP, help_text, spoken
from bot.trouble import SlackTrouble, sentence
from domain.errors import HubError
from domain.hub import Hub

Answer = dict[str, Any]


async def given(hub: Hub, clients: Clients, body: Mapping[str, Any]) -> Answer:
    """Answer a command, visible to the one who gave it."""
    with await who.enters(hub, body["team_id"], body["user_id"]):
        return await _answer(hub, clients, body)


async def _answer(hub: Hub, clients: Clients, body: Mapping[str, Any]) -> Answer:
    await clients.heard_from(body["team_id"], body["enterprise_id"])
    client = await clients.of(body["team_id"])
    if client is None:
        return _private(spoken(say("Greenlight is not installed in this workspace.")))
    word, _, rest = body["text"].strip().partition(" ")
    try:
        if body["command"] == CASE_COMMAND:
            return _private(await case_commands.answered(hub, client, body))
        return _private(await _campaign(hub, client, body, word or "help", rest.strip()))
    except Unlinked as error:
        return _private(linking.known_how(hub, body["team_id"], body["user_id"], error))
    except HubError as error:
        return _private(spoken(refusal(error)))
    except SlackTrouble as error:
        return _private(spoken(sentence(error, f"{body['command']} {word}")))


async def _campaign(
    hub: Hub, client: AsyncWebClient, body: Mapping[str, Any], word: str, rest: str
) -> Message | None:
    if word.casefold() == "help":
        return help_text(*CAMPAIGN_HELP)
    actor = await who.actor(hub, client, body["team_id"], body["user_id"])
    answer = WORDS.get(word.casefold())
    if answer is None:
        return campaign_words.unknown(word)
    team, trigger, place = body["team_id"], body["trigger_id"], body["channel_id"]
    return await answer(Given(hub, client, actor, team, trigger, rest, place))


def _private(message: Message | None) -> Answer:
    return {**message, "response_type": "ephemeral"} if message else {}
