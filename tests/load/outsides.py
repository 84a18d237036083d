"""`python -m tests.load.outsides PORT BOT`: Slack and Spotify, look-alikes in their own process."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp

from bot.fake import App, Command, User, Workspaces, create_fake_slack
from bot.ids import CASE_COMMAND
from connectors.spotify.fake import Account, create_fake
from domain.clock import SystemClock
from tests.bot.office import SIGNING, TEAM, account, workspace
from tests.world import PEOPLE

TEAMS = ("brand", "legal", "finance", "executive")


def spotify() -> ASGIApp:
    """Return an ad account at Spotify, which has nothing in it."""
    return create_fake(Account(polls_until_ready=1), SystemClock())


def outsides(port: int, bot: int, ads: ASGIApp) -> Starlette:
    """Return Slack, and `ads` for Spotify, as reached on `port`; the bot is reached on `bot`."""
    home, clock = workspace(), SystemClock()
    for who in PEOPLE:
        home.add_user(User(account(who), who, who, f"{who}@hub.example.com"))
    for team in TEAMS:
        members, place = list(home.users), f"C{team.upper()}"
        home.add_channel(team, "public", members, now=clock.now(), id_=place)
    slack = create_fake_slack(
        Workspaces(App(commands=[Command(CASE_COMMAND, "Cases")]), {TEAM: home}),
        bot_endpoint_url=f"http://127.0.0.1:{bot}/slack/events",
        signing_secret=SIGNING,
        clock=clock,
        limits=False,  # A day goes by in seconds here; by Slack's, its cards would take hours.
        public_url=f"http://127.0.0.1:{port}",
    )
    return Starlette(routes=[Mount("/fake-spotify", ads), *slack.routes])


def serve(port: int, bot: int) -> None:
    """Serve them until the process is ended."""
    uvicorn.run(outsides(port, bot, spotify()), port=port, log_level="error", lifespan="off")


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
