"""The fake put together: page, Web API and response_urls as one Starlette application."""

from urllib.parse import urlsplit

from starlette.applications import Starlette

from bot.fake.clicks import Clicks
from bot.fake.deliver import Deliver, deliver_by_http
from bot.fake.oauth import oauth_routes
from bot.fake.page import page_routes
from bot.fake.response_urls import response_routes
from bot.fake.slack import FakeSlack
from bot.fake.sockets import socket_routes
from bot.fake.uploads import upload_routes
from bot.fake.web_api import api_routes
from bot.fake.workspaces import Workspaces
from domain.clock import Clock


def create_fake_slack(
    workspaces: Workspaces,
    *,
    bot_endpoint_url: str,
    signing_secret: str,
    clock: Clock,
    deliver: Deliver | None = None,
    limits: bool = True,
    public_url: str | None = None,
) -> Starlette:
    """Return the fake: `/slack` (page), `/slack/ui/...`, `/api/...`, `/response/...`, `/link/`.

    `public_url` is where the fake itself can be reached; by default the origin of the bot's
    endpoint, with which it shares a server in the demo. `clicks_of` gives the hands to tests.
    With the fake's `sockets` as `deliver` of its hands, the bot gets all over its own sockets.
    """
    origin = public_url or _origin(bot_endpoint_url)
    fake = FakeSlack(workspaces, clock, origin.rstrip("/"), limits)
    clicks = Clicks(fake, bot_endpoint_url, signing_secret, deliver or deliver_by_http)
    sockets = socket_routes(fake.sockets)
    routes = [*api_routes(fake), *response_routes(fake), *sockets, *page_routes(clicks)]
    routes += [*oauth_routes(fake), *upload_routes(fake)]
    app = Starlette(routes=routes)
    app.state.clicks = clicks
    return app


def clicks_of(app: Starlette) -> Clicks:
    """Return the hands of the people in a fake; `.fake` holds its faults, calls and state."""
    clicks: object = app.state.clicks
    if not isinstance(clicks, Clicks):
        raise TypeError("`app` was not made by `create_fake_slack`")
    return clicks


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
