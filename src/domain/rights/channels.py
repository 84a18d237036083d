"""The ways by which audio reaches people, as far as rights tell them apart. Pure.

A way may lead to another: whoever reads the feed reads it for its own listeners. So what is
prohibited on Spotify is prohibited in the feed that Spotify reads, and not the other way round.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType

from domain.errors import Invalid


class Channel(StrEnum):
    """A way to people. The names are kept with every grant: add, never rename."""

    SPOTIFY = "spotify"
    SPOTIFY_ADS = "spotify-ads"
    RSS = "rss"
    DISTRIBUTION_API = "distribution_api"
    MEGAPHONE = "megaphone"
    WEBHOOK = "webhook"
    SHOPS = "shops"
    ELSEWHERE = "elsewhere"


#: What each is.
MEANS: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.SPOTIFY: "on Spotify, whichever way it came there",
        Channel.SPOTIFY_ADS: "in advertising that Spotify plays",
        Channel.RSS: "in a podcast's feed, which Spotify and all others read",
        Channel.DISTRIBUTION_API: "handed to Spotify by its Distribution API",
        Channel.MEGAPHONE: "by Megaphone, which serves a feed",
        Channel.WEBHOOK: "by a content system of the house, which hands it on",
        Channel.SHOPS: "in shops and other places of business",
        Channel.ELSEWHERE: "anywhere else, where the hub puts nothing",
    }
)

_ALL = frozenset(Channel)

_HANDED_ON = frozenset({Channel.RSS, Channel.SPOTIFY, Channel.ELSEWHERE})

#: Where else something is heard that goes by a way.
_LEADS: Mapping[Channel, frozenset[Channel]] = MappingProxyType(
    {
        Channel.SPOTIFY_ADS: frozenset({Channel.SPOTIFY}),
        Channel.RSS: frozenset({Channel.SPOTIFY, Channel.ELSEWHERE}),
        Channel.DISTRIBUTION_API: frozenset({Channel.SPOTIFY}),
        Channel.MEGAPHONE: _HANDED_ON,
        Channel.WEBHOOK: _HANDED_ON,
    }
)

#: How much of what is no channel is repeated to whoever gave it, in characters.
_SHOWN_MAX = 12


def known(said: str) -> Channel | None:
    """Return the channel of a name, blanks around it and capitals aside; None if it is none."""
    name = said.strip().lower()
    return Channel(name) if name in _ALL else None


def named(said: str, path: tuple[str, ...] = ("channel",)) -> Channel:
    """Return the channel of a name, as `known` does.

    `Invalid`, at `path`, names those there are.
    """
    found = known(said)
    if found is None:
        there = ", ".join(Channel)
        text = f"`{said[:_SHOWN_MAX]}` is no channel; there are {there}."
        raise Invalid("bad_channel", text, path)
    return found


def leads(channel: str, to: Collection[str]) -> bool:
    """Whether what goes by a way is heard on one of `to`; of names that are none, anything is."""
    if channel not in _ALL or not _ALL.issuperset(to):
        return True
    way = Channel(channel)
    return way in to or not _LEADS.get(way, frozenset()).isdisjoint(to)


def spoken() -> str:
    """Return every channel with what it is, as one line."""
    return "; ".join(f"{channel}, {said}" for channel, said in MEANS.items())
