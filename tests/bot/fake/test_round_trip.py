"""The whole way over real HTTP: a click, a signed request, a modal opened by the bot, an end."""

import json
import socket
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from bot.fake import Clicks, Message, Workspace, clicks_of, create_fake_slack
from domain.clock import SystemClock
from tests.bot.blocks import actions, button, entry, modal
from tests.bot.fake.town import ASKER, BOT, OPEN, SECRET, TEAM, TOKEN, build_town
from tests.listening import listening

ASK = {**entry("plain_text_input"), "block_id": "why"}


class SmallBot:
    """A bot that opens a modal on a click, and wants more than two words in it."""

    def __init__(self, origin: str) -> None:
        self.client = AsyncWebClient(token=TOKEN, base_url=f"{origin}/api/")

    async def __call__(self, request: Request) -> Response:
        body = await request.body()
        if not SignatureVerifier(SECRET).is_valid_request(body, dict(request.headers)):
            return Response(status_code=401)
        payload = json.loads(parse_qs(body.decode())["payload"][0])
        if payload["type"] == "block_actions":
            await self.client.views_open(trigger_id=payload["trigger_id"], view=modal(ASK))
            return Response()
        why = payload["view"]["state"]["values"]["why"]["e"]["value"]
        if len(why.split()) > 2:
            await self.client.chat_postMessage(channel=OPEN, text=f"Rejected: {why}")
            return Response()
        return JSONResponse({"response_action": "errors", "errors": {"why": "Say more"}})


@pytest.fixture
async def clicks() -> AsyncIterator[Clicks]:
    """The fake and the bot on one origin, as in the demo."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        clock = SystemClock()
        endpoint = f"{origin}/slack/events"
        fake = create_fake_slack(
            build_town(clock), bot_endpoint_url=endpoint, signing_secret=SECRET, clock=clock
        )
        events = Route("/slack/events", SmallBot(origin).__call__, methods=["POST"])
        async with listening(Starlette(routes=[events, Mount("/", fake)]), listener.dup()):
            yield clicks_of(fake)


async def test_a_modal_goes_round_from_click_to_message(clicks: Clicks) -> None:
    town: Workspace = clicks.fake.workspaces.team(TEAM)
    card = [{**actions(button(action_id="reject")), "block_id": "vote"}]
    town.post(Message("1.000000", OPEN, BOT, "card", card, bot_id="B0BOT"))

    clicked = await clicks.act_on_message(TEAM, ASKER, OPEN, "1.000000", "reject")
    refused = await clicks.submit(TEAM, ASKER, {"why": {"e": "No"}})
    accepted = await clicks.submit(TEAM, ASKER, {"why": {"e": "The music is loud"}})

    assert (clicked.ok, refused.entry_errors, accepted.ok) == (True, {"why": "Say more"}, True)
    assert town.messages[OPEN][-1].text == "Rejected: The music is loud"
    assert town.modals[ASKER] == []


async def test_a_bot_that_is_not_there_is_told(clicks: Clicks) -> None:
    clicks.bot_endpoint_url = "http://127.0.0.1:1/slack/events"

    outcome = await clicks.open_home(TEAM, ASKER)

    assert (outcome.ok, outcome.error) == (False, "dispatch_failed")
