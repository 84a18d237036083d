"""feedsmith, a reader of feeds in another language, and what it is to read."""

import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from connectors.feeds.channels import moment
from domain.feed_writing import Category, Channel, Item, Person
from tests import node

PLACE = node.place("feedsmith")
READER = Path(node.__file__).parent / "feedsmith" / "reader.mjs"


class Judge:
    """A process that reads one feed after the other."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def read(self, feed: bytes) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(feed.decode()) + "\n")
        self._process.stdin.flush()
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found


@contextmanager
def judge() -> Iterator[Judge]:
    with subprocess.Popen(
        ["node", READER, PLACE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        yield Judge(process)


def as_read(channel: Channel, items: Sequence[Item], built: str) -> dict[str, Any]:
    """Return everything that is in a feed, as feedsmith tells it."""
    here = {"href": channel.address, "rel": "self", "type": "application/rss+xml"}
    return said(
        title=channel.title,
        link=channel.link,
        description=channel.description,
        language=channel.language,
        copyright=channel.copyright,
        generator="Greenlight",
        lastBuildDate=built,
        atom={"links": [here]},
        itunes=_itunes(channel),
        podcast=said(
            guid=channel.guid,
            medium="podcast",
            locked=said(value=channel.locked, owner=channel.owner_email),
            persons=[_person(one) for one in channel.persons],
        ),
        media=_media(channel.allowed),
        spotify=said(
            countryOfOrigin=" ".join(channel.origins).lower(),
            limit=said(recentCount=channel.recent),
        ),
        items=[_item(one) for one in items],
    )


def said(**given: Any) -> dict[str, Any]:
    """Return what is said at all; no and nothing differ."""
    return {name: value for name, value in given.items() if value not in (None, "", (), [], {})}


def _itunes(channel: Channel) -> dict[str, Any]:
    owner = {"name": channel.owner_name, "email": channel.owner_email}
    return said(
        author=channel.author,
        image=channel.image_address,
        categories=[_category(one) for one in channel.categories],
        explicit=channel.explicit,
        type=channel.kind.value,
        owner=owner if channel.owner_email else None,
        complete=channel.complete or None,
        block=channel.hidden or None,
        newFeedUrl=channel.moved_to,
    )


def _category(category: Category) -> dict[str, Any]:
    return said(text=category.name, categories=[{"text": one} for one in [category.below] if one])


def _media(allowed: Sequence[str]) -> dict[str, Any]:
    codes = " ".join(allowed).lower()
    only = {"value": codes, "relationship": "allow", "type": "country"}
    return {"restrictions": [only]} if allowed else {}


def _person(one: Person) -> Mapping[str, Any]:
    return said(
        display=one.name, role=one.role, group=one.group, href=one.address, img=one.image_address
    )


def _item(item: Item) -> dict[str, Any]:
    file = item.enclosure
    long_ = file.duration_ms
    return said(
        guid={"value": item.guid, "isPermaLink": False},
        title=item.title,
        link=item.address,
        description=item.description,
        content={"encoded": item.description},
        pubDate=moment(item.published_at),
        enclosures=[{"url": file.address, "length": file.size, "type": file.media_type}],
        itunes=said(
            duration=None if long_ is None else round(long_ / 1_000),
            image=item.image_address,
            explicit=item.explicit,
            episode=item.number,
            season=item.season,
            episodeType=item.kind.value,
        ),
        podcast=_podcast(item),
        psc=said(
            chapters=[
                said(start=_clock(one.starts_ms), title=one.title, href=one.address)
                for one in item.chapters
            ]
        ),
        media=_media(item.allowed),
        dcterms=_valid(item),
    )


def _valid(item: Item) -> dict[str, Any]:
    if item.ends_at is None:
        return {}
    begins, ends = (f"{at:%Y-%m-%dT%H:%M:%S}+00:00" for at in (item.published_at, item.ends_at))
    return {"valid": [f"start={begins}; end={ends}; scheme=W3C-DTF"]}


def _podcast(item: Item) -> dict[str, Any]:
    address = item.chapters_address
    return said(
        transcripts=[
            said(
                url=one.address,
                type=one.media_type,
                language=one.language,
                rel="captions" if one.captions else "",
            )
            for one in item.transcripts
        ],
        chapters={"url": address, "type": "application/json+chapters"} if address else {},
        persons=[_person(one) for one in item.persons],
    )


def _clock(ms: int) -> str:
    minutes, ms = divmod(ms, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{ms / 1_000:06.3f}"
