"""Whatever call fails, is not heard of or is refused: run again, it ends as it was wanted, once."""

from collections.abc import Mapping
from pathlib import Path

import httpx2
import pytest

from connectors.spotify.errors import RateLimited
from connectors.spotify.web.exchange import WAIT_SECONDS_MAX, WINDOW_SECONDS, Exchange
from connectors.spotify.web.fake import Fault, Listener
from connectors.spotify.web.fake.server import RATE_MAX
from connectors.spotify.web.target import PlaylistTarget
from domain.clock import SteppingClock
from domain.errors import Upstream
from domain.jobs.model import GiveUp, RetryLater
from domain.targets.model import Begun, NotLetIn, Publication, Report, Standing, Undecided
from tests.connectors.spotify.web.conftest import Meddling, brief, covered, songs

KINDS = {
    "is refused for a while": Fault(status=429),
    "fails": Fault(status=500),
    "is done and not heard of": Fault(after_success=True),
}


class Open:
    """Hands out a token, whoever asks."""

    async def access(self, *, stale: str | None = None) -> str:  # noqa: ARG002  There is one.
        return "access"


@pytest.fixture(params=KINDS)
def fault(request: pytest.FixtureRequest) -> Fault:
    return KINDS[request.param]


def strike(listener: Listener, fault: Fault, nth: int, method: str = "") -> None:
    listener.faults = [Fault(nth, method, status=fault.status, after_success=fault.after_success)]


async def published(target: PlaylistTarget, what: Publication) -> Report:
    """Publish as a worker does that forgets whatever it was not told."""
    for tried in (False, True, True):
        try:
            return await target.publish(what, {}, tried=tried)
        except (RetryLater, Upstream):
            continue
    raise AssertionError


async def test_every_write_of_publishing_that_goes_wrong_is_made_good(
    target: PlaylistTarget, listener: Listener, tmp_path: Path, fault: Fault
) -> None:
    what = brief(songs(listener, 2), files=covered(tmp_path))
    wanted = [f"spotify:track:{one}" for one in listener.songs]
    struck = 0
    for method in ("POST", "PUT"):
        for nth in (1, 2):
            listener.playlists.clear()
            listener.library.clear()
            strike(listener, fault, nth, method)
            await published(target, what)
            struck += not listener.faults
            [playlist] = listener.playlists.values()

            assert (playlist.items, playlist.public) == (wanted, True)
            assert playlist.cover > 0

    assert struck == 4  # Made, filled, given its cover, shown.


async def test_what_stops_a_playlist_that_was_made_says_that_it_stands(
    target: PlaylistTarget, listener: Listener
) -> None:
    what = brief(songs(listener, 1), markets=("DE",))
    begun = []
    for nth in (1, 2):  # It is made, and filled.
        strike(listener, Fault(status=429), nth, "POST")
        with pytest.raises(RetryLater) as stop:
            await target.publish(what, {}, tried=False)
        begun.append(isinstance(stop.value, Begun) and stop.value.outside["playlist"])

    assert begun == [False, next(iter(listener.playlists))]


async def test_every_call_of_publishing_that_is_not_heard_of_leaves_one_playlist(
    target: PlaylistTarget, listener: Listener
) -> None:
    what = brief(songs(listener, 1), markets=("DE",))
    nth, left = 0, False
    while not left:
        nth += 1
        listener.playlists.clear()
        listener.library.clear()
        strike(listener, Fault(after_success=True), nth)
        await published(target, what)
        left = bool(listener.faults)
        [playlist] = listener.playlists.values()

        assert len(playlist.items) == 1

    assert nth > 10


async def test_every_call_of_removing_that_is_not_heard_of_is_made_good(
    target: PlaylistTarget, listener: Listener, fault: Fault
) -> None:
    what = brief(songs(listener, 1), markets=("DE",))
    for method, nth in (("GET", 1), ("DELETE", 1), ("DELETE", 2), ("PUT", 1)):
        report = await target.publish(what, {}, tried=False)
        strike(listener, fault, nth, method)
        try:
            await target.remove(what, report.outside)
        except (RetryLater, Upstream):
            await target.remove(what, report.outside)
        [playlist] = listener.playlists.values()

        assert listener.faults == []
        assert (playlist.items, playlist.public, listener.library) == ([], False, [])
        listener.playlists.clear()


async def test_a_repair_that_is_broken_off_anywhere_is_finished(
    target: PlaylistTarget, listener: Listener
) -> None:
    one, two, three, four, five = songs(listener, 5)
    what = brief([one, two, three, four])
    report = await target.publish(what, {}, tried=False)
    [playlist] = listener.playlists.values()
    wanted = list(playlist.items)
    for verb in ("POST", "PUT", "DELETE"):
        playlist.items = [wanted[3], f"spotify:track:{five.id}", wanted[0], wanted[1]]
        strike(listener, Fault(after_success=True), 1, verb)
        with pytest.raises(Upstream):
            await target.publish(what, report.outside, tried=False)
        await target.publish(what, report.outside, tried=True)

        assert playlist.items == wanted


async def test_a_token_that_ends_midway_is_renewed(
    target: PlaylistTarget, listener: Listener, somebody: Meddling
) -> None:
    def end(method: str, _path: str) -> None:
        if method == "GET":
            listener.access.clear()

    somebody.then = end
    await target.publish(brief(songs(listener)), {}, tried=False)
    [playlist] = listener.playlists.values()

    assert (len(playlist.items), playlist.public) == (4, True)


async def test_an_account_that_took_its_word_back_is_to_be_connected_again(
    target: PlaylistTarget, listener: Listener
) -> None:
    listener.refresh_token = "another"
    with pytest.raises(GiveUp, match="connect the ad account again"):
        await target.publish(brief(songs(listener)), {}, tried=False)


async def test_a_token_that_ends_twice_in_a_row_is_no_end_of_what_was_granted(
    target: PlaylistTarget, listener: Listener, somebody: Meddling
) -> None:
    def end(_method: str, _path: str) -> None:
        listener.access.clear()

    somebody.then = end
    with pytest.raises(NotLetIn, match="connect the brand's account again"):
        await target.publish(brief(songs(listener)), {}, tried=False)


async def test_a_missing_scope_is_for_its_owner_to_mend(
    target: PlaylistTarget, listener: Listener
) -> None:
    listener.scopes -= {"playlist-modify-private"}
    with pytest.raises(GiveUp, match="Insufficient client scope"):
        await target.publish(brief(songs(listener)), {}, tried=False)


async def test_too_many_requests_wait_as_long_as_spotify_says(
    target: PlaylistTarget, listener: Listener, clock: SteppingClock
) -> None:
    listener.hits = [clock.now().timestamp()] * RATE_MAX
    with pytest.raises(RetryLater) as later:
        await target.publish(brief(songs(listener)), {}, tried=False)

    assert later.value.seconds == 7


async def test_a_moment_is_waited_for_in_the_midst_of_reading(
    target: PlaylistTarget, listener: Listener
) -> None:
    listener.faults = [Fault(nth, "GET", status=429) for nth in (2, 5, 6, 9)]
    report = await target.publish(brief(songs(listener)), {}, tried=False)

    assert listener.faults == []
    assert report.standing is Standing.LIVE


async def test_a_quota_that_is_used_up_waits_long_and_says_so(
    target: PlaylistTarget, listener: Listener
) -> None:
    listener.quota = 5
    with pytest.raises(RetryLater, match="the quota of the app is used up") as later:
        await target.publish(brief(songs(listener)), {}, tried=False)

    assert later.value.seconds == 3_600


async def test_a_playlist_of_the_same_name_without_our_reference_is_for_a_person(
    target: PlaylistTarget, listener: Listener
) -> None:
    listener.make("Rain & tea")
    with pytest.raises(Undecided, match="stands there without our reference"):
        await target.publish(brief(songs(listener)), {}, tried=True)


@pytest.mark.parametrize("words", ["GL-2024 for autumn", "By GL-", "NGL-ABCDEFGHIJ"])
async def test_words_that_only_begin_as_our_reference_does_are_for_a_person(
    target: PlaylistTarget, listener: Listener, words: str
) -> None:
    listener.make("Rain & tea", words)
    with pytest.raises(Undecided, match="stands there without our reference"):
        await target.publish(brief(songs(listener)), {}, tried=True)


async def test_two_playlists_with_our_reference_are_for_a_person(
    target: PlaylistTarget, listener: Listener
) -> None:
    what = brief(songs(listener))
    await target.publish(what, {}, tried=False)
    [first] = listener.playlists.values()
    listener.make("A copy", first.description)
    with pytest.raises(Undecided, match="2 playlists carry GL-"):
        await target.publish(what, {}, tried=True)


async def test_one_that_is_found_among_hundreds_is_used(
    target: PlaylistTarget, listener: Listener
) -> None:
    what = brief(songs(listener))
    first = await target.publish(what, {}, tried=False)
    for at in range(120):
        listener.make(f"Another {at}")
    again = await target.publish(what, {}, tried=True)

    assert again.outside["playlist"] == first.outside["playlist"]


@pytest.mark.parametrize("path", ["/me", "/me/playlists", "/playlists/{}", "/playlists/{}/items"])
async def test_an_answer_that_is_good_and_empty_proves_no_end(
    target: PlaylistTarget, listener: Listener, somebody: Meddling, path: str
) -> None:
    what = brief(songs(listener, 1))
    report = await target.publish(what, {}, tried=False)
    somebody.hollow = path.format(report.outside["playlist"])
    known = {} if path == "/me/playlists" else report.outside
    with pytest.raises(Upstream):
        await target.remove(what, known)
    [playlist] = listener.playlists.values()

    assert len(playlist.items) == 1


@pytest.mark.parametrize(
    ("said", "seconds"), [("9" * 400, WAIT_SECONDS_MAX), ("soon", WINDOW_SECONDS)]
)
async def test_no_wait_is_longer_than_a_day_whatever_is_said(said: str, seconds: float) -> None:
    told = httpx2.Response(429, headers={"Retry-After": said}, json={})
    async with httpx2.AsyncClient(transport=httpx2.MockTransport(lambda _: told)) as http:
        with pytest.raises(RateLimited) as limited:
            await Exchange(http, Open(), base_url="https://api.spotify.com/v1").send("PUT", "/x")

    assert limited.value.seconds == seconds


async def test_a_playlist_is_known_before_anything_else_is_done_with_it(
    target: PlaylistTarget, listener: Listener
) -> None:
    known: list[Mapping[str, str]] = []

    async def noted(outside: Mapping[str, str]) -> None:
        (one,) = listener.playlists.values()
        assert (one.items, outside["playlist"]) == ([], one.id)
        known.append(outside)

    what = brief(songs(listener))
    report = await target.publish(what, {}, tried=False, noted=noted)
    await target.publish(what, report.outside, tried=False, noted=noted)

    assert [one["playlist"] for one in known] == [report.outside["playlist"]]
