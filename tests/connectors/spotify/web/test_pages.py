"""Pages that hold fewer rows than they were asked for, and lists that end too early."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx2
import pytest

from connectors.spotify.errors import OutcomeUnknown
from connectors.spotify.web.client import WebClient
from connectors.spotify.web.fake import Listener
from domain.clock import SteppingClock
from tests.changing import Changing
from tests.connectors.spotify.judge import Judged
from tests.connectors.spotify.web.conftest import songs, web_over
from tests.faults.chaos.lists import shortened

ITEMS = 55


@pytest.fixture
async def short(
    judged: Judged, listener: Listener, clock: SteppingClock
) -> AsyncIterator[WebClient]:
    """The account behind something that never gives more than 20 rows at once."""
    async with httpx2.AsyncClient(
        transport=Changing(judged, lambda asked, said: shortened(asked, said, 20))
    ) as http:
        yield web_over(http, listener, clock)


def filled(listener: Listener) -> str:
    made = listener.make("Tea songs")
    made.items = [f"spotify:track:{one.id}" for one in songs(listener, ITEMS)]
    return made.id


async def test_every_item_is_read_once_however_few_a_page_holds(
    short: WebClient, listener: Listener
) -> None:
    playlist = filled(listener)

    items = await short.get_items(playlist)

    assert [one["uri"] for one in items if one] == listener.playlists[playlist].items


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("next", None),
        ("next", "https://elsewhere.example.com/v1/me/playlists"),
        ("next", "https://api.spotify.com/v1/me/playlists?offset=0&limit=50"),
        ("next", "https://[/?offset=60"),
        ("items", []),
    ],
)
async def test_a_list_that_leads_nowhere_before_its_end_is_not_taken_for_whole(
    judged: Judged, listener: Listener, clock: SteppingClock, name: str, said: Any
) -> None:
    playlist = filled(listener)
    async with httpx2.AsyncClient(transport=Changing(judged, _told(name, said))) as http:
        with pytest.raises(OutcomeUnknown):
            await web_over(http, listener, clock).get_items(playlist)


async def test_nothing_is_asked_for_but_at_spotifys_own_address(
    judged: Judged, listener: Listener, clock: SteppingClock
) -> None:
    playlist, asked = filled(listener), list[str]()
    elsewhere = "https://elsewhere.example.com/v1/me?offset=50"

    def said(request: httpx2.Request, answer: httpx2.Response) -> httpx2.Response:
        asked.append(request.url.host)
        first = request.url.params.get("offset") == "0"
        return _told("next", elsewhere)(request, answer) if first else answer

    async with httpx2.AsyncClient(transport=Changing(judged, said)) as http:
        items = await web_over(http, listener, clock).get_items(playlist)

    assert len(items) == ITEMS
    assert "elsewhere.example.com" not in asked


def _told(name: str, said: Any) -> Callable[[httpx2.Request, httpx2.Response], httpx2.Response]:
    def told(request: httpx2.Request, answer: httpx2.Response) -> httpx2.Response:
        if not request.url.path.endswith("/items"):
            return answer
        return httpx2.Response(200, json={**answer.json(), name: said}, request=request)

    return told
