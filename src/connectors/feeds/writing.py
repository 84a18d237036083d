"""The writer of feeds: a channel, and around it only what changed is written anew."""

from collections.abc import Sequence
from datetime import datetime

from connectors.feeds import channels, inspecting, items
from connectors.feeds.fragments import BYTES_MAX, Fragments
from connectors.feeds.tags import CLOSING, OPENING, fragment
from domain.feed_writing import Channel, Finding, Item

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_END = b"</channel>"


class Feeds:
    """Implements `domain.feed_writing.FeedWriter`; one serves all shows and any thread.

    `loopback` lets plain addresses of this machine pass, for a demo.
    """

    def __init__(self, *, loopback: bool = False, bytes_max: int = BYTES_MAX) -> None:
        self._loopback = loopback
        self._fragments = Fragments(_written, bytes_max)

    def write(self, channel: Channel, items: Sequence[Item], built_at: datetime) -> bytes:
        """Return the feed; see `FeedWriter`. Raises `Invalid` for what XML cannot carry."""
        head = fragment("The show", lambda root: channels.fill(root, channel, built_at))
        parts = [head.removesuffix(_END), *self._fragments.of(items), _END + CLOSING + b"\n"]
        return _DECLARATION + OPENING + b"\n".join(parts)

    def inspect(self, channel: Channel, items: Sequence[Item]) -> Sequence[Finding]:
        """Return what is wrong; see `FeedWriter`."""
        return inspecting.inspect(channel, items, loopback=self._loopback)


def _written(item: Item) -> bytes:
    return fragment(f"Item `{item.guid[:60]}`", lambda root: items.fill(root, item))
