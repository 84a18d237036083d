"""What Spotify shows of a show, read page by page; every request and answer judged."""

from datetime import date, timedelta
from typing import Any

import httpx2
import pytest

from connectors.spotify.web.client import WebClient
from connectors.spotify.web.exchange import Exchange
from connectors.spotify.web.fake import Fault, Listener
from connectors.spotify.web.fake.airing import SCOPE
from connectors.spotify.web.fake.podcasts import Podcast
from connectors.spotify.web.shows import ShownPages
from domain.clock import SteppingClock
from domain.errors import Upstream
from domain.jobs.model import RetryLater
from domain.shown.model import NEWEST_MAX, Pages, Shown, Shut
from tests.connectors.spotify.judge import Judged
from tests.connectors.spotify.web.test_faults import Open

ABOUT = "<p>Beans &amp; beats</p>"


@pytest.fixture
def pages(web: WebClient) -> Pages:
    async def client_of(brand_id: str) -> WebClient:
        assert brand_id == "brd_1"
        return web

    return ShownPages(client_of)


@pytest.fixture
def podcast(listener: Listener) -> Podcast:
    return listener.podcast("Beans and Beats")


async def newest(pages: Pages, podcast: Podcast, market: str = "DE") -> list[str]:
    """Return what a show's newest episodes are called."""
    found = await pages.newest("brd_1", podcast.id, market)
    assert found is not None
    return [one.title for one in found]


def answering(told: dict[str, Any], status: int = 200) -> ShownPages:
    """Return pages of a Spotify that always gives one answer, which no document knows."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(status, json=told))

    async def client_of(_: str) -> WebClient:
        http = httpx2.AsyncClient(transport=transport)
        return WebClient(Exchange(http, Open(), base_url="https://api.spotify.com/v1"))

    return ShownPages(client_of)


async def test_an_episode_is_read_as_listeners_see_it(
    pages: Pages, podcast: Podcast, judged: Judged
) -> None:
    aired = podcast.air("The first cup", ABOUT, "2026-12-01")
    found = await pages.newest("brd_1", podcast.id, "DE")
    alone = await pages.one("brd_1", aired.id, "DE")

    assert found == [Shown(aired.id, "The first cup", ABOUT, date(2026, 12, 1))]
    assert alone == found[0]
    assert judged.judged == 2


async def test_no_more_than_the_newest_are_read_of_ten_thousand(
    pages: Pages, podcast: Podcast, listener: Listener
) -> None:
    for number in range(10_000):
        podcast.air(f"Cup {number}", "", "2026-12-01")
    found = await newest(pages, podcast)

    assert (len(found), found[0]) == (NEWEST_MAX, "Cup 9999")
    assert len([one for one in listener.requests if "episodes" in one[1]]) == 4


async def test_what_is_in_another_market_or_to_come_is_not_shown(
    pages: Pages, podcast: Podcast, clock: SteppingClock
) -> None:
    away = podcast.air("Elsewhere", "", "2026-12-01", "AT")
    podcast.air("Later", "", "2026-12-01", shows_at=clock.now() + timedelta(hours=1))
    early = await newest(pages, podcast), await pages.one("brd_1", away.id, "DE")
    clock.advance(timedelta(hours=1))

    assert early == ([], None)
    assert await newest(pages, podcast) == ["Later"]


async def test_a_show_that_is_not_there_is_none(pages: Pages) -> None:
    assert await pages.newest("brd_1", "0" * 22, "DE") is None


async def test_why_an_episode_is_not_played_is_said(pages: Pages, podcast: Podcast) -> None:
    aired = podcast.air("The first cup", "", "2026-12-01", reason="market")
    found = await pages.one("brd_1", aired.id, "DE")

    assert found is not None
    assert found.unplayed == "Spotify does not have it there"


async def test_only_a_day_is_a_day_of_release(pages: Pages, podcast: Podcast) -> None:
    aired = podcast.air("The first cup", "", "2026-12", precision="month")
    found = await pages.one("brd_1", aired.id, "DE")

    assert found is not None
    assert found.released_on is None


async def test_an_account_without_the_scope_has_somebody_connect_it_again(
    pages: Pages, podcast: Podcast, listener: Listener
) -> None:
    listener.scopes -= {SCOPE}

    with pytest.raises(Shut, match="connect it again"):
        await newest(pages, podcast)


async def test_an_account_that_was_shut_has_somebody_connect_it_again(
    pages: Pages, podcast: Podcast, listener: Listener
) -> None:
    listener.refresh_token = "another"

    with pytest.raises(Shut, match="Nothing is looked at"):
        await newest(pages, podcast)


async def test_a_quota_that_is_used_up_is_waited_for(
    pages: Pages, podcast: Podcast, listener: Listener
) -> None:
    listener.quota = 0

    with pytest.raises(RetryLater) as waits:
        await newest(pages, podcast)
    assert waits.value.seconds >= 3_600


async def test_a_read_that_fails_once_or_is_held_for_a_moment_is_read_again(
    pages: Pages, podcast: Podcast, listener: Listener
) -> None:
    podcast.air("The first cup", "", "2026-12-01")
    for fault in (Fault(), Fault(status=429), Fault(after_success=True)):
        listener.faults = [fault]
        assert await newest(pages, podcast) == ["The first cup"]
        assert listener.faults == []


async def test_a_server_that_keeps_failing_says_nothing_of_what_is_shown(
    pages: Pages, podcast: Podcast, listener: Listener
) -> None:
    listener.faults = [Fault(nth) for nth in (1, 2, 3)]

    with pytest.raises(Upstream):
        await pages.one("brd_1", podcast.id, "DE")


async def test_what_an_answer_does_not_name_is_left_out() -> None:
    named = {"id": "a" * 22, "name": "Cup", "is_playable": True, "release_date": 7}
    rows = [None, 7, {}, {"id": 1, "name": "x"}, {"id": "b" * 22, "name": None}, named]
    pages = answering({"items": rows, "next": None})

    assert await pages.newest("brd_1", "a" * 22, "DE") == [Shown("a" * 22, "Cup")]


async def test_an_answer_that_is_no_list_proves_nothing() -> None:
    with pytest.raises(Upstream):
        await answering({}).newest("brd_1", "a" * 22, "DE")
    with pytest.raises(Upstream):
        await answering({}).one("brd_1", "a" * 22, "DE")
