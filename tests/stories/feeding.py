"""A house whose show has a feed of the hub's own, to which releases go by themselves."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from connectors.feeds.writing import Feeds
from domain.feeds.target import FeedTarget
from domain.media import service as media
from domain.targets.connected import Targets
from tests.domain.targets.scene import SET
from tests.stories.company import HERE
from tests.stories.desk import OneProcess
from tests.stories.house import House
from tests.stories.sponsors import ERRORS

#: Three seconds of nothing, as an MP3 file: frames of 417 bytes with 128 kbit/s at 44.1 kHz.
SILENCE = (b"\xff\xfb\x90\x00" + bytes(413)) * 115

SET_FEED = f"""mutation($input: SetShowFeedInput!) {{ done: setShowFeed(input: $input) {{
  feed {{ address }} {ERRORS} }} }}"""
PROOF = """query($id: ID!) { request(id: $id) { state note
  brief { ... on TakedownBrief { reason } } handOver { state receipt }
  removals { target how places evidence goneAt } } }"""
LIVE = """query($id: ID!) { exposures(kind: EPISODE, id: $id) {
  id publisher include liveTo takedownId } }"""


@dataclass
class Feeding:
    """The house, and where its feed is read."""

    house: House
    address: str

    async def reads(self, address: str = "") -> Any:
        """Return what a reader gets at the feed, or at another address of the hub."""
        async with self.house.desk.browser() as reader:
            return await reader.get(urlsplit(address or self.address).path)

    async def live(self) -> list[dict[str, Any]]:
        found = await self._asks(LIVE, self.house.episode)
        return [one for one in found["exposures"] if one["liveTo"] is None]

    async def proof(self, request_id: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self._asks(PROOF, request_id))["request"]
        return found

    async def takedown(self, exposure_id: str) -> str:
        """Return what asked an exposure down, live or not."""
        found = (await self._asks(LIVE, self.house.episode))["exposures"]
        (asked,) = [one["takedownId"] for one in found if one["id"] == exposure_id]
        return str(asked)

    async def out(self) -> dict[str, Any]:
        """Have an episode released, and its day come."""
        request: dict[str, Any] = (
            await self.house.asks("episode_release", await self.house.release())
        )["request"]
        for who, stage in (("editor", "script"), ("legal_one", "legal"), ("brand_one", "brand")):
            await self.house.desk.says(who, request, stage)
        await self.house.desk.work(seconds=31)
        await self.house.desk.work(seconds=10 * 86_400)
        return request

    async def _asks(self, query: str, id_: str) -> Any:
        return await (await self.house.desk.front("manager")).data(query, id=id_)


async def feeding(house: House) -> Feeding:
    """Give the show of a house a feed, and have its releases published there."""
    desk = house.desk
    if isinstance(desk, OneProcess):
        hub = replace(desk.world.hub, public_url=HERE, feed_writer=Feeds(loopback=True))
        desk.world = replace(desk.world, hub=hub)
        desk.publishes_to(Targets((FeedTarget(hub),), media=media))
    house.files["audio"] = await house.sent(await desk.front("requester"), "AUDIO", SILENCE)
    manager = await desk.front("manager")
    given = {
        "showId": house.show,
        "link": "https://beans.example.com/show",
        "description": "All about beans.",
        "author": "Sample Roasters",
        "ownerName": "Pat",
        "ownerEmail": "pat@beans.example.com",
        "artworkAssetId": house.files["artwork"],
        "categories": [{"name": "Arts", "below": "Food"}],
    }
    made = (await manager.data(SET_FEED, input=given))["done"]
    assert made["errors"] == [], made
    where = {"showId": house.show, "target": "FEED", "place": ""}
    assert (await manager.data(SET, input=where))["done"]["errors"] == []
    return Feeding(house, made["feed"]["address"])
