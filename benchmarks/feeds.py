"""Feeds: 5,000 episodes written, beside lxml that only builds the same tree and writes it out.

The floor knows tags, texts and attributes already and makes elements of them. Ours makes them of
episodes, and keeps what it wrote of each: then one episode changes, and the feed is written again.

Then a feed is read through the door by readers that know nothing of it yet. Ours looks up what may
be shown at this instant, and has the bytes from the time before. The floor: Starlette that answers
the same bytes, whatever became of the show.
"""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from lxml import etree
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from tests.domain.feeds.scene import set_up
from tests.world import ROOT, World

from api.doors.feeds import feed_routes
from benchmarks.stage import report, world
from connectors.feeds.tags import DECLARED
from connectors.feeds.writing import Feeds
from domain.catalog import service as catalog
from domain.feed_writing import Category, Channel, Chapter, Enclosure, Item, Person, Transcript

EPISODES, ROUNDS = 5_000, 7

#: How many episodes the feed at the door has, and how often it is read in each round.
AT_DOOR, READS = 100, 100

BUILT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
MEDIA = "https://media.example.com"

SHOW = Channel(
    address="https://feeds.example.com/first-cup",
    guid="9dda07c8-d97e-51f2-81df-82d1c909da9a",
    title="The First Cup",
    link="https://www.example.com/first-cup",
    description="What coffee has to do with books.",
    language="en",
    author="Bean & Page",
    owner_name="Bean & Page",
    owner_email="podcasts@example.com",
    image_address=f"{MEDIA}/first-cup.jpg",
    categories=(Category("Arts", "Books"),),
)

#: Tag, attributes, text, and what is below.
Plain = tuple[str, dict[str, str], str | None, list[Any]]


def episode(number: int) -> Item:
    """Return an episode as shows have them: notes of a thousand characters, a few chapters."""
    return Item(
        guid=f"episode-{number}",
        digest=f"digest-{number}",
        title=f"Episode {number}: beans & pages",
        description="<p>" + f"Cup {number} & the book that goes with it. " * 25 + "</p>",
        enclosure=Enclosure(f"{MEDIA}/{number}.mp3", "audio/mpeg", 9_600_000, 600_000),
        published_at=BUILT - timedelta(hours=number),
        number=number,
        season=1 + number // 50,
        allowed=("DE", "AT", "CH"),
        transcripts=(Transcript(f"{MEDIA}/{number}.vtt", "text/vtt", "en", captions=True),),
        chapters=tuple(Chapter(place * 120_000, f"Chapter {place}") for place in range(5)),
        persons=(Person("Ada Brew"), Person("Sam Leaf", "guest")),
    )


def main() -> None:
    """Measure and print, in turns."""
    episodes = [episode(number) for number in range(1, EPISODES + 1)]
    feed = Feeds().write(SHOW, episodes, BUILT)
    known = plain(etree.fromstring(feed))
    assert plain(etree.fromstring(bare(known))) == known
    warm = Feeds()
    warm.write(SHOW, episodes, BUILT)
    whole: list[float] = []
    floor: list[float] = []
    again: list[float] = []
    looked: list[float] = []
    for turn in range(ROUNDS):
        whole.append(_per_second(lambda: Feeds().write(SHOW, episodes, BUILT)))
        floor.append(_per_second(lambda: bare(known)))
        episodes[turn] = replace(episodes[turn], title="Anew", digest=f"anew-{turn}")
        again.append(_per_second(lambda: warm.write(SHOW, episodes, BUILT)))
        looked.append(_per_second(lambda: warm.inspect(SHOW, episodes)))
    print(f"{len(feed) / 1_000_000:.0f} MB of feed; a second, of episodes:")
    report("Feed written whole, beside bare lxml", whole, floor, "goal at least 0.40")
    report("Feed after one episode changed, beside bare lxml", again, floor, "goal at least 10")
    report("Feed looked at, beside bare lxml that writes it", looked, floor, "no goal")
    asyncio.run(read())


async def read() -> None:
    """Measure how long readers wait for a feed that was written before, and print it."""
    async with world() as found:
        path, routes = await _released(found)
        async with _readers(routes) as ours:
            written = await ours.get(path)
            async with _readers([_same(path, written)]) as bare:
                mine: list[float] = []
                floor: list[float] = []
                for _ in range(ROUNDS):
                    mine += [await _waited(ours, path) for _ in range(READS)]
                    floor += [await _waited(bare, path) for _ in range(READS)]
    one, two = statistics.median(mine), statistics.median(floor)
    late = statistics.quantiles(mine, n=20)[-1]
    print(
        f"Feed of {AT_DOOR} episodes at the door, {len(written.content) // 1_000} kB: p50"
        f" {one:.2f} ms beside {two:.2f} ms, p95 {late:.2f} ms (goal p50 of 5 ms at most)"
    )


async def _released(found: World) -> tuple[str, list[BaseRoute]]:
    """Have a feed with its episodes out; return where it is, and its door."""
    scene = await set_up(found)
    hub = replace(scene.hub, feed_writer=Feeds())
    scene.world = replace(found, hub=hub)
    feed = await scene.set_feed()
    for number in range(len(scene.episode_ids), AT_DOOR):
        title = f"Cup {number}"
        made = await catalog.add_episode(hub, ROOT, scene.show_id, title, number + 1, None)
        scene.episode_ids.append(made.id)
    for number in range(AT_DOOR):
        await scene.published(number, description=f"Cup {number} & the book that goes with it.")
    return f"/feeds/{feed.token}/{feed.slug}.xml", feed_routes(hub)


def _readers(routes: list[BaseRoute]) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=Starlette(routes=routes))
    return httpx2.AsyncClient(transport=transport, base_url="http://bench")


def _same(path: str, written: httpx2.Response) -> BaseRoute:
    """Return the floor: a route that has the bytes of an answer at hand."""
    headers = {"Content-Type": written.headers["content-type"]}

    async def answer(_: Request) -> Response:
        return Response(written.content, headers=headers)

    return Route(path, answer)


async def _waited(readers: httpx2.AsyncClient, path: str) -> float:
    """Return how long a reader waits for the whole feed, in milliseconds."""
    begin = time.perf_counter()
    answer = await readers.get(path, headers={"Accept-Encoding": "identity"})
    answer.raise_for_status()
    return (time.perf_counter() - begin) * 1_000


def plain(element: Any) -> Plain:
    """Return an element as plain values."""
    text = (element.text or "").strip() or None
    return element.tag, dict(element.attrib), text, [plain(one) for one in element]


def bare(known: Plain) -> bytes:
    """Build a tree with lxml alone, and write it out."""
    tag, attributes, _, below = known
    root = etree.Element(tag, attributes, nsmap=DECLARED)
    _build(root, below)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _build(parent: Any, below: list[Plain]) -> None:
    for tag, attributes, text, further in below:
        element = etree.SubElement(parent, tag, attributes)
        element.text = text
        if further:
            _build(element, further)


def _per_second(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return EPISODES / (time.perf_counter() - begin)


if __name__ == "__main__":
    main()
