"""The demo: everything in one process on loopback, with fakes where Slack and Spotify would be.

Its data lives in `var/demo` and is kept between runs. Its tokens and look-alike pages exist only
here; `serve` knows nothing of them.
"""

import asyncio
import secrets
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import httpx2
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import BaseRoute, Mount

from app.console.asking import issue_token
from app.demo import audio, shown
from app.demo.clock import DemoClock
from app.demo.page import pages
from app.demo.sample import PEOPLE, SET_UP, TEAM, TEAMS, channel_id, chat_id, email, fill, workspace
from app.keeping.migrating import migrate
from app.opening.connecting import web_app
from app.opening.hub import open_hub
from app.pages.content import content_routes
from app.pages.explorer import Persona
from app.pages.listening import player_routes
from app.pages.worked import operations
from app.running.serving import Stopping
from app.running.wiring import assemble
from app.settings import Settings
from bot.fake import App, Workspaces, create_fake_slack
from connectors.spotify.fake import Account, create_fake
from connectors.spotify.fake.page import account_routes
from connectors.spotify.fake.server import CLIENT
from connectors.spotify.web.authorizing import SpotifyAuthoriser
from connectors.spotify.web.fake import Accounts, Listener, create_fake_accounts, create_fake_web
from connectors.spotify.web.fake.page import playlist_routes
from connectors.webhooks.fake import Receiver
from connectors.webhooks.fake import create_fake as create_fake_journeys
from domain.activation.journeys import endpoints
from domain.activation.journeys.endpoints import Wanted
from domain.activation.journeys.model import Endpoint, EndpointPurpose
from domain.catalog import records as catalog
from domain.clock import Clock
from domain.database.sole import sole_server
from domain.errors import Conflict
from domain.hub import Hub
from domain.requests import reading
from domain.requests.kinds.episode_release import Target
from domain.requests.model import RequestState
from domain.requests.reading import Where
from domain.targets import setting as target_setting

FOLDER = Path("var/demo")
_DATABASE = f"sqlite://{FOLDER / 'greenlight.db'}"

#: How often the fakes' state is written down, in seconds.
SAVE_SECONDS = 2.0

#: The names by which the demo is asked for.
HERE = ["127.0.0.1", "localhost"]

#: Where the look-alike of a system of journeys listens.
JOURNEYS = "/fake-journeys"

#: Where the look-alike of a content system listens.
CONTENT = "/fake-content"

#: Where the look-alike of Spotify's accounts listens.
ACCOUNTS = "/fake-accounts"

#: Where the look-alike of Spotify's Web API listens.
WEB = "/fake-web"

#: The demo's own secrets; they open nothing but the demo.
SIGNING_SECRET = "demo-signing-secret"  # noqa: S105


def forget() -> None:
    """Forget the demo's data; `Conflict` while a demo is served from it."""
    with sole_server(_DATABASE) if FOLDER.exists() else nullcontext():
        shutil.rmtree(FOLDER, ignore_errors=True)
    print(f"Forgotten: {FOLDER}")


def run(port: int) -> None:
    """Run the demo until it is stopped."""
    _require_free(port)
    FOLDER.mkdir(parents=True, exist_ok=True)
    settings = _settings(port)
    with sole_server(settings.database_url):
        asyncio.run(migrate(settings.database_url))
        asyncio.run(_run(settings))
    print("\nStopped. The data is kept; `make demo-reset` forgets it.")


async def _run(settings: Settings) -> None:
    stopping, clock = Stopping(), DemoClock(FOLDER / "clock")
    account = Account.load(FOLDER / "spotify.json")
    accounts = Accounts.load(FOLDER / "accounts.json")
    listener = audio.stock(Listener.load(FOLDER / "listener.json"))
    kept = FOLDER / "slack.json"
    chat = Workspaces.load(kept) if kept.exists() else workspace()
    async with open_hub(settings, clock) as hub:
        await fill(hub)
        _channels(hub, chat)
        await _heard(hub, settings, accounts, listener)
        journeys = Wanted("Sample Journeys", f"{settings.public_url}{JOURNEYS}/")
        _, receiver = await _registered(hub, journeys)
        system = await _content_system(hub, settings.public_url + CONTENT)
        async with assemble(hub, settings) as assembly, httpx2.AsyncClient() as http:
            assembly.extra = _fakes(hub, settings, account, chat)
            assembly.extra += _outlets(accounts, listener, hub.clock)
            assembly.extra += [*playlist_routes(listener), *player_routes(hub)]
            assembly.extra.append(Mount(JOURNEYS, create_fake_journeys(receiver, hub.clock)))
            assembly.extra.append(Mount(CONTENT, create_fake_journeys(system, hub.clock)))
            assembly.extra += content_routes(system, http, hub.clock)
            people = await _personas(hub)
            assembly.extra += pages(settings.public_url, people, clock, _not_out_yet)
            _greet(settings.public_url, people[0].token)
            saving = _saving(account, accounts, listener, chat, system)
            async with saving, shown.airing(hub, SET_UP, listener):
                # Under another name somebody's page could be led here, and read its tokens.
                application = TrustedHostMiddleware(assembly.application(), allowed_hosts=HERE)
                end = hub.feed.end
                await stopping.serve(application, settings.host, settings.port, "warning", end)


async def _personas(hub: Hub) -> list[Persona]:
    """Return whom the explorer may be, the requester first: each role of worked operations."""
    roles = {one.role for one in operations()}
    return [
        Persona(one.nickname, one.name, await issue_token(hub, email(one), "demo", 7))
        for one in PEOPLE
        if one.nickname in roles
    ]


async def _not_out_yet() -> int:
    """Return how many approved requests wait for their undo window, or for conditions."""
    return await reading.count(SET_UP, Where(states=(RequestState.APPROVED,)))


async def _content_system(hub: Hub, url: str) -> Receiver:
    """Register the look-alike of a content system, and have the sample's show published there."""
    wanted = Wanted("Sample Content", f"{url}/", purpose=EndpointPurpose.PUBLICATIONS)
    found, receiver = await _registered(hub, wanted)
    for show in await catalog.shows():
        await target_setting.set_target(hub, SET_UP, show.id, Target.WEBHOOK, found.id)
    receiver.take_up(FOLDER / "content.json")
    return receiver


async def _registered(hub: Hub, wanted: Wanted) -> tuple[Endpoint, Receiver]:
    """Register a look-alike that is sent webhooks, or renew its secret, which only it keeps."""
    known = [one for one in await endpoints.listed(SET_UP) if one.address == wanted.address]
    if known:
        found, secret = await endpoints.rotate(hub, SET_UP, known[0].id)
    else:
        found, secret = await endpoints.register(hub, SET_UP, wanted)
    return found, Receiver(secret)


async def _heard(hub: Hub, settings: Settings, accounts: Accounts, listener: Listener) -> None:
    """Make what the sample is heard by; the look-alikes are asked within, for none listens yet."""
    within = Starlette(routes=_outlets(accounts, listener, hub.clock))
    app = web_app(settings)
    assert app is not None  # noqa: S101  The demo's settings name one.
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=within)) as http:
        asking = replace(hub, authoriser=SpotifyAuthoriser(http, hub.clock, app))
        await audio.fill(asking, accounts)


def _outlets(accounts: Accounts, listener: Listener, clock: Clock) -> list[BaseRoute]:
    """Return the look-alikes of Spotify's accounts, and of what such an account holds."""
    return [
        Mount(ACCOUNTS, create_fake_accounts(accounts, clock)),
        Mount(WEB, create_fake_web(listener, clock, accounts)),
    ]


def _settings(port: int) -> Settings:
    secret = FOLDER / "secret"
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_hex(32))
    url = f"http://127.0.0.1:{port}"
    account = Account.load(FOLDER / "spotify.json")
    return Settings(
        database_url=_DATABASE,
        files=FOLDER / "files",
        secret=SecretStr(secret.read_text()),
        host=HERE[0],
        port=port,
        public_url=url,
        journeys_loopback=True,
        slack_signing_secret=SecretStr(SIGNING_SECRET),
        slack_api_url=f"{url}/api/",
        slack_client_id=App().client_id,
        slack_client_secret=SecretStr(App().client_secret),
        spotify_client_id=CLIENT[0],
        spotify_client_secret=SecretStr(CLIENT[1]),
        spotify_refresh_token=SecretStr(account.refresh_token),
        spotify_ad_account=account.id,
        spotify_api_url=f"{url}/fake-spotify/ads/v3",
        spotify_token_url=f"{url}/fake-spotify/api/token",
        spotify_web_client_id=Accounts().client_id,
        spotify_accounts_url=f"{url}{ACCOUNTS}",
        spotify_web_url=f"{url}{WEB}/v1",
    )


def _fakes(hub: Hub, settings: Settings, account: Account, chat: Workspaces) -> list[BaseRoute]:
    slack = create_fake_slack(
        chat,
        bot_endpoint_url=f"{settings.public_url}/slack/events",
        signing_secret=SIGNING_SECRET,
        clock=hub.clock,
    )
    return [
        Mount("/fake-spotify", create_fake(account, hub.clock)),
        *account_routes(account, hub.clock),
        *slack.routes,
    ]


def _channels(hub: Hub, chat: Workspaces) -> None:
    """Make the teams' channels in the look-alike, unless they are there."""
    home = chat.team(TEAM)
    everybody = [chat_id(person) for person in PEOPLE]
    for team in TEAMS:
        if channel_id(team) not in home.channels:
            home.add_channel(
                f"{team}-approvals",
                "public",
                ["U0DEMOBOT", *everybody],
                now=hub.clock.now(),
                id_=channel_id(team),
            )


@asynccontextmanager
async def _saving(
    account: Account, accounts: Accounts, listener: Listener, chat: Workspaces, system: Receiver
) -> AsyncIterator[None]:
    def save() -> None:
        account.save(FOLDER / "spotify.json")
        accounts.save(FOLDER / "accounts.json")
        listener.save(FOLDER / "listener.json")
        chat.save(FOLDER / "slack.json")
        system.save(FOLDER / "content.json")

    async def now_and_then() -> None:
        while True:
            await asyncio.sleep(SAVE_SECONDS)
            save()

    task = asyncio.create_task(now_and_then())
    try:
        yield
    finally:
        task.cancel()
        save()


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise Conflict(
                "port_taken",
                f"Something listens on port {port} already; set GREENLIGHT_PORT to another.",
            )


def _greet(url: str, token: str) -> None:
    print(
        f"""
Greenlight's demo. Slack and Spotify are look-alikes here; nothing leaves this machine.

  {url}/           where to begin
  {url}/explore    GraphQL, with worked examples
  {url}/slack      the look-alike workspace
  {url}/spotify    the look-alike ad account
  {url}/playlists  the look-alike account for playlists
  {url}/listen     the look-alike player, which reads the hub's own feed
  {url}/content    the look-alike content system, which reports what you click

  Token of the requester (GraphQL): {token}

Three things to try:
  1. In /explore run "Submit a campaign". In /slack, be Bela Brand and approve it in
     #brand-approvals; then be Fen Finance in #finance-approvals. Half a minute later it is
     in /spotify; approve its ads there and see the card say that it is live.
  2. Ask for another, approve it, and within the half minute edit the draft in /spotify.
     Nothing is published, and everybody is asked again.
  3. In /explore run "Ask for an episode to be released" and "Ask for a playlist". In /slack,
     approve both: the episode as Eda Editor, Lee Legal and Bela Brand, the playlist as Bela
     Brand. Half a minute later let a day pass in {url}/, and find them in
     /listen and in /playlists.

Ctrl-C stops it.
"""
    )
