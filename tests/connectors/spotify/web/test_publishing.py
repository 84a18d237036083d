"""A playlist is put there as it was approved, and mended where it is not."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from connectors.spotify.web.fake import Listener, Song
from connectors.spotify.web.fake.state import Playlist
from connectors.spotify.web.target import PlaylistTarget
from domain.targets.model import Refused, Standing
from tests.connectors.spotify.judge import WEB, Judged
from tests.connectors.spotify.web.conftest import COVER_ID, brief, covered, picture, songs, track


def only(listener: Listener) -> Playlist:
    [playlist] = listener.playlists.values()
    return playlist


def uris(found: Sequence[Song]) -> list[str]:
    return [f"spotify:track:{song.id}" for song in found]


async def test_a_playlist_stands_as_it_was_approved(
    target: PlaylistTarget, listener: Listener
) -> None:
    found = songs(listener)
    report = await target.publish(brief(found), {}, tried=False)
    playlist = only(listener)

    assert report.standing is Standing.LIVE
    assert report.address == f"https://open.spotify.com/playlist/{playlist.id}"
    assert (playlist.name, playlist.public) == ("Rain & tea", True)
    assert playlist.description.startswith('For autumn, "indoors" (GL-')
    assert playlist.items == uris(found)


async def test_nobody_sees_it_before_it_is_complete(
    target: PlaylistTarget, listener: Listener, tmp_path: Path
) -> None:
    await target.publish(brief(songs(listener), files=covered(tmp_path)), {}, tried=False)
    made = [at for at, (verb, path) in enumerate(listener.requests) if verb in {"POST", "PUT"}]
    last = listener.requests[made[-1]]

    assert last == ("PUT", f"/v1/playlists/{only(listener).id}")


async def test_the_account_and_the_snapshot_are_kept(
    target: PlaylistTarget, listener: Listener
) -> None:
    report = await target.publish(brief(songs(listener)), {}, tried=False)

    assert report.outside["account"] == listener.account_id
    assert report.outside["snapshot"] == only(listener).snapshot


async def test_a_hundred_tracks_go_in_one_call_and_twice_the_same_track_stays_twice(
    target: PlaylistTarget, listener: Listener
) -> None:
    one, other = songs(listener, 2)
    await target.publish(brief([one, other] * 50), {}, tried=False)
    posts = [path for verb, path in listener.requests if verb == "POST" and "items" in path]

    assert len(posts) == 1
    assert only(listener).items == uris([one, other] * 50)


async def test_publishing_again_writes_nothing(
    target: PlaylistTarget, listener: Listener, tmp_path: Path
) -> None:
    what = brief(songs(listener), files=covered(tmp_path))
    report = await target.publish(what, {}, tried=False)
    listener.requests.clear()
    await target.publish(what, report.outside, tried=True)

    assert {verb for verb, _ in listener.requests} == {"GET"}


async def test_a_revision_changes_what_stands_in_its_place(
    target: PlaylistTarget, listener: Listener
) -> None:
    one, two, three, four = songs(listener)
    report = await target.publish(brief([one, two, three]), {}, tried=False)
    await target.publish(
        brief([three, one, four], title="Rain and tea", revision=2), report.outside, tried=False
    )

    assert only(listener).items == uris([three, one, four])
    assert only(listener).name == "Rain and tea"


async def test_what_somebody_did_behind_the_hub_is_undone_when_it_is_published_again(
    target: PlaylistTarget, listener: Listener
) -> None:
    one, two, three, stranger = songs(listener)
    what = brief([one, two, three])
    report = await target.publish(what, {}, tried=False)
    playlist = only(listener)
    playlist.items = uris([three, stranger, one])
    playlist.public, playlist.collaborative = False, True
    listener.library.clear()
    await target.publish(what, report.outside, tried=False)

    assert playlist.items == uris([one, two, three])
    assert (playlist.public, playlist.collaborative) == (True, False)
    assert listener.library == [playlist.id]


async def test_a_long_purpose_is_cut_and_keeps_our_reference(
    target: PlaylistTarget, listener: Listener
) -> None:
    await target.publish(brief(songs(listener), purpose="tea\n" * 250), {}, tried=False)
    description = only(listener).description

    assert len(description) == 300
    assert "\n" not in description
    assert "… (GL-" in description


async def test_a_track_that_is_not_played_in_a_market_is_named_and_nothing_is_made(
    target: PlaylistTarget, listener: Listener
) -> None:
    here = listener.release("Here", "Band", "DE", "DEABC2600001")
    everywhere = listener.release("Everywhere", "Band", "DE AT", "DEABC2600002")
    absent = {"title": "Nowhere", "artist": "Band", "isrc": "DEABC2600003"}
    with pytest.raises(Refused) as refused:
        await target.publish(brief([here, everywhere, absent]), {}, tried=False)

    assert refused.value.problems == (
        "`Here` by Band cannot be played in AT: Spotify does not have it there",
        "`Nowhere` by Band is not on Spotify by the ISRC DEABC2600003 in AT, DE",
    )
    assert listener.playlists == {}


async def test_a_track_that_was_said_not_to_be_explicit_must_not_be(
    target: PlaylistTarget, listener: Listener
) -> None:
    song = listener.release("Loud", "Band", "DE AT", "DEABC2600001", explicit=True)
    with pytest.raises(Refused, match="is explicit, says Spotify"):
        await target.publish(brief([track(song) | {"explicit": False}]), {}, tried=False)


async def test_a_playlist_for_sites_is_never_put_on_spotify(
    target: PlaylistTarget, listener: Listener
) -> None:
    what = brief(songs(listener))
    what.content["metadata"]["site_ids"] = ["sit_1"]
    with pytest.raises(Refused, match="for sites is never put on Spotify"):
        await target.publish(what, {}, tried=False)

    assert listener.requests == []


async def test_of_several_releases_of_a_recording_the_one_played_everywhere_is_taken(
    target: PlaylistTarget, listener: Listener
) -> None:
    single = listener.release("Song", "Band", "DE", "DEABC2600001")
    album = listener.release("Song", "Band", "DE AT", "DEABC2600001")
    report = await target.publish(brief([single]), {}, tried=False)

    assert report.outside["items"] == album.id


async def test_a_track_without_isrc_is_found_by_its_exact_title_and_artist(
    target: PlaylistTarget, listener: Listener
) -> None:
    listener.release("Tea for two", "Band", "DE AT", "DEABC2600001")
    tea = listener.release("TEA", "Band", "DE AT", "DEABC2600002")
    told = {"title": "tea", "artist": "band", "isrc": ""}
    report = await target.publish(brief([told]), {}, tried=False)

    assert report.outside["items"] == tea.id


async def test_a_track_without_isrc_that_is_several_is_named(
    target: PlaylistTarget, listener: Listener
) -> None:
    for _ in range(2):
        listener.release("Tea", "Band", "DE AT")
    with pytest.raises(Refused, match="is 2 tracks on Spotify; give its ISRC"):
        await target.publish(
            brief([{"title": "Tea", "artist": "Band", "isrc": ""}]), {}, tried=False
        )


async def test_the_cover_is_sent_as_a_small_jpeg(
    target: PlaylistTarget, listener: Listener, tmp_path: Path
) -> None:
    files = covered(tmp_path, picture((3_000, 3_000)))
    await target.publish(brief(songs(listener), files=files), {}, tried=False)
    cover = listener.covers[only(listener).id]

    assert cover.startswith(b"\xff\xd8\xff")
    assert len(cover) <= 192_000


async def test_a_cover_that_is_not_the_approved_file_is_refused(
    target: PlaylistTarget, listener: Listener, tmp_path: Path
) -> None:
    files = covered(tmp_path)
    (tmp_path / COVER_ID).write_bytes(picture((700, 700)))
    with pytest.raises(Refused, match="not the file that was approved"):
        await target.publish(brief(songs(listener), files=files), {}, tried=False)

    assert listener.playlists == {}


async def test_a_cover_that_was_given_up_is_asked_for_to_be_taken_off(
    target: PlaylistTarget, listener: Listener, tmp_path: Path
) -> None:
    found = songs(listener)
    report = await target.publish(brief(found, files=covered(tmp_path)), {}, tried=False)
    report = await target.publish(brief(found, revision=2), report.outside, tried=False)

    assert report.drift == ("it still shows an earlier cover; have it taken off in Spotify",)


@WEB.needed
async def test_every_request_and_answer_is_judged_by_the_document(
    target: PlaylistTarget, listener: Listener, judged: Judged
) -> None:
    await target.publish(brief(songs(listener)), {}, tried=False)

    assert judged.judged == len(listener.requests) > 10


async def test_a_track_without_isrc_that_came_out_twice_is_one_recording(
    target: PlaylistTarget, listener: Listener
) -> None:
    later, first = (
        listener.release("Hills", "Band", played, "DEABC2600001") for played in ("DE", "DE AT")
    )
    without = track(first) | {"isrc": ""}
    await target.publish(brief([without]), {}, tried=False)

    assert only(listener).items == uris([first])
    assert later.id != first.id


async def test_two_names_that_spotify_says_are_one_recording_are_refused_before_it_is_made(
    target: PlaylistTarget, listener: Listener
) -> None:
    song = listener.release("Hills", "Band", "DE AT", "DEABC2600001")
    other = track(song) | {"title": "Hills (as on the single)"}
    without = track(song) | {"isrc": ""}
    with pytest.raises(Refused) as refused:
        await target.publish(brief([other, without]), {}, tried=False)

    assert "are one recording, says Spotify" in str(refused.value)
    assert "give both its ISRC" in str(refused.value)
    assert listener.playlists == {}


async def test_one_name_with_and_without_isrc_was_seen_when_it_was_approved(
    target: PlaylistTarget, listener: Listener
) -> None:
    song = listener.release("Hills", "Band", "DE AT", "DEABC2600001")
    await target.publish(brief([song, track(song) | {"isrc": ""}]), {}, tried=False)

    assert only(listener).items == uris([song, song])


async def test_what_was_taken_down_by_its_isrc_goes_by_another_name_too(
    target: PlaylistTarget, listener: Listener
) -> None:
    song, other = songs(listener, 2)
    twin = track(song) | {"isrc": ""}
    what = brief([twin, other])
    before = await target.publish(what, {}, tried=False)
    what.content["metadata"]["without"] = [song.isrc]
    after = await target.publish(what, before.outside, tried=False)
    looked = await target.look(what, after.outside)

    assert only(listener).items == uris([other])
    assert (looked.standing, looked.drift) == (Standing.LIVE, ())
    listener.playlists[only(listener).id].items.clear()
    assert "`Song 1` by Band 1 was removed" in (await target.look(what, after.outside)).drift
