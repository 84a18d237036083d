"""What is kept of the feeds that the hub makes: what was said of each, and what was put into it."""

from dataclasses import dataclass
from datetime import datetime

from domain.feed_writing import Category, Item, ShowType
from domain.requests.model import RequestState


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """What people say of a show's feed, besides the show's own title and language.

    `artwork_asset_id` is a picture of the show's brand. `language` is BCP 47, the show's where it
    is empty; `origins` are ISO 3166 codes by priority. The rest is as `domain.feed_writing.Channel`
    has it.
    """

    link: str
    description: str
    author: str
    owner_name: str
    owner_email: str
    artwork_asset_id: str
    categories: tuple[Category, ...]
    explicit: bool = False
    kind: ShowType = ShowType.EPISODIC
    copyright: str = ""
    language: str = ""
    origins: tuple[str, ...] = ()
    recent: int | None = None
    locked: bool = True
    complete: bool = False
    hidden: bool = False
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class ShowFeed:
    """The feed of a show. `token` and `slug` make its address, and stay for good.

    So does `guid`, by which directories know the show wherever its feed moves: that of the feed
    which the show had before, or one that follows from the first address.

    `version` counts every change of it and of what is in it. It is served no more since
    `removed_at`.
    """

    id: str
    show_id: str
    token: str
    slug: str
    settings: FeedSettings
    version: int
    made_at: datetime
    changed_at: datetime
    removed_at: datetime | None = None
    guid: str = ""


@dataclass(frozen=True, slots=True)
class KeptItem:
    """An episode that was put into a feed by a request at `put_at`, as `revision` of it said.

    It is to be heard in [`opens_at`, `ends_at`), and was taken out at `removed_at`.
    """

    id: str
    feed_id: str
    episode_id: str
    request_id: str
    revision: int
    item: Item
    opens_at: datetime
    ends_at: datetime | None
    put_at: datetime
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """What decides whether something that is in a feed may be shown.

    `state` is that of its request, since `moved_at` at the latest. `live` says that it is live as
    far as the hub knows; `began_at` when it last was, `ended_at` when it last was not any more,
    None if that never was.
    """

    item_id: str
    opens_at: datetime
    ends_at: datetime | None
    put_at: datetime
    state: RequestState
    moved_at: datetime
    live: bool
    began_at: datetime | None
    ended_at: datetime | None
