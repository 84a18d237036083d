"""A hub with its chat door, and the look-alike workspace its people sit in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any

from pydantic import SecretStr

from app.jobs.speaking import talking
from app.settings import Settings
from app.watching.door import Guarded
from bot.app import Bot, create_bot
from bot.fake import (
    App,
    Clicks,
    Command,
    Installation,
    Outcome,
    Shortcut,
    User,
    Workspace,
    Workspaces,
    clicks_of,
    create_fake_slack,
)
from bot.fake.model import Message, View
from bot.fake.sockets import Sockets
from bot.installing.app import OAuthApp
from bot.installing.manifest import SHORTCUTS
from connectors.jobs.inprocess import InProcessRunner
from domain.chat.mailing import Mail
from domain.hub import Hub
from domain.jobs.model import Handler
from domain.people import accounts, workspaces
from domain.reminding.away import TURNED
from domain.reminding.service import turned, watch
from domain.requests import outcomes
from domain.requests.ledger import WATCH
from domain.requests.model import Request
from domain.requests.submit import submit
from domain.rights import watching
from domain.tellings.service import TELL
from domain.thresholds import announcing, digesting, judging, quieting, reminding
from tests.listening import listening
from tests.world import ROOT, World

TEAM = "T0001"
SIGNING = "only tests sign with this"
APP = "xapp-tests"
OAUTH = OAuthApp(App().client_id, App().client_secret)


def account(who: str) -> str:
    """Return what somebody is called in the workspace."""
    return f"U{who.upper().replace('_', '')}"


def workspace() -> Workspace:
    """Return a workspace with the bot in it, and nobody else."""
    home = Workspace(TEAM, "Tests", "tests", Installation("UBOT", "BBOT", "xoxb-tests"))
    home.add_user(User("UBOT", "greenlight", "Greenlight", is_bot=True))
    return home


def installed() -> workspaces.Workspace:
    """Return that workspace as the hub knows it."""
    return workspaces.Workspace(TEAM, "Tests", "xoxb-tests", "BBOT", "UBOT")


@dataclass
class PostBox:
    """A post office that keeps what it is given, or raises what it is told to."""

    mails: list[Mail] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)

    async def send(self, mail: Mail) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.mails.append(mail)


@dataclass
class Room:
    """What people see and do in the workspace."""

    home: Workspace
    clicks: Clicks

    def shown(self, place: str) -> list[Message]:
        """Return the cards that stand in a channel, oldest first."""
        found = self.home.messages.get(place, [])
        return [m for m in found if m.only_for is None and not m.is_reply]

    def thread(self, place: str, index: int = -1) -> list[Message]:
        """Return what stands under a card in a channel, oldest first."""
        ts = self.shown(place)[index].ts
        return [m for m in self.home.messages[place] if m.is_reply and m.thread_ts == ts]

    def direct(self, who: str) -> str:
        """Return the place where the bot speaks to somebody directly."""
        user = account(who)
        found = (c.id for c in self.home.channels.values() if c.is_direct and user in c.members)
        return next(found, "")

    def whispers(self, who: str) -> list[str]:
        """Return what only one person sees, in any channel."""
        found = [m for held in self.home.messages.values() for m in held]
        return [message.text for message in found if message.only_for == account(who)]

    def told(self, who: str) -> list[str]:
        """Return what the bot told somebody directly, oldest first."""
        return [message.text for message in self.home.messages.get(self.direct(who), [])]

    async def click(self, who: str, place: str, action: str, index: int = -1) -> Outcome:
        card = self.shown(place)[index]
        return await self.clicks.act_on_message(TEAM, account(who), place, card.ts, action)

    async def click_below(self, who: str, place: str, action: str, index: int = -1) -> Outcome:
        """Click a button of the last reply under a card in a channel that has it."""
        held = [one for one in self.thread(place, index) if action in str(one.blocks)]
        return await self.clicks.act_on_message(TEAM, account(who), place, held[-1].ts, action)

    async def command(self, who: str, place: str, text: str) -> Outcome:
        """Give a command, such as `/case list`, in a channel."""
        word, _, rest = text.partition(" ")
        return await self.clicks.command(TEAM, account(who), place, word, rest)

    async def says(self, who: str, place: str, text: str) -> None:
        """Write a message into a channel."""
        await self.clicks.say(TEAM, account(who), place, text)

    async def shortcut(self, who: str, place: str, name: str, index: int = -1) -> Outcome:
        """Choose a shortcut in the menu of a message in a channel."""
        message = self.shown(place)[index]
        return await self.clicks.message_shortcut(TEAM, account(who), place, message.ts, name)

    async def anywhere(self, who: str, name: str) -> Outcome:
        """Choose a shortcut that belongs to no message."""
        return await self.clicks.global_shortcut(TEAM, account(who), name)

    def form(self, who: str) -> View | None:
        """Return the form that somebody has open."""
        open_ = self.home.modals.get(account(who))
        return open_[-1] if open_ else None

    async def looks_for(self, who: str, field: str, typed: str) -> list[str]:
        """Type into a menu of the form that somebody has open; return the values it offers."""
        form = self.home.modals[account(who)][-1]
        found = await self.clicks.suggest(TEAM, account(who), form.id, field, "value", typed)
        assert found.ok, found
        return [str(option["value"]) for option in found.options]

    async def submit(self, who: str, **entries: Any) -> Outcome:
        """Submit the form that somebody has open, with what they entered by block."""
        values = {block: {"value": said} for block, said in entries.items()}
        return await self.clicks.submit(TEAM, account(who), values)


@dataclass
class Office(Room):
    """What a test of the chat door acts with."""

    world: World
    runner: InProcessRunner
    bot: Bot
    url: str
    box: PostBox

    def account(self, who: str) -> str:
        return account(who)

    async def asks(self, who: str = "requester", **changes: Any) -> Request:
        actor = await self.world.actor(who)
        return await submit(self.world.hub, actor, "campaign", self.world.brief(**changes))

    async def ready(self, request: Request) -> None:
        await outcomes.close_stage(self.world.hub, request.id, request.revision, "readiness", [])

    async def click(self, who: str, place: str, action: str, index: int = -1) -> Outcome:
        outcome = await super().click(who, place, action, index)
        await self.bot.marks.settled()
        return outcome

    async def work(self) -> None:
        """Let the worker show what there is to show."""
        await self.bot.marks.settled()
        await self.runner.drain()


def text_of(message: Message) -> str:
    """Return everything a card says, as one text."""
    return str(message.blocks)


@asynccontextmanager
async def office(world: World, *, by_socket: bool = False) -> AsyncIterator[Office]:
    home = workspace()
    await workspaces.install(world.hub, installed())
    home.add_user(User("USTRANGER", "stranger", "Stranger", "nobody@else.example.com"))
    await seat(world, home)
    app = Guarded()
    async with listening(app) as port:
        url = f"http://127.0.0.1:{port}"
        async with _served(app, url, world, home, by_socket=by_socket) as found:
            yield found


async def seat(world: World, home: Workspace) -> None:
    """Let everybody into the workspace, and open every team's channel, if that was not done yet."""
    hub = world.hub
    for who, user_id in world.people.items():
        if account(who) not in home.users:
            home.add_user(User(account(who), who, who, f"{who}@hub.example.com"))
            await accounts.link_identity(hub, ROOT, TEAM, account(who), user_id, "test")
    for team in world.teams:
        place, members = f"C{team.upper().replace('_', '')}", list(home.users)
        if place not in home.channels:
            home.add_channel(team, "public", members, now=hub.clock.now(), id_=place)


@asynccontextmanager
async def _served(
    app: Guarded, url: str, world: World, home: Workspace, *, by_socket: bool
) -> AsyncIterator[Office]:
    hub = replace(world.hub, public_url=url)
    world, box = replace(world, hub=hub), PostBox()
    way: dict[str, Any] = {"app_token": APP} if by_socket else {"signing_secret": SIGNING}
    bot = create_bot(hub, api_url=f"{url}/api/", oauth_app=OAUTH, mails=True, **way)
    commands = [Command("/campaign", "Campaigns"), Command("/case", "Cases")]
    offered = [Shortcut(used, name, kind) for name, kind, used, _ in SHORTCUTS]
    slack = create_fake_slack(
        Workspaces(App(app_token=APP, commands=commands, shortcuts=offered), {TEAM: home}),
        bot_endpoint_url=f"{url}/slack/events",
        signing_secret=SIGNING,
        clock=hub.clock,
    )
    app.router.routes.extend([*bot.routes, *slack.routes])
    runner = InProcessRunner(hub.clock, hub.wake, handlers(hub, bot, box, f"{url}/api/"))
    clicks = clicks_of(slack)
    try:
        async with _connected(bot, clicks):
            yield Office(home, clicks, world, runner, bot, url, box)
    finally:
        await bot.marks.close()
        await bot.clients.close()


def handlers(hub: Hub, bot: Bot, box: PostBox, api_url: str) -> dict[str, Handler]:
    """Return what the worker of an office does: show cards, and talk."""
    told = {"slack_api_url": api_url, "public_url": hub.public_url}
    settings = _settings().model_copy(update=told)
    talk = talking(hub, bot.clients, bot.sender, settings, box)
    return {
        "cards.show": bot.sender.show,
        "cases.show": bot.sender.show,
        announcing.SHOW: bot.sender.show,
        judging.KIND: partial(judging.look, hub),
        reminding.KIND: partial(reminding.look, hub),
        judging.TOUCHED: partial(judging.look_at_touched, hub),
        quieting.KIND: partial(digesting.end, hub),
        TELL: bot.teller.tell,
        WATCH: partial(watch, hub),
        TURNED: partial(turned, hub),
        watching.WATCH: partial(watching.watch, hub),
        **talk,
    }


@cache
def _settings() -> Settings:
    secret = SecretStr(OAUTH.client_secret)
    return Settings(slack_client_id=OAUTH.client_id, slack_client_secret=secret)


@asynccontextmanager
async def _connected(bot: Bot, clicks: Clicks) -> AsyncIterator[None]:
    """Let the bot hold its socket, if it connects instead of being reached."""
    if bot.socket is None:
        yield
        return
    sockets = clicks.fake.sockets
    clicks.deliver = sockets
    task = asyncio.create_task(bot.socket.run())
    try:
        await opened(sockets)
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def opened(sockets: Sockets, times: int = 1) -> None:
    """Wait until so many sockets were opened so far."""
    async with asyncio.timeout(30):
        while sockets.opened < times:  # noqa: ASYNC110  The look-alike offers nothing to wait for.
            await asyncio.sleep(0.005)


__all__ = ["APP", "SIGNING", "TEAM", "Office", "office", "opened", "text_of"]
