"""Fetching a feed over HTTP."""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from connectors.podcasts import fetching
from connectors.podcasts.fetching import FeedFetcher
from domain.errors import Invalid
from domain.public_feeds import Feed, Fetched, Unreadable
from tests.connectors.podcasts.feeds import feed, item
from tests.stories.fakes import served
from tests.stories.processes import url_of

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)

Give = Callable[[Request], Awaitable[Response]]


def at(address: str, etag: str = "", modified: str = "") -> Feed:
    return Feed("fed_1", "shw_1", address, AT, AT, etag, modified)


@asynccontextmanager
async def serving(give: Give) -> AsyncIterator[str]:
    """Have a host of feeds listen on loopback while the block runs; give its address."""
    app = Starlette(routes=[Route("/{path:path}", give)])
    with socket.create_server(("127.0.0.1", 0)) as held:
        async with served(app, held):
            yield url_of(held)


async def inside(_name: str, _port: int) -> Sequence[str]:
    return ["10.0.0.7"]


async def refused(give: Give, fetcher: FeedFetcher | None = None) -> str:
    """Return why what a host gives is not read."""
    async with serving(give) as url:
        with pytest.raises(Unreadable) as raised:
            await (fetcher or FeedFetcher(loopback=True)).read(at(f"{url}/feed"))
    return str(raised.value)


async def test_a_feed_is_fetched_once_and_then_only_if_it_changed() -> None:
    asked: list[tuple[str | None, str | None]] = []

    async def give(request: Request) -> Response:
        marks = request.headers.get("if-none-match"), request.headers.get("if-modified-since")
        asked.append(marks)
        if marks == ('"1"', "yesterday"):
            return Response(status_code=304)
        headers = {"etag": '"1"', "last-modified": "yesterday"}
        return Response(feed(item("one")), headers=headers)

    async with serving(give) as url:
        fetcher = FeedFetcher(loopback=True)
        first = await fetcher.read(at(f"{url}/feed"))
        assert isinstance(first, Fetched)
        second = await fetcher.read(at(f"{url}/feed", first.etag, first.modified))

    assert [one.guid for one in first.items] == ["one"]
    assert second is None
    assert asked == [(None, None), ('"1"', "yesterday")]


async def test_a_few_redirects_are_followed_and_no_more() -> None:
    async def give(request: Request) -> Response:
        left = int(request.query_params.get("left", "3"))
        return RedirectResponse(f"?left={left - 1}") if left else Response(feed(item("one")))

    async def on(_: Request) -> Response:
        return RedirectResponse("/feed")

    async with serving(give) as url:
        found = await FeedFetcher(loopback=True).read(at(f"{url}/feed"))

    assert found is not None
    assert len(found.items) == 1
    assert await refused(on) == "It leads on more than 3 times."


async def test_a_redirect_to_no_address_is_told_as_what_cannot_be_read() -> None:
    async def nowhere(_: Request) -> Response:
        return Response(status_code=302, headers={"location": "https://[feeds"})

    assert await refused(nowhere) == "It leads on to what is no address."


async def test_a_redirect_into_the_house_is_not_followed() -> None:
    async def give(_: Request) -> Response:
        return RedirectResponse("https://intranet.example.com/feed")

    async with serving(give) as url:

        async def resolve(name: str, _port: int) -> Sequence[str]:
            return [name] if name == "127.0.0.1" else ["10.0.0.7"]

        with pytest.raises(Unreadable, match="not public"):
            await FeedFetcher(loopback=True, resolve=resolve).read(at(f"{url}/feed"))


async def test_an_address_that_leads_into_the_house_is_not_asked() -> None:
    with pytest.raises(Unreadable, match="not public"):
        await FeedFetcher(resolve=inside).read(at("https://feeds.example.com/feed"))
    with pytest.raises(Invalid):
        FeedFetcher().require("http://127.0.0.1/feed")


async def test_a_feed_without_end_is_read_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    async def give(_: Request) -> Response:
        return Response(feed(*(item(f"i{number}") for number in range(100))))

    monkeypatch.setattr(fetching, "BYTES_MAX", 1_000)

    assert await refused(give) == "It has more than 1,000 bytes."


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Response(status_code=503), "It answered 503."),
        (Response(b"x", headers={"content-encoding": "gzip"}), "It is packed"),
        (Response(b"<html/>"), "This is no RSS feed."),
    ],
)
async def test_what_is_no_feed_is_told_and_not_taken(answer: Response, said: str) -> None:
    async def give(_: Request) -> Response:
        return answer

    assert (await refused(give)).startswith(said)
