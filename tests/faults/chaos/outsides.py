"""Where episodes stand outside: fakes with a memory, behind a way that fails, and who meddles."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from random import Random

import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from connectors.distribution.fake import CLIENT, Partner
from connectors.distribution.fake import create_fake as create_distribution
from connectors.distribution.target import connected as distribution
from connectors.hosting.channel import Channel
from connectors.megaphone.fake import TOKEN, Network
from connectors.megaphone.fake import create_fake as create_megaphone
from connectors.megaphone.target import HOST, MegaphoneTarget, UserToken
from connectors.webhooks.fake import Receiver
from connectors.webhooks.fake import create_fake as create_receiver
from connectors.webhooks.sender import WebhookSender
from connectors.webhooks.target import WebhookTarget
from domain.activation.journeys import endpoints
from domain.activation.journeys.endpoints import Wanted
from domain.activation.journeys.model import EndpointPurpose
from domain.catalog.model import Asset
from domain.clock import Clock
from domain.feed_writing import Category
from domain.feeds import records as feeds
from domain.feeds import serving, setting
from domain.feeds.kept import FeedSettings
from domain.feeds.target import FeedTarget
from domain.hub import Hub
from domain.targets.model import File, Target
from domain.webhooks import Answer, Message
from tests.connectors.hosting.releases import REACH, listening
from tests.connectors.megaphone.conftest import Patient
from tests.faults.chaos.trouble import Killed, Skewed, Trouble, Way
from tests.stories.house import House

#: Where the fakes are, which nothing is ever sent to over a net, and where the hub is.
BASE, PUBLIC = "http://127.0.0.1:9", "https://hub.example.com"

OK = 200

#: Episodes of others at the podcast, so that ours is on a further page of its list.
STRANGERS = 130


class Addressed:
    """Gives files addresses, as what a host takes; see `domain.targets.connected.Media`."""

    async def open_for(
        self, hub: Hub, request_id: str, name: str, assets: Mapping[str, Asset]
    ) -> Mapping[str, File]:
        del hub, request_id, name
        return {key: _file(key, asset) for key, asset in assets.items()}

    async def known(
        self, hub: Hub, request_id: str, name: str, assets: Mapping[str, Asset]
    ) -> Mapping[str, File]:
        return await self.open_for(hub, request_id, name, assets)

    async def close(self, hub: Hub, name: str, keeping: Collection[str] = ()) -> None:
        """Nothing was opened."""


class Outside(ABC):
    """One receiver of episodes. `kind` is its name at the door, `place` our show's there."""

    kind = ""
    place = ""

    def __init__(self, hub: Hub, trouble: Trouble) -> None:
        self.hub = hub
        self.trouble = trouble

    @abstractmethod
    async def open(self, house: House, stack: AsyncExitStack) -> None:
        """Begin, until `stack` is closed."""

    @abstractmethod
    def target(self) -> Target:
        """Return the target as a process has it that has just begun."""

    @abstractmethod
    async def standing(self, name: str) -> list[tuple[str, str]]:
        """Return what listeners get of `name`: the title and the address of the audio of each."""

    async def is_connected(self, target: str, place: str) -> bool:
        """Whether there is an account for a place at a target."""
        del target, place
        return False

    def meddle(self, random: Random) -> str:
        """Have somebody change something there; return what, in words."""
        del random
        return "nobody can"

    @property
    def clock(self) -> Skewed:
        """The clock there."""
        return Skewed(self.hub.clock, self.trouble.skew)

    def there(self, app: ASGIApp) -> httpx2.AsyncBaseTransport:
        """Return the way to it on which nothing goes wrong."""
        return httpx2.ASGITransport(app=app)

    def http(self, app: ASGIApp, expire: Callable[[], None]) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(transport=Way(self.there(app), self.trouble, expire))


class AtMegaphone(Outside):
    kind, place = "MEGAPHONE", "net-1/pod-1"

    async def open(self, house: House, stack: AsyncExitStack) -> None:
        del house, stack
        self.network = Network(places={self.place}, filters=self.trouble.random.random() < 0.5)
        for number in range(STRANGERS):
            self.network.put(self.place, self.clock.now(), title=f"Other {number}", externalId="x")
        self.app = create_megaphone(self.network, self.clock)

    def target(self) -> Target:
        http = self.http(self.app, lambda: None)
        channel = Channel(http, HOST, UserToken(TOKEN), base_url=f"{BASE}/api")
        return MegaphoneTarget(channel, self.hub.clock, Patient(), reach=REACH)

    async def standing(self, name: str) -> list[tuple[str, str]]:
        return [
            (one.said["title"], one.said["backgroundAudioFileUrl"])
            for one in self.network.episodes.values()
            if one.said["externalId"] == name and not one.said["draft"]
        ]

    def meddle(self, random: Random) -> str:
        ours = [one for one in self.network.episodes.values() if one.said["externalId"] != "x"]
        what = random.choice(("title", "draft", "deleted"))
        for one in ours:
            if what == "deleted":
                del self.network.episodes[one.id]
            else:
                one.said |= {"title": "Mine now"} if what == "title" else {"draft": True}
        return f"{what} of {len(ours)}"


class AtDistribution(Outside):
    kind, place = "DISTRIBUTION_API", "show-1"

    async def open(self, house: House, stack: AsyncExitStack) -> None:
        del house, stack
        self.partner = Partner(shows={self.place})
        self.app = create_distribution(self.partner, self.clock)

    def target(self) -> Target:
        return distribution(
            self.http(self.app, self.partner.tokens.clear),
            self.hub.clock,
            base_url=BASE,
            token_url=f"{BASE}/api/token",
            client_id=CLIENT[0],
            client_secret=CLIENT[1],
            reach=REACH,
        )

    async def standing(self, name: str) -> list[tuple[str, str]]:
        return [
            (one.said["title"], one.said["media_file_url"])
            for one in self.partner.standing()
            if one.said["guid"] == name
        ]

    def meddle(self, random: Random) -> str:
        what = random.choice(("removed", "blocked"))
        for one in self.partner.standing():
            if what == "removed":
                self.partner.remove(one.id, self.clock.now(), "it breaks rule 7")
            else:
                self.partner.block(one.id, self.clock.now(), ["AT"])
        return what


class InFeed(Outside):
    """The feed of the hub's own, which nobody else can change."""

    kind = "FEED"

    async def open(self, house: House, stack: AsyncExitStack) -> None:
        del stack
        manager = await house.world.actor("manager")
        said = FeedSettings(
            link="https://beans.example.com/show",
            description="All about beans.",
            author="Sample Roasters",
            owner_name="Pat",
            owner_email="pat@beans.example.com",
            artwork_asset_id=house.files["artwork"],
            categories=(Category("Arts", "Food"),),
        )
        await setting.set_feed(self.hub, manager, house.show, said)
        self.show = house.show

    def target(self) -> Target:
        return FeedTarget(self.hub)

    async def standing(self, name: str) -> list[tuple[str, str]]:
        feed = await feeds.of_show(self.show)
        assert feed is not None
        shown = await serving.shown(self.hub, feed)
        return [(one.title, one.enclosure.address) for one in shown if one.guid == name]


class AtContentSystem(Outside):
    """A system that keeps what it is sent, each message once, and says how it stands."""

    kind = "WEBHOOK"

    async def open(self, house: House, stack: AsyncExitStack) -> None:
        self.receiver = Receiver()
        taking = httpx2.ASGITransport(app=create_receiver(self.receiver, self.clock))
        self.taking = await stack.enter_async_context(httpx2.AsyncClient(transport=taking))
        app = Starlette(routes=[Route("/", self._take, methods=["POST"])])
        address = await stack.enter_async_context(listening(app))
        self.hub = replace(self.hub, journeys=Failing(self.hub.clock, self.trouble))
        wanted = Wanted("Sample Content", address, purpose=EndpointPurpose.PUBLICATIONS)
        admin = await house.world.actor("admin")
        endpoint, self.receiver.secret = await endpoints.register(self.hub, admin, wanted)
        self.place = endpoint.id

    def target(self) -> Target:
        return WebhookTarget(self.hub)

    async def standing(self, name: str) -> list[tuple[str, str]]:
        there: list[tuple[str, str]] = []
        for body in self.receiver.taken.values():
            told = body["data"]
            if told["name"] != name:
                continue
            there = []
            if body["type"] == "publication.publish":
                there = [(told["title"], told["files"]["audio_asset_id"]["address"])]
        return there

    async def _take(self, request: Request) -> Response:
        """Keep a message if it was not heard before, and say how it stands."""
        body = await request.body()
        taken = await self.taking.post(BASE, content=body, headers=dict(request.headers))
        if taken.status_code != OK:
            return Response(status_code=taken.status_code)
        gone = json.loads(body)["type"] == "publication.remove"
        return JSONResponse({"standing": "gone" if gone else "live"})


class Failing:
    """The real sender of webhooks, on a way that fails."""

    def __init__(self, clock: Clock, trouble: Trouble) -> None:
        self._sender = WebhookSender(clock, loopback=True)
        self._trouble = trouble

    def require(self, address: str) -> None:
        self._sender.require(address)

    async def send(self, message: Message) -> Answer:
        fault = self._trouble.draw(f"send {message.headers['webhook-id']}")
        if fault.startswith("429"):
            return Answer(429, retry_after=30.0 if "Retry-After" in fault else None)
        if fault == "500 before":
            return Answer(500)
        if fault == "killed before":
            raise Killed
        answer = await self._sender.send(message)
        if fault == "killed after":
            raise Killed
        if fault == "500 after":
            return Answer(500)
        return Answer(None, "It did not answer.") if fault.endswith("after") else answer


#: Every receiver of episodes, by its name in a test.
EPISODES: Mapping[str, type[Outside]] = {
    "megaphone": AtMegaphone,
    "distribution": AtDistribution,
    "feed": InFeed,
    "webhook": AtContentSystem,
}


def _file(key: str, asset: Asset) -> File:
    """Return a file at an address of its own, of the type that hosts take."""
    kind = "audio/mpeg" if key == "audio_asset_id" else asset.media_type or ""
    address = f"{PUBLIC}/media/{asset.id}.{'mp3' if kind == 'audio/mpeg' else 'png'}"
    size, digest = asset.size or 0, asset.sha256 or ""
    return File(asset.id, address, kind, size, digest, asset.duration_ms)
