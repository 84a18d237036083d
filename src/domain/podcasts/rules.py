"""Which episode an item is, where it is live, and when a feed is looked at again. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from urllib.parse import quote, urlsplit

from domain.catalog.model import Episode
from domain.language_tags import known
from domain.podcasts.model import Kept
from domain.public_feeds import Feed
from domain.rights.channels import Channel
from domain.rights.live.model import Shown
from domain.rights.live.rules import OUTSIDE_ID_MAX, PUBLISHER_MAX
from domain.rights.model import Subject, SubjectKind, Use
from domain.text import folded

#: How often a feed is looked at, and how seldom at least after looks that failed.
EVERY, SELDOM = timedelta(minutes=30), timedelta(hours=24)


def wait(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row: twice as long each time."""
    return min(EVERY * (1 << min(failures, 10)), SELDOM)


def episodes_of(items: Sequence[Kept], episodes: Iterable[Episode]) -> Mapping[str, str]:
    """Return the episode that each item is, by the item's id.

    What was known of an item stays so. Else it is by its title, where exactly one episode of the
    show and one item have it; nothing is guessed.
    """
    known = {one.id: one.episode_id for one in items if one.episode_id is not None}
    taken = set(known.values())
    named: dict[str, list[str]] = {}
    for episode in episodes:
        if episode.id not in taken:
            named.setdefault(_plain(episode.title), []).append(episode.id)
    called: dict[str, list[str]] = {}
    for one in items:
        if one.id not in known:
            called.setdefault(_plain(one.item.title), []).append(one.id)
    for title, found in called.items():
        if len(found) == 1 and len(there := named.get(title, [])) == 1:
            known[found[0]] = there[0]
    return known


def prefix(feed: Feed) -> str:
    """Return what the addresses of all that is live in a feed begin with."""
    return f"{feed.address}#"


def publisher(feed: Feed) -> str:
    """Return who shows what is in a feed: its host, as exposures have it."""
    return (urlsplit(feed.address).hostname or "")[:PUBLISHER_MAX]


def shown(feed: Feed, kept: Kept, episode_id: str, language: str | None) -> Shown:
    """Return an item as it is live: at its name in the feed, wherever its publisher shows it."""
    item = kept.item
    return Shown(
        subject=Subject(SubjectKind.EPISODE, episode_id),
        use=Use.STREAM,
        channel=Channel.RSS,
        publisher=publisher(feed),
        outside_id=_address(feed, item.guid),
        include=item.only or ("WORLD",),
        exclude=item.never,
        language=known(language),
    )


def _address(feed: Feed, guid: str) -> str:
    named = prefix(feed) + quote(guid, safe="")
    if len(named) <= OUTSIDE_ID_MAX:
        return named
    return prefix(feed) + sha256(guid.encode()).hexdigest()


def _plain(title: str) -> str:
    return " ".join(folded(title).split())
