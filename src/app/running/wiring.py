"""Putting the parts of a process together: the doors, the connectors, the engine."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import httpx2
import structlog
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from api.app import middleware
from api.app import routes as api_routes
from api.callers.trouble import HANDLERS
from api.doors.health import Readiness, health_routes
from app.jobs.handlers import handlers_for
from app.jobs.hourly import hourly, regularly
from app.jobs.speaking import talking
from app.opening.consonance import open_house
from app.opening.elsewhere import safe
from app.opening.publishing import open_targets
from app.pages.explorer import explorer_routes
from app.parts import ALL, Part
from app.running import agreeing
from app.running.supervising import end, supervise
from app.settings import Settings
from app.watching.door import Guarded
from app.watching.figures import Figures
from app.watching.lag import measure
from app.watching.page import metrics_routes
from app.watching.watched import part_of, watched
from bot.app import Bot, create_bot
from bot.installing.workspaces import Clients
from bot.pages import where as where_page
from bot.requests.teller import Teller
from bot.sender import Sender
from connectors.changes.listener import ChangeListener
from connectors.jobs.inprocess import InProcessRunner
from connectors.jobs.pgqueuer import PgQueuerRunner
from connectors.mail.smtp import SmtpOffice
from connectors.outgoing import Outgoing
from connectors.spotify.audiences import SpotifyAudiences
from connectors.spotify.auth import Tokens
from connectors.spotify.client import AdsClient
from connectors.spotify.connector import SpotifyAds
from connectors.spotify.reports import SpotifyReports
from connectors.spotify.store import take_over_file
from domain.chat.mailing import ByMail
from domain.credentials.service import Credential
from domain.database import sql
from domain.database.replica import opened as opened_replica
from domain.hub import Hub
from domain.jobs.model import Handlers, Work
from domain.processes import service as processes
from domain.processes.service import Pulse
from domain.targets.connected import Targets
from domain.title_house.model import TitleHouse

#: How long Spotify may take to answer, in seconds; uploads included.
SPOTIFY_SECONDS = 30.0

#: What runs as long as a process does.
Beside = Callable[[], Awaitable[None]]

log = structlog.get_logger()


@dataclass
class Assembly:
    """A hub with the parts this process is, ready to be served.

    `beside` is what runs as long as it is served, `working` what runs jobs, which ends as soon as
    the process is told to stop. `proxies` is how many that are trusted stand in front.
    """

    hub: Hub
    routes: list[BaseRoute]
    origins: tuple[str, ...]
    bot: Bot | None
    beside: list[Beside]
    proxies: int = 0
    extra: list[BaseRoute] = field(default_factory=list)
    working: list[Beside] = field(default_factory=list)
    readiness: Readiness = field(default_factory=Readiness)
    _jobs: list[asyncio.Task[None]] = field(default_factory=list)

    def application(self) -> Starlette:
        """Return everything as one ASGI application, whose life is that of what runs beside."""
        return Guarded(
            routes=[*self.routes, *self.extra],
            middleware=middleware(self.origins, self.proxies),
            exception_handlers=HANDLERS,
            lifespan=self._life,
        )

    @asynccontextmanager
    async def _life(self, _: Starlette) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(supervise(run)) for run in self.beside]
        self._jobs = [asyncio.create_task(supervise(run)) for run in self.working]
        try:
            yield
        finally:
            await end([*self._jobs, *tasks])

    def drain(self) -> None:
        """Be ready no more, and take no more jobs; those under way come to their end."""
        self.readiness.draining = True
        for task in self._jobs:
            task.cancel()

    def cut(self) -> None:
        """Give back the jobs that are under way."""
        for task in self._jobs:
            task.cancel()


@asynccontextmanager
async def assemble(
    hub: Hub, settings: Settings, parts: frozenset[Part] = ALL, name: str | None = None
) -> AsyncIterator[Assembly]:
    """Return the hub with the doors and connectors that `settings` switch on, as far as `parts`.

    `name` is what the process is called, if it has a name already.

    A worker speaks in every workspace that was joined, whether it has the bot's secrets or not:
    those are for hearing, and the tokens to speak with are in the database.
    """
    name = name or agreeing.name()
    async with (
        Outgoing("spotify-ads", timeout=SPOTIFY_SECONDS) as http,
        open_house(settings) as house,
        open_targets(hub, settings) as targets,
        watched(hub, settings, part_of(parts), name) as figures,
    ):
        bot = _bot(hub, settings) if Part.BOT in parts else None
        clients = bot.clients if bot else Clients(hub, settings.slack_api_url)
        readiness = Readiness(pulse=Pulse() if Part.WORKER in parts else None)
        routes = _routes(hub, settings, parts, readiness, figures)
        agreed = agreeing.agreed(hub, settings)
        living = partial(processes.live, hub.clock, name, parts, agreed, readiness.pulse)
        beside: list[Beside] = [living, partial(measure, figures)]
        working: list[Beside] = []
        if bot is not None:
            routes += bot.routes
            if bot.socket is not None:
                beside.append(bot.socket.run)
        if (replica := opened_replica()) is not None:
            beside.append(replica.watch)
        if Part.API in parts and not sql.sole():
            hub.feed.relayed = True
            listener = await ChangeListener.opened(settings.database_url, hub.feed)
            beside.append(listener.run)
        if Part.WORKER in parts:
            account = await _spotify(hub, settings, http)
            handlers = _handlers(hub, settings, clients, account, house, targets)
            working.append(_runner(hub, settings, handlers, name))
            beside += _asking(hub, settings, account, house)
        try:
            yield Assembly(
                *(hub, routes, settings.origins, bot, beside, settings.trusted_proxies),
                working=working,
                readiness=readiness,
            )
        finally:
            if bot is not None:
                await bot.marks.close()
            await clients.close()


def _routes(
    hub: Hub, settings: Settings, parts: frozenset[Part], readiness: Readiness, figures: Figures
) -> list[BaseRoute]:
    """Return the routes that any process has, and those of the front ends' door if it is one."""
    behind = settings.trusted_proxies > 0
    routes = api_routes(hub, settings.origins, settings.manner) if Part.API in parts else []
    routes += health_routes(readiness)
    routes += metrics_routes(figures, settings.metrics, behind=behind)
    if Part.API in parts and settings.graphql_explorer:
        routes += explorer_routes(hub.clock)
    if parts & {Part.API, Part.BOT}:  # Whichever of them the proxy in front asks.
        routes += where_page.routes(settings.front_url, settings.slack_app_id)
    return routes


def _handlers(
    hub: Hub,
    settings: Settings,
    clients: Clients,
    account: AdsClient | None,
    house: TitleHouse | None,
    targets: Targets,
) -> Handlers:
    """Return what a worker does with jobs: it speaks in chat, and by mail where there is any."""
    ads = SpotifyAds(account, hub.files, settings.spotify_principal) if account else None
    sender, office = Sender(hub, clients), _office(settings)
    teller = Teller(hub, clients, ByMail(hub) if office else None)
    return handlers_for(
        hub,
        ads=ads,
        chat=sender.show,
        tell=teller.tell,
        talk=talking(hub, clients, sender, settings, office),
        house=house,
        running=ads,
        targets=targets,
        history=ads,
        lists=SpotifyAudiences(account) if account else None,
        reports=SpotifyReports(account) if account else None,
    )


def _asking(
    hub: Hub, settings: Settings, account: AdsClient | None, house: TitleHouse | None
) -> list[Beside]:
    """Return what asks, as time goes by, for the jobs that nobody's change asks for."""
    asking: list[Beside] = [partial(hourly, hub, titles=house is not None)]
    if account is not None and settings.spotify_poll_minutes:
        asking.append(partial(regularly, hub, timedelta(minutes=settings.spotify_poll_minutes)))
    return asking


def _office(settings: Settings) -> SmtpOffice | None:
    server = settings.mail_server
    return None if server is None else SmtpOffice(server)


def _runner(hub: Hub, settings: Settings, handlers: Handlers, name: str) -> Beside:
    work = Work(hub.clock, hub.wake, handlers, name)
    if sql.sole():
        return InProcessRunner(work.clock, work.wake, work.handlers, name=name).run
    return PgQueuerRunner(settings.database_url, work).run


def _bot(hub: Hub, settings: Settings) -> Bot | None:
    secret, token = settings.slack_signing_secret, settings.slack_app_token
    if secret is None and token is None:
        return None
    return create_bot(
        hub,
        signing_secret=secret.get_secret_value() if secret else None,
        app_token=token.get_secret_value() if token else None,
        api_url=settings.slack_api_url,
        oauth_app=settings.oauth_app,
        mails=settings.mail_server is not None,
    )


async def _spotify(hub: Hub, settings: Settings, http: httpx2.AsyncClient) -> AdsClient | None:
    account = settings.ads_account
    if account is None:
        return None
    credential = Credential(hub.secrets, hub.clock, "spotify-ads", account.refresh_token)
    earlier = settings.files.parent / "spotify-token"
    await take_over_file(earlier, hub.secrets, account.refresh_token, credential)
    tokens = Tokens(
        http,
        hub.clock,
        credential,
        token_url=safe("SPOTIFY_TOKEN_URL", settings.spotify_token_url),
        client_id=account.client_id,
        client_secret=account.client_secret,
    )
    base = safe("SPOTIFY_API_URL", settings.spotify_api_url)
    return AdsClient(http, tokens, base_url=base, ad_account=account.id)
