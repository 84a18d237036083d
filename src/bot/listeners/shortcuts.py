"""Shortcuts: on a message, and anywhere."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.ids import Shortcut
from bot.installing.workspaces import Clients
from bot.language import refusal, say
from bot.linking import invitations as linking
from bot.linking import who
from bot.linking.who import Unlinked
from bot.messages.case_forms import new_form
from bot.messages.words import one_line
from bot.trouble import SlackTrouble, sentence, show, whisper
from domain.cases.model import Source
from domain.cases.rules import TITLE_MAX
from domain.errors import HubError, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require


async def chosen(hub: Hub, clients: Clients, body: Mapping[str, Any]) -> None:
    """Open the form of a new case; what keeps it from opening is said to who chose it."""
    team, user = body["team"]["id"], body["user"]["id"]
    client = await clients.of(team)
    if client is None:
        return
    channel = (body.get("channel") or {}).get("id")
    with await who.enters(hub, team, user):
        try:
            await _opened(hub, client, body)
        except Unlinked as error:
            said = linking.known_how(hub, team, user, error)
            await show(client, channel, user, said)
        except HubError as error:
            await whisper(client, channel, user, refusal(error))
        except SlackTrouble as error:
            await whisper(client, channel, user, sentence(error, body["callback_id"]))


async def _opened(hub: Hub, client: AsyncWebClient, body: Mapping[str, Any]) -> None:
    if body["callback_id"] not in set(Shortcut):
        raise Missing("unknown_shortcut", say("This shortcut is out of date; reload the app."))
    actor = await who.actor(hub, client, body["team"]["id"], body["user"]["id"])
    require(actor, Act.OPEN_CASE)
    await client.views_open(trigger_id=body["trigger_id"], view=_form(body))


def _form(body: Mapping[str, Any]) -> dict[str, Any]:
    message = body.get("message")
    if body["callback_id"] != Shortcut.CASE_FROM_MESSAGE or not message:
        return new_form(Source.SHORTCUT)
    text = message["text"]
    heading = one_line(text, TITLE_MAX) if text.strip() else ""
    return new_form(Source.SHORTCUT, heading=heading, text=text, link=_permalink(body))


def _permalink(body: Mapping[str, Any]) -> str | None:
    """Return the address of the message, as Slack makes it of its workspace, channel and time."""
    domain, ts = body["team"].get("domain"), body["message_ts"]
    if not domain or not domain.replace("-", "").isalnum():
        return None
    place = f"{body['channel']['id']}/p{ts.replace('.', '')}"
    return f"https://{domain}.slack.com/archives/{place}"
