"""What the feeds of shows were found to carry."""

from dataclasses import dataclass
from datetime import datetime

from domain.public_feeds import Item


@dataclass(frozen=True, slots=True)
class Kept:
    """An item in the feed of a show, seen first at `seen_at`.

    `episode_id` is what it is: None if nobody knows, as of what nobody asked for.
    """

    id: str
    feed_id: str
    show_id: str
    item: Item
    seen_at: datetime
    episode_id: str | None = None
