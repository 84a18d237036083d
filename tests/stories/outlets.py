"""The hub's own targets, put together as `app` does, with what they publish to on loopback."""

import json
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from xml.etree import ElementTree as ET

import httpx2
from starlette.applications import Starlette

from app.demo.audio import mpeg
from app.opening.connecting import open_authoriser
from app.opening.publishing import open_targets
from app.settings import Settings
from connectors.feeds.writing import Feeds
from connectors.spotify.web.fake import Listener
from connectors.webhooks.fake import Receiver
from connectors.webhooks.sender import WebhookSender
from tests.connectors.spotify.web.house import BEGIN
from tests.connectors.webhooks.contents import signed
from tests.domain.targets.scene import LOOK, SET
from tests.stories.around import Outlets
from tests.stories.company import HERE
from tests.stories.desk import Desk, OneProcess
from tests.stories.fakes import served
from tests.stories.five import FiveProcesses
from tests.stories.house import House
from tests.stories.processes import url_of
from tests.stories.sponsors import ERRORS

FEED = f"""mutation($input: SetShowFeedInput!) {{ done: setShowFeed(input: $input) {{
  feed {{ address }} {ERRORS} }} }}"""
REGISTER = f"""mutation($input: RegisterJourneyEndpointInput!) {{
  done: registerJourneyEndpoint(input: $input) {{ endpoint {{ id }} secret {ERRORS} }} }}"""

#: The names that a feed's elements begin with.
NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "media": "http://search.yahoo.com/mrss/",
}


@dataclass
class Publishing:
    """What a story publishes to, which is reached at `url`, and sees there."""

    house: House
    url: str
    outlets: Outlets

    @property
    def listener(self) -> Listener:
        """Return the account at Spotify that a brand connects."""
        return self.outlets.listener

    @property
    def system(self) -> Receiver:
        """Return the content system."""
        return self.outlets.system

    async def does(self, query: str, who: str = "manager", **given: Any) -> dict[str, Any]:
        """Act through the door; return what the mutation answered, which nothing is wrong with."""
        front = await self.house.desk.front(who)
        done: dict[str, Any] = (await front.data(query, input=given))["done"]
        assert done["errors"] == [], done
        return done

    async def feed(self) -> str:
        """Have the show published by a feed of ours; return the feed's path."""
        done = await self.does(
            FEED,
            showId=self.house.show,
            link="https://beans.example.com/show",
            description="All about beans.",
            author="Sample Roasters",
            ownerName="Pat",
            ownerEmail="pat@beans.example.com",
            artworkAssetId=self.house.files["artwork"],
            categories=[{"name": "Arts", "below": "Food"}],
        )
        await self.does(SET, showId=self.house.show, target="FEED", place="")
        return str(done["feed"]["address"]).removeprefix(HERE)

    async def content_system(self) -> None:
        """Have the show published by a content system of the house."""
        given = {"name": "Sample Content", "address": f"{self.url}/content/"}
        done = await self.does(REGISTER, "admin", **given, purpose="PUBLICATIONS")
        self.system.secret = done["secret"]
        place = done["endpoint"]["id"]
        await self.does(SET, showId=self.house.show, target="WEBHOOK", place=place)

    async def connect(self) -> None:
        """Have the brand's account connected by its owner, who agrees in a browser."""
        front = await self.house.desk.front("manager")
        begun = await front.data(BEGIN, input={"brandId": self.house.world.brand_id})
        async with self.house.desk.browser() as browser, httpx2.AsyncClient() as spotify:
            browser.base_url = httpx2.URL(HERE)  # Its cookie is for https alone.
            led = await browser.get(begun["beginConnection"]["address"])
            asked = await spotify.get(led.headers["location"])
            agree = re.search("id=agree href='([^']+)'", asked.text)
            assert agree is not None, asked.text
            back = await browser.get(agree[1].replace("&amp;", "&"))
        assert back.status_code == 200, back.text

    async def reports(self, request: dict[str, Any], **said: Any) -> httpx2.Response:
        """Have the content system report, signed."""
        body = json.dumps({"request": request["id"], **said}).encode()
        now = self.house.world.hub.clock.now()
        headers = signed(self.system.secret, f"rep-{now:%H%M%S}", now, body)
        async with self.house.desk.browser() as caller:
            path = f"/publications/{request['id']}/report"
            return await caller.post(path, content=body, headers=headers)

    async def items(self, feed: str) -> list[ET.Element]:
        """Return what a listener finds in a feed, in its order."""
        async with self.house.desk.browser() as listener:
            answer = await listener.get(feed)
        assert answer.status_code == 200, answer.text
        return ET.fromstring(answer.text).findall("channel/item")

    async def look(self, request: dict[str, Any], who: str = "manager") -> dict[str, Any]:
        """Return where a request stands, and what the hub published of it."""
        data = await (await self.house.desk.front(who)).data(LOOK, id=request["id"])
        found: dict[str, Any] = data["request"]
        return found


def texts(item: ET.Element, *names: str) -> list[str]:
    """Return what elements of an item say."""
    return [item.findtext(name, "", NAMES) for name in names]


def said(item: ET.Element, name: str, attribute: str) -> str:
    """Return what an attribute of an element of an item says."""
    found = item.find(name, NAMES)
    assert found is not None, ET.tostring(item)
    return found.attrib[attribute]


@asynccontextmanager
async def opened(house: House) -> AsyncIterator[Publishing]:
    """Have a hub publish to all of these by itself while the block runs; its audio is MP3."""
    async with connected(house.desk) as (url, outlets):
        house.files["audio"] = await house.sends("AUDIO", mpeg(3))
        yield Publishing(house, url, outlets)


@asynccontextmanager
async def connected(desk: Desk) -> AsyncIterator[tuple[str, Outlets]]:
    """Connect a hub to all of these, unless it is; give where they are, and what they hold."""
    if isinstance(desk, FiveProcesses):
        yield url_of(desk.processes.fakes), desk.around.outlets
        return
    assert isinstance(desk, OneProcess)
    outlets = Outlets()
    with socket.create_server(("127.0.0.1", 0)) as held, outlets.mounted(desk.clock) as mounted:
        url = url_of(held)
        settings = Settings(
            public_url=HERE,
            spotify_web_client_id=outlets.accounts.client_id,
            spotify_accounts_url=f"{url}/accounts",
            spotify_web_url=f"{url}/web/v1",
        )
        async with served(Starlette(routes=mounted), held), publishing(desk, settings):
            yield url, outlets


@asynccontextmanager
async def publishing(desk: OneProcess, settings: Settings) -> AsyncIterator[None]:
    """Have a desk's hub publish by these settings."""
    async with open_authoriser(settings, desk.clock) as authoriser:
        hub = replace(
            desk.world.hub,
            authoriser=authoriser,
            feed_writer=Feeds(),
            journeys=WebhookSender(desk.clock, loopback=True),
            public_url=HERE,
        )
        desk.world = replace(desk.world, hub=hub)
        async with open_targets(hub, settings) as targets:
            desk.publishes_to(targets)
            yield
