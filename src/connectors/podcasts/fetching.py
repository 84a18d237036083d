"""Fetching public feeds over HTTP: only if they changed, from public addresses, within bounds."""

import asyncio
from urllib.parse import urljoin

import httpx2

from connectors.outgoing import Outgoing
from connectors.podcasts import rss
from connectors.webhooks import addresses
from connectors.webhooks.addresses import Target
from domain.errors import Invalid
from domain.public_feeds import Feed, Fetched, Unreadable

#: How long a look may take, redirects and all, in seconds. Ours.
SECONDS = 60.0

#: The most bytes of a feed, and the most redirects that are followed. Ours.
BYTES_MAX, REDIRECTS_MAX = 50_000_000, 3

#: The longest marks that are sent back; longer ones are not kept, and the feed is fetched whole.
ETAG_MAX, MODIFIED_MAX = 200, 60

_MOVED = frozenset({301, 302, 303, 307, 308})


class FeedFetcher:
    """Fetches feeds; see `domain.podcasts.model.FeedReader`.

    `loopback` lets plain addresses of this machine pass, for a demo. Every redirect is looked at
    as the first address was. Nothing of the environment counts, such as a proxy.
    """

    def __init__(
        self, *, loopback: bool = False, resolve: addresses.Resolve = addresses.looked_up
    ) -> None:
        self._loopback = loopback
        self._resolve = resolve

    def require(self, address: str) -> None:
        """Raise `Invalid` for an address that is never asked."""
        addresses.require(address, loopback=self._loopback)

    async def read(self, feed: Feed) -> Fetched | None:
        """Return what a feed carries; None if that is what it was. Raises `Unreadable`."""
        try:
            async with asyncio.timeout(SECONDS):
                return await self._read(feed)
        except Invalid as refusal:
            raise Unreadable(refusal.message) from refusal
        except TimeoutError as late:
            raise Unreadable(f"It was not read within {SECONDS:g} seconds.") from late
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise Unreadable(f"It could not be reached: {type(error).__name__}.") from error

    async def _read(self, feed: Feed) -> Fetched | None:
        where = feed.address
        for _ in range(REDIRECTS_MAX + 1):
            target = await addresses.checked(where, self._resolve, loopback=self._loopback)
            found = await fetched(target, feed)
            if not isinstance(found, str):
                return found
            where = _led_to(where, found)
        raise Unreadable(f"It leads on more than {REDIRECTS_MAX} times.")


def _led_to(where: str, said: str) -> str:
    """Return where a redirect leads; `Unreadable` where that is no address at all."""
    try:
        return urljoin(where, said)
    except ValueError as error:
        raise Unreadable("It leads on to what is no address.") from error


async def fetched(target: Target, feed: Feed) -> Fetched | str | None:
    """Return what is at a target that was looked at: a feed, where it leads on, or no change.

    Raises `Unreadable`, and what the client does.
    """
    asked = {"host": target.host, "accept-encoding": "identity", "accept": "application/rss+xml"}
    if feed.etag:
        asked["if-none-match"] = feed.etag
    if feed.modified:
        asked["if-modified-since"] = feed.modified
    # A client of its own each time: nothing is kept between feeds, no cookie either.
    async with (
        Outgoing(
            "podcasts",
            timeout=SECONDS,
            trust_env=False,
            follow_redirects=False,
        ) as http,
        http.stream(
            "GET", target.url, headers=asked, extensions={"sni_hostname": target.name}
        ) as answer,
    ):
        if answer.status_code in _MOVED and "location" in answer.headers:
            return str(answer.headers["location"])
        if answer.status_code == httpx2.codes.NOT_MODIFIED:
            return None
        return await _taken(answer)


async def _taken(answer: httpx2.Response) -> Fetched:
    if answer.status_code != httpx2.codes.OK:
        raise Unreadable(f"It answered {answer.status_code}.")
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise Unreadable("It is packed, though it was asked for as it is.")
    read, feed = 0, rss.Feed()
    async for piece in answer.aiter_raw():
        read += len(piece)
        if read > BYTES_MAX:
            raise Unreadable(f"It has more than {BYTES_MAX:,} bytes.")
        feed.take(piece)
    etag = answer.headers.get("etag", "")
    modified = answer.headers.get("last-modified", "")
    return Fetched(
        feed.items(),
        etag if len(etag) <= ETAG_MAX else "",
        modified if len(modified) <= MODIFIED_MAX else "",
    )
