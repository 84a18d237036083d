"""What stands is compared with what was put there; nothing is changed by looking."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from connectors.spotify.web.fake import Listener
from connectors.spotify.web.fake.state import Playlist
from connectors.spotify.web.target import PlaylistTarget
from domain.jobs.model import GiveUp
from domain.targets.model import Publication, Report, Standing
from tests.connectors.spotify.web.conftest import brief, covered, songs


class Put:
    """A playlist of four tracks that was published and looked at once."""

    def __init__(
        self, target: PlaylistTarget, listener: Listener, what: Publication, report: Report
    ) -> None:
        self.target, self.listener, self.what = target, listener, what
        self.outside: Mapping[str, str] = report.outside
        [self.playlist] = listener.playlists.values()

    async def look(self) -> Report:
        return await self.target.look(self.what, self.outside)


@pytest.fixture
async def put(target: PlaylistTarget, listener: Listener, tmp_path: Path) -> Put:
    what = brief(songs(listener), files=covered(tmp_path))
    first = await target.publish(what, {}, tried=False)
    return Put(target, listener, what, await target.look(what, first.outside))


def uris(playlist: Playlist, order: str) -> list[str]:
    return [playlist.items[int(at)] for at in order]


async def test_what_stands_as_it_was_put_has_no_drift(put: Put) -> None:
    report = await put.look()

    assert (report.standing, report.drift, report.blocked) == (Standing.LIVE, (), frozenset())


async def test_looking_changes_nothing(put: Put) -> None:
    put.playlist.items.clear()
    put.listener.requests.clear()
    await put.look()

    assert {verb for verb, _ in put.listener.requests} == {"GET"}


async def test_what_was_added_removed_and_moved_is_named(put: Put) -> None:
    stranger = put.listener.release("Stranger", "Band", "DE AT")
    items = uris(put.playlist, "302")
    put.playlist.items = [*items, f"spotify:track:{stranger.id}"]
    report = await put.look()

    assert report.drift == (
        "`Stranger` was added",
        "`Song 1` by Band 1 was removed",
        "`Song 3` by Band 3 was moved",
    )


async def test_more_changes_than_ten_are_counted(put: Put) -> None:
    put.playlist.items += [
        f"spotify:track:{put.listener.release(f'New {at}', 'Band', 'DE AT').id}" for at in range(13)
    ]
    report = await put.look()

    assert len(report.drift) == 11
    assert report.drift[-1] == "and 3 more"


async def test_new_labels_are_drift(put: Put) -> None:
    put.playlist.name, put.playlist.description = "Mine now", "Hello"
    put.playlist.public, put.playlist.collaborative = False, True
    put.playlist.cover += 1
    put.listener.library.clear()
    report = await put.look()

    assert report.drift == (
        "it was renamed to `Mine now`",
        "its description was changed",
        "it was made private",
        "it was opened for others to edit",
        "its cover was changed",
        "it was taken out of the account's library",
    )


async def test_a_stripped_title_is_a_takedown(put: Put) -> None:
    put.playlist.name = ""
    report = await put.look()

    assert report.standing is Standing.REMOVED
    assert "stripped its title" in report.problems[0]


async def test_description_and_cover_gone_together_are_a_takedown(put: Put) -> None:
    put.playlist.description, put.playlist.cover = "", 0
    report = await put.look()

    assert report.standing is Standing.REMOVED
    assert "stripped its description, cover" in report.problems[0]


async def test_a_cover_that_somebody_changed_is_put_there_again(put: Put) -> None:
    approved = put.listener.covers[put.playlist.id]
    put.playlist.cover += 1
    put.listener.covers[put.playlist.id] = b"another"
    await put.target.publish(put.what, put.outside, tried=False)

    assert put.listener.covers[put.playlist.id] == approved


async def test_a_cover_gone_alone_is_drift(put: Put) -> None:
    put.playlist.cover = 0
    report = await put.look()

    assert (report.standing, report.drift) == (Standing.LIVE, ("its cover does not show",))


async def test_a_playlist_that_is_not_there_was_removed(put: Put) -> None:
    put.listener.playlists.clear()
    report = await put.look()

    assert report.standing is Standing.REMOVED
    assert report.problems == (f"Spotify has no spotify:playlist:{put.playlist.id} any more",)


async def test_a_market_in_which_nothing_is_played_is_blocked(put: Put) -> None:
    for song in list(put.listener.songs.values()):
        put.listener.songs[song.id] = type(song)(**vars(song) | {"markets": frozenset({"DE"})})
    report = await put.look()

    assert (report.blocked, report.drift) == (frozenset({"AT"}), ())


async def test_a_track_that_is_not_played_in_a_market_any_more_is_named(put: Put) -> None:
    song = next(iter(put.listener.songs.values()))
    held = {"restricted": {"AT": "a new reason"}}
    put.listener.songs[song.id] = type(song)(**vars(song) | held)
    report = await put.look()

    assert report.blocked == frozenset()
    assert report.drift == (
        "`Song 0` by Band 0 cannot be played in AT: Spotify gives the reason `a new reason`",
    )


async def test_another_account_that_was_connected_proves_no_removal(put: Put) -> None:
    put.listener.account_id, put.listener.id = "another", "another"
    put.listener.playlists.clear()
    with pytest.raises(GiveUp, match="in another account of Spotify's; connect that one again"):
        await put.look()
