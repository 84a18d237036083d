"""Whether a feed is sound: what Spotify's delivery specification and Apple's rules ask for.

That a picture is square, and how large, is looked at where it comes in; here nobody is called.
"""

from collections.abc import Sequence

from connectors.feeds import channel_rules, item_rules
from connectors.feeds.noting import Notes, shown
from domain.feed_writing import Channel, EpisodeType, Finding, Item, ShowType

#: What findings of the show itself say of where they are.
CHANNEL = "channel"


def inspect(channel: Channel, items: Sequence[Item], *, loopback: bool) -> list[Finding]:
    """Return what is wrong, the channel's first, then items in the order given.

    `loopback` lets plain addresses of this machine pass, for a demo.
    """
    notes = Notes(CHANNEL, loopback)
    channel_rules.look(notes, channel)
    if not items:
        notes.warn("no_items", "The show has no episode", "Publish one before it is submitted")
    found = notes.found
    names: set[str] = set()
    places: dict[tuple[int, int], str] = {}
    for item in items:
        notes = Notes(item.guid, loopback)
        item_rules.look(notes, item)
        _once(notes, item, names)
        _as_its_show(notes, channel, item)
        if channel.kind is ShowType.SERIAL and item.kind is EpisodeType.FULL:
            _in_order(notes, item, places)
        found += notes.found
    return found


def _once(notes: Notes, item: Item, names: set[str]) -> None:
    if item.guid and item.guid in names:
        said = f"Another episode has the GUID `{shown(item.guid)}` already"
        notes.stop("guid_reused", said, "Give every episode its own, and keep it for good")
    names.add(item.guid)


def _as_its_show(notes: Notes, channel: Channel, item: Item) -> None:
    """Look whether an episode is said not to be for adults in a show that is.

    Directories mark every episode of such a show; one that is, in a show that is not, is marked
    alone. Source: Apple's podcast tags, `itunes:explicit`.
    """
    if channel.explicit and not item.explicit:
        said = "The show is for adults, and this episode says that it is not"
        cure = "Leave out whether the episode is, or say that the show is not"
        notes.stop("explicit_show", said, cure)


def _in_order(notes: Notes, item: Item, places: dict[tuple[int, int], str]) -> None:
    """Look whether an episode of a show that is heard in order has a place there of its own."""
    if item.number is None:
        said = "The show is heard in order, and this episode has no number"
        notes.warn("no_number", said, "Number it, or make it a trailer or a bonus")
        return
    place = (item.season or 1, item.number)
    if place in places:
        said = f"Season {place[0]} has an episode {place[1]} already, `{shown(places[place])}`"
        notes.warn("number_reused", said, "Give each episode of a season its own number")
    places.setdefault(place, item.title)
