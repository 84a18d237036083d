"""A hub in a process of its own, to be killed, and everything around it that survives.

At the end every request has one outcome, every campaign is live once, every vote counts once, and
the record verifies. The one thing that may stand twice is a chat message posted in the instant of
a crash; it is counted.
"""

import asyncio
import contextlib
import random
import re
import shutil
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import httpx2
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.fake import (
    App,
    Clicks,
    Installation,
    User,
    Workspace,
    Workspaces,
    clicks_of,
    create_fake_slack,
)
from bot.fake.model import Message as ChatMessage
from bot.ids import ActionId
from connectors.files.disk import DiskStore
from connectors.spotify.fake import Account, create_fake
from domain.actor import Scope as TokenScope
from domain.approvals import records as approvals
from domain.audit import service as audit
from domain.clock import SystemClock
from domain.database import open_database
from domain.hub import Hub
from domain.people import accounts, records, tokens, workspaces
from domain.secrets import Secrets
from tests.api.door import brief
from tests.bot.office import SIGNING, TEAM
from tests.conftest import SECRET
from tests.faults.hub_process import Given, serve
from tests.nursery import Child, environ
from tests.ports import port_of, reserved
from tests.stories.judged import JudgedSpotify
from tests.world import ROOT, World, populate

CHEAP = {"amount": "900", "currency": "EUR"}
SUBMIT = """mutation($input: SubmitCampaignInput!) { submitCampaign(input: $input) {
  request { id } errors { ... on UserError { code message } } } }"""
STATES = "{ requests(first: 100) { edges { node { id state } } } }"


#: So many calls the hub makes at most before it is killed again. For a campaign it makes more.
CALLS_BETWEEN = 5


@dataclass(frozen=True)
class Death:
    """At which call of the hub it dies; `heard` says whether the call is still carried out."""

    method: str
    path: str
    heard: bool

    def meets(self, scope: Scope) -> bool:
        """Whether this is the call."""
        path: str = scope["path"]
        return scope["method"] == self.method and re.search(self.path, path) is not None


#: Dying when a click was just acknowledged, before anything follows from it.
AFTER_VOTE = Death("CLICK", "", heard=True)


class Town:
    """The hub to be killed, and everything around it that survives.

    `patience` is how long what must come is waited for, in seconds.
    """

    patience = 120.0

    def __init__(self, database: str, folder: Path, world_token: str, world: World) -> None:
        self.database = database
        self.files = folder / "files"
        self.token = world_token
        self.world = world
        self.account = Account(polls_until_ready=1)
        self.home = _workspace(world)
        self.kept = [reserved()]
        self.port = port_of(self.kept[0])
        self.fakes = socket.create_server(("127.0.0.1", 0))
        self.fakes_port = port_of(self.fakes)
        self.calls = 0
        self.called = asyncio.Condition()
        self.process: Child | None = None
        self.random = random.Random(20261121)
        self.clicks: Clicks | None = None
        self.death: Death | None = None
        self.deaths = 0

    @classmethod
    async def build(cls, migrated: Path, folder: Path) -> Self:
        shutil.copy(migrated, folder / "kill.db")
        return await cls.populate(f"sqlite://{folder / 'kill.db'}", folder)

    @classmethod
    async def populate(cls, url: str, folder: Path) -> Self:
        """Fill the migrated, empty database `url` with people, and build around it."""
        database = await open_database(url)
        hub = Hub(
            clock=SystemClock(),
            secrets=Secrets.of(SECRET),
            files=DiskStore(folder / "files"),
            undo_window=timedelta(0),
        )
        world = await populate(hub)
        found = workspaces.Workspace(TEAM, "Tests", "xoxb-tests", "BBOT", "UBOT")
        await workspaces.install(hub, found)
        for who in ("requester", "brand_one"):
            await accounts.link_identity(hub, ROOT, TEAM, _chat(who), world.people[who], "test")
        actor = await world.actor("requester")
        expires = hub.clock.now() + timedelta(days=1)
        _, secret = await tokens.issue_token(hub, actor, "t", frozenset(TokenScope), expires)
        await database.close()
        return cls(url, folder, secret, world)

    @asynccontextmanager
    async def served(self) -> AsyncIterator[None]:
        slack = create_fake_slack(
            Workspaces(App(), {TEAM: self.home}),
            bot_endpoint_url=f"http://127.0.0.1:{self.port}/slack/events",
            signing_secret=SIGNING,
            clock=SystemClock(),
            limits=False,
            public_url=f"http://127.0.0.1:{self.fakes_port}",
        )
        self.clicks = clicks_of(slack)
        spotify = JudgedSpotify(create_fake(self.account, SystemClock()))
        app = Starlette(routes=[Mount("/fake-spotify", spotify), *slack.routes])
        server = uvicorn.Server(uvicorn.Config(self.watched(app), log_level="error"))
        task = asyncio.create_task(server.serve(sockets=[self.fakes]))
        await self.start()
        try:
            yield
        finally:
            await self.end()
            server.should_exit = True
            await task
            for kept in self.kept:
                kept.close()
        assert spotify.unlawful == []

    async def start(self) -> None:
        """Start the hub, or what is dead of it."""
        self.process = self.started("hub", self.port)
        await self.until(self.alive)

    def started(self, part: str, port: int) -> Child:
        """Start a process that is the whole hub, or a part of it."""
        given = Given(
            part=part,
            database=self.database,
            files=str(self.files),
            fakes=f"http://127.0.0.1:{self.fakes_port}",
            ad_account=self.account.id,
            port=port,
        )
        return Child(serve, given, env=environ())

    async def end(self) -> None:
        """End everything that was started."""
        await self.kill()

    async def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()

    def watched(self, app: ASGIApp) -> ASGIApp:
        """Return the fakes, watched for the call at which the hub is to die."""

        async def watch(scope: Scope, receive: Receive, send: Send) -> None:
            async with self.called:
                self.calls += scope["type"] == "http"
                self.called.notify_all()
            death = self.death
            if death is None or scope["type"] != "http" or not death.meets(scope):
                await app(scope, receive, send)
                return
            if death.heard:
                await app(scope, receive, self.dying(send))
            else:
                await self.die()
                await PlainTextResponse("nobody listens", 503)(scope, receive, send)

        return watch

    def dying(self, send: Send) -> Send:
        """Return `send`, before which the hub dies: what it asked for is done."""

        async def dying(message: Message) -> None:
            if self.death is not None:
                await self.die()
            await send(message)

        return dying

    async def die(self) -> None:
        """Have the death that was planned."""
        self.death = None
        self.deaths += 1
        await self.kill()

    async def revive(self) -> None:
        """Start the hub whenever it is dead."""
        while True:
            if self.process is not None:
                await self.process.wait()
                await self.start()

    async def alive(self) -> bool:
        try:
            async with httpx2.AsyncClient() as client:
                return (await client.get(f"http://127.0.0.1:{self.port}/healthz")).is_success
        except httpx2.TransportError:
            return False

    async def until(self, holds: Any, seconds: float = 180) -> None:
        async with asyncio.timeout(seconds):
            while not await holds():  # noqa: ASYNC110  It looks from outside.
                await asyncio.sleep(0.1)

    def door(self) -> int:
        """Return the port at which front ends are let in."""
        return self.port

    # --- what people do meanwhile ---

    async def story(self, requests: int, kills: int) -> None:
        """Let people ask and approve, and kill in the middle of what the hub does, so often."""
        people = asyncio.create_task(self.people(requests))
        for _ in range(kills):
            await self.busy(self.random.randint(1, CALLS_BETWEEN))
            await self.kill()
            self.deaths += 1
            await self.start()
        await people
        await self.until(lambda: self.settled(requests), seconds=self.patience)

    async def busy(self, calls: int) -> None:
        """Wait until the hub has made so many more calls to the outside."""
        wanted = self.calls + calls
        async with asyncio.timeout(self.patience), self.called:
            await self.called.wait_for(lambda: self.calls >= wanted)

    async def story_of(self, death: Death) -> None:
        """Ask for one campaign and have it published, while the hub dies once on the way."""
        self.death = death
        reviver = asyncio.create_task(self.revive())
        await self.people(1)
        await self.until(lambda: self.settled(1), seconds=self.patience)
        reviver.cancel()

    async def people(self, requests: int) -> None:
        for number in range(requests):
            await self.ask(number)
            await self.approve_what_is_shown()
        await self.until(lambda: self.approved_everything(requests), seconds=self.patience)

    async def ask(self, number: int) -> None:
        """Ask until there is an answer; the key makes it one request however often."""
        asked = brief(self.world, name=f"Campaign {number}", budget=CHEAP)
        given = {"brief": asked, "idempotencyKey": f"ask-{number}"}
        while True:
            answer = await self.graph(SUBMIT, input=given)
            if answer is not None:
                assert answer["data"]["submitCampaign"]["errors"] == []
                return
            await asyncio.sleep(0.1)

    async def approve_what_is_shown(self) -> None:
        assert self.clicks is not None
        for card in self._cards():
            if ActionId.APPROVE in str(card.blocks):
                with contextlib.suppress(Exception):
                    await self.clicks.act_on_message(
                        TEAM, _chat("brand_one"), "CBRAND", card.ts, ActionId.APPROVE
                    )
                    if self.death is AFTER_VOTE:
                        await self.die()

    async def approved_everything(self, requests: int) -> bool:
        await self.approve_what_is_shown()
        states = await self.states()
        return len(states) == requests and "IN_REVIEW" not in states.values()

    async def settled(self, requests: int) -> bool:
        """Whether everything is published, and every card that the hub knows of shows it."""
        published = list((await self.states()).values()) == ["PUBLISHED"] * requests
        return published and self._clickable() <= len(self._cards()) - requests

    def _cards(self) -> list[ChatMessage]:
        return [m for m in self.home.messages["CBRAND"] if m.only_for is None and not m.is_reply]

    def _clickable(self) -> int:
        return sum(ActionId.APPROVE in str(card.blocks) for card in self._cards())

    async def states(self) -> dict[str, str]:
        answer = await self.graph(STATES)
        edges = answer["data"]["requests"]["edges"] if answer else []
        return {edge["node"]["id"]: edge["node"]["state"] for edge in edges}

    async def graph(self, query: str, **variables: Any) -> dict[str, Any] | None:
        headers = {"authorization": f"Bearer {self.token}"}
        body = {"query": query, "variables": variables}
        try:
            async with httpx2.AsyncClient(timeout=10) as client:
                url = f"http://127.0.0.1:{self.door()}/graphql"
                answer = await client.post(url, json=body, headers=headers)
                found: dict[str, Any] = answer.json()
        except (httpx2.TransportError, ValueError):
            return None
        return found if found.get("data") else None

    # --- the end ---

    async def judge(self, states: dict[str, str], requests: int) -> None:
        live = [c["purchase_order"] for c in self.account.live["campaigns"].values()]
        assert sorted(live) == sorted(states)
        assert self.account.drafts["campaigns"] == {}
        database = await open_database(self.database)
        votes = await approvals.votes_of(list(states))
        findings = await audit.verify(Secrets.of(SECRET))
        names = await records.names([self.world.people["requester"]])
        await database.close()
        assert {len(found) for found in votes.values()} == {1}
        assert findings == []
        assert len(names) == 1
        twice = len(self._cards()) - requests
        print(f"cards that stand twice after a crash: {twice}")
        assert twice >= 0
        assert self._clickable() <= twice


def _workspace(world: World) -> Workspace:
    home = Workspace(TEAM, "Tests", "tests", Installation("UBOT", "BBOT", "xoxb-tests"))
    home.add_user(User("UBOT", "greenlight", "Greenlight", is_bot=True))
    for who in world.people:
        home.add_user(User(_chat(who), who, who, f"{who}@hub.example.com"))
    now = SystemClock().now()
    for team in world.teams:
        home.add_channel(team, "public", list(home.users), now=now, id_=f"C{team.upper()}")
    return home


def _chat(who: str) -> str:
    return f"U{who.upper().replace('_', '')}"
