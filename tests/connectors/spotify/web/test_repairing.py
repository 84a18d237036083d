"""Somebody else edits the playlist while the hub does."""

import pytest

from connectors.spotify.errors import SpotifyError
from connectors.spotify.web.client import WebClient
from connectors.spotify.web.fake import Fault, Listener
from connectors.spotify.web.repairing import TRIES_MAX, repair
from domain.jobs.model import RetryLater
from tests.connectors.spotify.web.conftest import Meddling, songs


async def test_what_somebody_adds_while_it_is_filled_is_taken_out_again(
    web: WebClient, listener: Listener, somebody: Meddling
) -> None:
    playlist = listener.make("Mine")
    one, two, three = [f"spotify:track:{song.id}" for song in songs(listener, 3)]

    def add(method: str, _path: str) -> None:
        if method == "POST" and three not in playlist.items:
            playlist.items.insert(0, three)

    somebody.then = add
    playlist.items = []
    await repair(web, playlist.id, [one, two])

    assert playlist.items == [one, two]


async def test_what_somebody_takes_out_between_reading_and_moving_is_put_in_again(
    web: WebClient, listener: Listener, somebody: Meddling
) -> None:
    playlist = listener.make("Mine")
    wanted = [f"spotify:track:{song.id}" for song in songs(listener, 3)]
    playlist.items = [wanted[2], wanted[0], wanted[1]]
    taken: list[str] = []

    def take(_method: str, path: str) -> None:
        if path.endswith("/items") and not taken:
            taken.append(playlist.items.pop())

    somebody.then = take
    await repair(web, playlist.id, wanted)

    assert playlist.items == wanted


async def test_somebody_who_never_stops_is_waited_for(
    web: WebClient, listener: Listener, somebody: Meddling
) -> None:
    playlist = listener.make("Mine")
    one, two = [f"spotify:track:{song.id}" for song in songs(listener, 2)]

    def clear(method: str, _path: str) -> None:
        if method == "POST":
            playlist.items.clear()

    somebody.then = clear
    with pytest.raises(RetryLater, match="somebody edits the playlist"):
        await repair(web, playlist.id, [one, two])
    posts = [path for verb, path in listener.requests if verb == "POST"]

    assert len(posts) == TRIES_MAX


@pytest.mark.parametrize("status", [400, 409])
async def test_a_step_for_an_earlier_snapshot_is_planned_again(
    web: WebClient, listener: Listener, status: int
) -> None:
    playlist = listener.make("Mine")
    wanted = [f"spotify:track:{song.id}" for song in songs(listener, 2)]
    listener.faults = [Fault(1, "POST", status=status)]
    await repair(web, playlist.id, wanted)

    assert playlist.items == wanted


async def test_what_spotify_never_takes_is_said_in_its_words(
    web: WebClient, listener: Listener
) -> None:
    playlist = listener.make("Mine")
    wanted = [f"spotify:track:{song.id}" for song in songs(listener, 1)]
    listener.faults = [Fault(nth, "POST", status=400) for nth in range(1, TRIES_MAX + 1)]
    with pytest.raises(SpotifyError) as error:
        await repair(web, playlist.id, wanted)

    assert error.value.status == 400
