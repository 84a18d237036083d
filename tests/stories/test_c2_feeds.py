"""C2: a public feed says what is live: what is known of it, and what nobody asked for."""

import socket
from dataclasses import replace
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.jobs.handlers import handlers_for
from connectors.jobs.inprocess import InProcessRunner
from connectors.podcasts.fetching import FeedFetcher
from tests.connectors.podcasts.feeds import feed, item
from tests.stories.desk import OneProcess
from tests.stories.fakes import served
from tests.stories.house import House
from tests.stories.processes import url_of

ERRORS = "errors { __typename ... on UserError { code message path } }"
REGISTER = f"""mutation($input: RegisterPodcastFeedInput!) {{
  done: registerPodcastFeed(input: $input) {{ feedId {ERRORS} }} }}"""
KNOW = f"""mutation($input: KnowPodcastFeedItemInput!) {{
  done: knowPodcastFeedItem(input: $input) {{ item {{ episodeId }} {ERRORS} }} }}"""
FEEDS = "{ podcastFeeds { id showId address failures trouble lookedAt } }"
UNASKED = "{ liveAgainstCleared { unasked { id showId episodeId guid title address } } }"
WHERE = """query($id: ID!) { exposures(kind: EPISODE, id: $id) {
  channel source outsideId liveTo } }"""


def reading(house: House) -> None:
    """Let the hub read feeds of this machine, whatever it consists of."""
    desk = house.desk
    if isinstance(desk, OneProcess):
        hub = replace(desk.world.hub, podcasts=FeedFetcher(loopback=True))
        desk.world = replace(desk.world, hub=hub)
        desk.runner = InProcessRunner(
            desk.clock, hub.wake, handlers_for(hub, ads=desk.ads, chat=None)
        )


async def asked(house: House, query: str, who: str = "manager", **given: Any) -> dict[str, Any]:
    found: dict[str, Any] = await (await house.desk.front(who)).data(query, **given)
    return found


async def test_c2_a_public_feed_says_what_is_live_and_what_nobody_asked_for(house: House) -> None:
    carried, answered = [item("g1", title="Bonus"), item("g2", title="Leaked")], list[int]()

    async def give(request: Request) -> Response:
        etag = f'"{len(carried)}"'
        same = request.headers.get("if-none-match") == etag
        answered.append(304 if same else 200)
        return Response(b"" if same else feed(*carried), answered[-1], headers={"etag": etag})

    reading(house)
    with socket.create_server(("127.0.0.1", 0)) as held:
        async with served(Starlette(routes=[Route("/feed", give)]), held):
            given = {"showId": house.show, "address": f"{url_of(held)}/feed"}
            refused = (await asked(house, REGISTER, input=given))["done"]
            done = (await asked(house, REGISTER, "admin", input=given))["done"]
            await house.desk.work()
            unknown = (await asked(house, UNASKED))["liveAgainstCleared"]["unasked"]
            of = {"itemId": unknown[-1]["id"], "episodeId": house.episode}
            known = (await asked(house, KNOW, input=of))["done"]
            await house.desk.work()
            (live,) = (await asked(house, WHERE, id=house.episode))["exposures"]
            carried.pop(0)
            await house.desk.work(seconds=1800)
            (gone,) = (await asked(house, WHERE, id=house.episode))["exposures"]
            left = (await asked(house, UNASKED))["liveAgainstCleared"]["unasked"]
            (seen,) = (await asked(house, FEEDS, "admin"))["podcastFeeds"]

    assert [one["code"] for one in refused["errors"]] == ["not_allowed"]
    assert (done["errors"], known["errors"]) == ([], [])
    assert [one["title"] for one in unknown] == ["Leaked", "Bonus"]
    assert (live["channel"], live["source"], live["liveTo"]) == ("rss", "POLL", None)
    assert live["outsideId"] == f"{given['address']}#g1"
    assert gone["liveTo"] is not None
    assert [one["guid"] for one in left] == ["g2"]
    assert (seen["id"], seen["failures"], seen["trouble"]) == (done["feedId"], 0, "")
    assert answered == [200, 304, 200]
