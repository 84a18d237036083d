"""The fake, its people's hands, and Slack's own client against it on a loopback server."""

import socket
from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from bot.fake import Clicks, FakeSlack, Workspace, clicks_of, create_fake_slack
from domain.clock import SteppingClock
from tests.bot.fake.town import SECRET, TEAM, TOKEN, StubBot, build_town
from tests.listening import listening


@pytest.fixture
def bot(clock: SteppingClock) -> StubBot:
    return StubBot(clock)


@pytest.fixture
def slack(clock: SteppingClock, bot: StubBot) -> Starlette:
    return create_fake_slack(
        build_town(clock),
        bot_endpoint_url="http://bot.example/slack/events",
        signing_secret=SECRET,
        clock=clock,
        deliver=bot,
        public_url="http://slack.example",
    )


@pytest.fixture
def clicks(slack: Starlette) -> Clicks:
    return clicks_of(slack)


@pytest.fixture
def fake(clicks: Clicks) -> FakeSlack:
    return clicks.fake


@pytest.fixture
def town(fake: FakeSlack) -> Workspace:
    """The first workspace."""
    return fake.workspaces.team(TEAM)


@pytest.fixture
async def address(slack: Starlette, fake: FakeSlack) -> AsyncIterator[str]:
    """Where the fake is served; its own links point there too."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        fake.origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with listening(slack, listener.dup()):
            yield fake.origin


@pytest.fixture
def client(address: str) -> AsyncWebClient:
    """Slack's own client, with the first workspace's token."""
    return AsyncWebClient(token=TOKEN, base_url=f"{address}/api/")
