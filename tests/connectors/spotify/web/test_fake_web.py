"""The fake refuses what Spotify refuses to apps in development mode, in Spotify's form."""

import pytest

from connectors.spotify.errors import OutcomeUnknown, SpotifyError
from connectors.spotify.web.client import WebClient
from connectors.spotify.web.fake import Listener
from tests.connectors.spotify.web.conftest import songs


async def refused(web: WebClient, method: str, path: str, body: object = None) -> SpotifyError:
    with pytest.raises(SpotifyError) as error:
        await web._exchange.send(method, path, json=body)
    return error.value


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
async def test_paths_that_were_taken_away_are_forbidden(
    web: WebClient, listener: Listener, method: str
) -> None:
    path = f"/playlists/{listener.make('Mine').id}/tracks"

    assert (await refused(web, method, path, {"tracks": []})).status == 403


async def test_a_playlist_of_somebody_else_shows_no_contents(
    web: WebClient, listener: Listener
) -> None:
    playlist = listener.make("Theirs")
    playlist.owner = "somebody"
    found = await web.get_playlist(playlist.id)

    assert found is not None
    assert "items" not in found
    assert (await refused(web, "GET", f"/playlists/{playlist.id}/items")).status == 403


async def test_a_playlist_of_somebody_else_cannot_be_changed(
    web: WebClient, listener: Listener
) -> None:
    playlist = listener.make("Theirs")
    playlist.owner = "somebody"
    with pytest.raises(SpotifyError) as error:
        await web.change_playlist(playlist.id, name="Mine")

    assert error.value.status == 403


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("POST", {"uris": ["spotify:track:x"] * 101}),
        ("POST", {"uris": ["spotify:track:x"], "position": 1}),
        ("POST", {"uris": ["x"]}),
        ("PUT", {"range_start": 0, "insert_before": 9}),
        ("PUT", {"range_start": 0, "insert_before": 0, "uris": []}),
        ("DELETE", {"items": [{"uri": "spotify:track:x"}] * 101}),
    ],
)
async def test_items_beyond_bounds_are_refused(
    web: WebClient, listener: Listener, method: str, body: dict[str, object]
) -> None:
    path = f"/playlists/{listener.make('Mine').id}/items"

    assert (await refused(web, method, path, body)).status == 400


async def test_a_cover_that_is_too_large_is_refused(web: WebClient, listener: Listener) -> None:
    playlist = listener.make("Mine")
    with pytest.raises(SpotifyError) as error:
        await web.put_cover(playlist.id, b"\xff\xd8\xff" + bytes(192_000))

    assert error.value.status == 413


async def test_a_search_finds_up_to_ten_in_a_market(web: WebClient, listener: Listener) -> None:
    songs(listener, 12, "DE")
    query = 'track:"song" artist:"band"'

    assert len(await web.search_tracks(query, "DE")) == 10
    assert await web.search_tracks(query, "AT") == []


async def test_what_is_no_id_is_never_asked_for(web: WebClient, listener: Listener) -> None:
    with pytest.raises(OutcomeUnknown, match="is no id of Spotify's"):
        await web.get_playlist("../me")

    assert listener.requests == []


async def test_a_playlist_that_is_not_there_is_none(web: WebClient) -> None:
    assert await web.get_playlist("0" * 22) is None
    assert await web.get_track("0" * 22, "DE") is None
