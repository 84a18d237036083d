"""A playlist cannot be deleted: it is emptied, made private, and taken out of the library."""

import pytest

from connectors.spotify.web.fake import Listener
from connectors.spotify.web.target import PlaylistTarget
from domain.jobs.model import GiveUp
from domain.targets.model import Standing
from tests.connectors.spotify.web.conftest import brief, songs


async def test_what_is_removed_holds_nothing_and_is_seen_by_nobody(
    target: PlaylistTarget, listener: Listener
) -> None:
    what = brief(songs(listener))
    report = await target.publish(what, {}, tried=False)
    gone = await target.remove(what, report.outside)
    [playlist] = listener.playlists.values()

    assert gone.standing is Standing.GONE
    assert (playlist.items, playlist.public, listener.library) == ([], False, [])
    assert gone.evidence == (
        f"spotify:playlist:{playlist.id} holds nothing, snapshot {playlist.snapshot}",
        "it is private",
        "it is not in the account's library",
    )


async def test_listeners_lose_the_tracks_first(target: PlaylistTarget, listener: Listener) -> None:
    what = brief(songs(listener))
    report = await target.publish(what, {}, tried=False)
    listener.requests.clear()
    await target.remove(what, report.outside)
    path = f"/v1/playlists/{report.outside['playlist']}"

    assert [one for one in listener.requests if one[0] != "GET"] == [
        ("DELETE", f"{path}/items"),
        ("PUT", path),
        ("DELETE", "/v1/me/library"),
    ]


async def test_strangers_files_and_tracks_that_left_the_catalogue_go_too(
    target: PlaylistTarget, listener: Listener
) -> None:
    what = brief(songs(listener))
    report = await target.publish(what, {}, tried=False)
    [playlist] = listener.playlists.values()
    gone = listener.release("Gone", "Band", "DE")
    del listener.songs[gone.id]
    playlist.items += [f"spotify:track:{gone.id}", "spotify:local:Band:Album:A+file:180"]
    await target.remove(what, report.outside)

    assert playlist.items == []


async def test_removing_twice_is_removing_once(target: PlaylistTarget, listener: Listener) -> None:
    what = brief(songs(listener))
    report = await target.publish(what, {}, tried=False)
    first = await target.remove(what, report.outside)
    again = await target.remove(what, first.outside)

    assert again.standing is Standing.GONE


async def test_what_was_never_made_is_gone(target: PlaylistTarget, listener: Listener) -> None:
    report = await target.remove(brief(songs(listener)), {})

    assert report.standing is Standing.GONE
    assert report.evidence[0].startswith("the account lists no playlist with GL-")


async def test_what_was_made_and_never_heard_of_is_found_and_removed(
    target: PlaylistTarget, listener: Listener
) -> None:
    what = brief(songs(listener))
    await target.publish(what, {}, tried=False)
    report = await target.remove(what, {})

    assert report.standing is Standing.GONE
    assert listener.library == []


async def test_another_account_is_not_touched(target: PlaylistTarget, listener: Listener) -> None:
    what = brief(songs(listener))
    report = await target.publish(what, {}, tried=False)
    listener.account_id = "another"
    with pytest.raises(GiveUp, match="in another account"):
        await target.remove(what, report.outside)


async def test_what_was_removed_can_be_put_there_again(
    target: PlaylistTarget, listener: Listener
) -> None:
    what = brief(songs(listener))
    first = await target.publish(what, {}, tried=False)
    gone = await target.remove(what, first.outside)
    again = await target.publish(what, gone.outside, tried=False)
    [playlist] = listener.playlists.values()

    assert (len(playlist.items), playlist.public) == (4, True)
    assert again.outside["playlist"] == first.outside["playlist"]
    assert listener.library == [playlist.id]
