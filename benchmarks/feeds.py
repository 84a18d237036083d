"""Feeds: 5,000 episodes written, beside lxml that only builds the same tree and writes it out.

The floor knows tags, texts and attributes already and makes elements of them. Ours makes them of
episodes, and keeps what it wrote of each: then one episode changes, and the feed is written again.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from lxml import etree

from benchmarks.stage import report
from connectors.feeds.tags import DECLARED
from connectors.feeds.writing import Feeds
from domain.feed_writing import Category, Channel, Chapter, Enclosure, Item, Person, Transcript

EPISODES, ROUNDS = 5_000, 7

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
