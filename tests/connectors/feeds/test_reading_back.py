"""What was put into a feed comes out of it, in two readers that others wrote."""

import re
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import podcastparser
import pytest
from hypothesis import HealthCheck, given, settings

from connectors.feeds.channels import moment
from connectors.feeds.writing import Feeds
from domain.feed_writing import Channel, Item
from tests.connectors.feeds import anything
from tests.connectors.feeds.judge import Judge, as_read
from tests.connectors.feeds.shows import BUILT

#: How many shows are written, and in the long run.
COUNTS = [25, pytest.param(400, marks=pytest.mark.long)]

Holds = Callable[[Channel, list[Item]], None]


def held(count: int, holds: Holds) -> None:
    """Look whether something holds of so many shows."""
    unhurried = settings(
        max_examples=count, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    unhurried(given(anything.channels, anything.items)(holds))()


@pytest.mark.parametrize("count", COUNTS)
def test_feedsmith_reads_everything_as_it_was_put_in(feedsmith: Judge, count: int) -> None:
    def holds(channel: Channel, items: list[Item]) -> None:
        read = feedsmith.read(Feeds().write(channel, items, BUILT))

        assert read == as_read(channel, items, moment(BUILT))

    held(count, holds)


@pytest.mark.parametrize("count", COUNTS)
def test_podcastparser_reads_what_it_knows_as_it_was_put_in(count: int) -> None:
    def holds(channel: Channel, items: list[Item]) -> None:
        read = parsed(Feeds().write(channel, items, BUILT))

        assert read == {**show(channel), "episodes": [episode(one) for one in newest(items)]}

    held(count, holds)


def parsed(feed: bytes) -> dict[str, Any]:
    """Return what podcastparser reads, without what it makes of other fields."""
    read: dict[str, Any] = podcastparser.parse("https://feeds.example.com/", BytesIO(feed))
    for one in read["episodes"]:
        del one["description"], one["payment_url"]
    read["episodes"].sort(key=lambda one: -one["published"])
    return read


def newest(items: Sequence[Item]) -> list[Item]:
    return sorted(items, key=lambda one: one.published_at, reverse=True)


def squashed(text: str) -> str:
    """Return a text as podcastparser has titles and names: every gap is one blank."""
    return re.sub(r"\s+", " ", text)


def show(channel: Channel) -> dict[str, Any]:
    owner = {"name": squashed(channel.owner_name), "email": channel.owner_email}
    return {
        "title": squashed(channel.title),
        "link": channel.link,
        "description": re.sub(r"[^\S\r\n]+", " ", channel.description),
        "language": channel.language,
        "generator": "Greenlight",
        "itunes_author": squashed(channel.author),
        "cover_url": channel.image_address,
        "itunes_categories": [
            [name for name in (one.name, one.below) if name] for one in channel.categories
        ],
        "explicit": channel.explicit,
        "type": channel.kind.value,
        **({"itunes_owner": owner} if channel.owner_email else {}),
        **({"new_url": channel.moved_to} if channel.moved_to else {}),
    }


def episode(item: Item) -> dict[str, Any]:
    file = item.enclosure
    optional = {
        "number": item.number,
        "season": item.season,
        "episode_art_url": item.image_address or None,
        "chapters": [
            {"start": one.starts_ms // 1_000, "title": one.title}
            | ({"href": one.address} if one.address else {})
            for one in item.chapters
        ]
        or None,
    }
    return {
        "guid": item.guid,
        "title": squashed(item.title),
        "link": item.address,
        "description_html": item.description,
        "published": int(item.published_at.timestamp()),
        "total_time": round((file.duration_ms or 0) / 1_000),
        "enclosures": [{"url": file.address, "file_size": file.size, "mime_type": file.media_type}],
        "explicit": item.explicit,
        "type": item.kind.value,
        **{name: value for name, value in optional.items() if value is not None},
    }
