"""Bolt, set up so that it does one thing: bring each delivery to its listener.

`process_before_response` lets the listener run inside the request (Bolt otherwise polls for the
acknowledgement every 10 ms); one listener per kind of delivery dispatches by a table (Bolt scans
its listeners one by one); `authorize` reads the hub's own row (Bolt would ask Slack every time).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.routing import BaseRoute, Route

from bot import catalogues
from bot.incoming.endpoint import Endpoint
from bot.incoming.intake import Intake
from bot.incoming.socket_mode import SocketMode
from bot.installing import oauth
from bot.installing.app import OAuthApp
from bot.installing.workspaces import Clients
from bot.linking import page as link_page
from bot.listeners import actions, commands, events, home, shortcuts, suggesting, views
from bot.requests.teller import Teller
from bot.sender import Sender
from bot.sending.marking import Marks
from domain.chat.mailing import ByMail
from domain.errors import Unavailable
from domain.hub import Hub

log = structlog.get_logger()

_ANYTHING = re.compile(".*")


@dataclass(frozen=True, slots=True)
class Bot:
    """The chat door: its routes or its socket, and the sender that shows requests."""

    routes: list[BaseRoute]
    sender: Sender
    clients: Clients
    marks: Marks
    teller: Teller
    socket: SocketMode | None = None


def create_bot(
    hub: Hub,
    *,
    api_url: str,
    signing_secret: str | None = None,
    app_token: str | None = None,
    oauth_app: OAuthApp | None = None,
    mails: bool = False,
) -> Bot:
    """Return the bot; `api_url` is Slack's Web API, or a fake's.

    `oauth_app` is what installs it in further workspaces, if set; `mails` is whether mail is sent.
    With an `app_token` it connects to Slack and is not reached from there; else Slack reaches it,
    and `signing_secret` says who is Slack.
    """
    catalogues.load()
    clients, marks = Clients(hub, api_url), Marks(hub, api_url)
    app = AsyncApp(
        name="greenlight",  # Else it looks through the whole stack for a file to be named after.
        authorize=_authorizer(clients),
        process_before_response=True,
        request_verification_enabled=False,  # The endpoint in front verified the raw bytes.
        ssl_check_enabled=False,
        url_verification_enabled=False,
    )
    _listen(app, hub, clients, marks)
    _offer(app, hub, clients)
    sender, teller = Sender(hub, clients), Teller(hub, clients, ByMail(hub) if mails else None)
    intake = Intake(hub, app)
    pages = [*oauth.routes(hub, clients, api_url, oauth_app), *link_page.routes(hub, mails=mails)]
    if app_token is not None:
        socket = SocketMode(intake, app_token, api_url)
        return Bot(pages, sender, clients, marks, teller, socket)
    if not signing_secret:
        # An empty key would let everybody sign.
        raise ValueError("the bot takes a signing secret or an app token")
    endpoint = Endpoint(hub.clock, intake, signing_secret)
    events = Route("/slack/events", endpoint.__call__, methods=["POST"])
    return Bot([events, *pages], sender, clients, marks, teller)


def _listen(app: AsyncApp, hub: Hub, clients: Clients, marks: Marks) -> None:
    async def on_action(ack: Any, body: Mapping[str, Any]) -> None:  # noqa: ANN401  Bolt's own.
        await ack()
        await clients.heard_from(body["team"]["id"], body["enterprise"])
        await actions.clicked(hub, clients, marks, body)

    async def on_view(ack: Any, body: Mapping[str, Any]) -> None:  # noqa: ANN401  Bolt's own.
        answer = await views.submitted(hub, clients, marks, body)
        await ack(**answer)

    async def on_command(ack: Any, body: Mapping[str, Any]) -> None:  # noqa: ANN401  Bolt's own.
        await ack(**await commands.given(hub, clients, body))

    async def on_home(body: Mapping[str, Any]) -> None:
        await home.opened(hub, clients, body)

    async def on_event(body: Mapping[str, Any]) -> None:
        await events.told(hub, clients, body)

    async def on_error(error: Exception) -> None:
        if isinstance(error, Unavailable):
            raise error  # Answered, with everything else of that kind, by what is in front.
        log.error("listener_fault", exc_info=error)

    app.error(on_error)
    app.action(_ANYTHING)(on_action)
    app.view(_ANYTHING)(on_view)
    app.command(_ANYTHING)(on_command)
    app.event("app_home_opened")(on_home)
    app.event(_ANYTHING)(on_event)


def _offer(app: AsyncApp, hub: Hub, clients: Clients) -> None:
    async def on_shortcut(ack: Any, body: Mapping[str, Any]) -> None:  # noqa: ANN401  Bolt's own.
        await ack()
        await shortcuts.chosen(hub, clients, body)

    async def on_options(ack: Any, body: Mapping[str, Any]) -> None:  # noqa: ANN401  Bolt's own.
        await ack(options=await suggesting.asked(hub, clients, body))

    app.shortcut(_ANYTHING)(on_shortcut)
    app.options(_ANYTHING)(on_options)


def _authorizer(clients: Clients) -> Any:  # noqa: ANN401  Bolt calls it by the names of its arguments.
    async def authorize(
        enterprise_id: str | None, team_id: str | None, user_id: str | None
    ) -> AuthorizeResult | None:
        found = await clients.workspace(team_id or enterprise_id or "")
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user_id,
            bot_token=found.token,
        )

    return authorize
