"""The Home tab: what waits for whoever opens it."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot import who
from bot.listeners import away
from bot.messages.parts import Block
from bot.messages.texts import home_view, unlinked_home
from bot.trouble import SlackTrouble, sentence, whisper
from bot.workspaces import Clients
from domain.errors import HubError
from domain.hub import Hub
from domain.pages import Direction, PageRequest
from domain.requests import reading
from domain.requests.reading import Order, Where

#: How many requests each part of the Home tab shows.
SHOWN_MAX = 10


async def opened(hub: Hub, clients: Clients, body: Mapping[str, Any]) -> None:
    """Draw the Home tab of the person who opened it."""
    team, user = body["team_id"], body["event"]["user"]
    client = await clients.of(team)
    if client is None:
        return
    try:
        await client.views_publish(user_id=user, view=await _view(hub, client, team, user))
    except SlackTrouble as error:
        await whisper(client, None, user, sentence(error, "home"))


async def _view(hub: Hub, client: AsyncWebClient, team: str, user: str) -> Block:
    try:
        actor = await who.actor(hub, client, team, user)
    except HubError as error:
        return unlinked_home(error.message)
    wanted = PageRequest(SHOWN_MAX)
    waiting = await reading.page(
        actor, Where(waiting_for_me=True), Order.CREATED, Direction.ASC, wanted
    )
    mine = await reading.page(actor, Where(mine=True), Order.UPDATED, Direction.DESC, wanted)
    total = await reading.count(actor, Where(waiting_for_me=True))
    view = home_view(total, [r for _, r in waiting.items], [r for _, r in mine.items])
    return {**view, "blocks": [*view["blocks"], *await away.home_row(hub, actor)]}
