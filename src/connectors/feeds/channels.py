"""A show as a feed's channel says it. Sources: see `domain/feed_writing.py`."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime

from connectors.feeds.tags import ATOM, ITUNES, PODCAST, SPOTIFY, Element, allow, put
from domain.feed_writing import Category, Channel, Person


def fill(root: Element, channel: Channel, built_at: datetime) -> None:
    """Put a channel without its items below the root."""
    place = put(root, "channel")
    put(place, "title", channel.title)
    put(place, "link", channel.link)
    put(place, "description", channel.description)
    put(place, "language", channel.language)
    if channel.copyright:
        put(place, "copyright", channel.copyright)
    put(place, "generator", "Greenlight")
    put(place, "lastBuildDate", moment(built_at))
    here = {"href": channel.address, "rel": "self", "type": "application/rss+xml"}
    put(place, f"{ATOM}link", **here)
    _apple(place, channel)
    _namespace(place, channel)
    _spotify(place, channel)


def moment(at: datetime) -> str:
    """Return an instant as RFC 2822 writes it."""
    return format_datetime(at.astimezone(UTC), usegmt=True)


def truth(value: bool) -> str:  # noqa: FBT001  It is the value itself.
    """Return whether something is so, in the word of Apple's tags."""
    return "true" if value else "false"


def take_part(parent: Element, persons: Sequence[Person]) -> None:
    """Say who is heard or had a part."""
    for one in persons:
        said = {"role": one.role, "group": one.group, "href": one.address, "img": one.image_address}
        put(parent, f"{PODCAST}person", one.name, **said)


def _apple(place: Element, channel: Channel) -> None:
    put(place, f"{ITUNES}author", channel.author)
    put(place, f"{ITUNES}image", href=channel.image_address)
    for one in channel.categories:
        _category(place, one)
    put(place, f"{ITUNES}explicit", truth(channel.explicit))
    put(place, f"{ITUNES}type", channel.kind.value)
    if channel.owner_email:
        owner = put(place, f"{ITUNES}owner")
        put(owner, f"{ITUNES}name", channel.owner_name)
        put(owner, f"{ITUNES}email", channel.owner_email)
    if channel.complete:
        put(place, f"{ITUNES}complete", "Yes")
    if channel.hidden:
        put(place, f"{ITUNES}block", "Yes")
    if channel.moved_to:
        put(place, f"{ITUNES}new-feed-url", channel.moved_to)


def _category(place: Element, category: Category) -> None:
    above = put(place, f"{ITUNES}category", text=category.name)
    if category.below:
        put(above, f"{ITUNES}category", text=category.below)


def _namespace(place: Element, channel: Channel) -> None:
    put(place, f"{PODCAST}guid", channel.guid)
    put(place, f"{PODCAST}medium", "podcast")
    put(place, f"{PODCAST}locked", "yes" if channel.locked else "no", owner=channel.owner_email)
    take_part(place, channel.persons)


def _spotify(place: Element, channel: Channel) -> None:
    allow(place, channel.allowed)
    if channel.origins:
        put(place, f"{SPOTIFY}countryOfOrigin", " ".join(channel.origins).lower())
    if channel.recent is not None:
        put(place, f"{SPOTIFY}limit", recentCount=str(channel.recent))
