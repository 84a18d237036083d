"""What becomes of an episode by the Distribution API, call by call."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.distribution.target import LAG
from connectors.hosting.channel import Unheard
from connectors.hosting.episode import PATIENCE
from connectors.hosting.trouble import Fault
from domain.jobs.model import GiveUp, RetryLater
from domain.targets.model import Publication, Refused, Report, Standing, Undecided
from tests.connectors.distribution.conftest import Site
from tests.connectors.hosting.releases import ARTWORK, AUDIO, release

HOUR = timedelta(hours=1)


async def published(site: Site, what: Publication | None = None) -> Report:
    return await site.target.publish(what or release(), {}, tried=False)


async def test_an_episode_is_written_as_it_was_approved_and_live_once_it_opens(site: Site) -> None:
    made = await published(site)

    (one,) = site.partner.standing()
    assert (one.show_id, one.said) == (
        "show-1",
        {
            "title": "One & all",
            "pubdate": "2026-11-21T10:00:00Z",
            "media_file_url": AUDIO.address,
            "image_file_url": ARTWORK.address,
            "content_rating": "unspecified",
            "guid": "epi_1",
            "episode_type": "full",
            "episode_number": 7,
            "season_number": 2,
            "summary": "<p>First.</p><p>Second &lt;b&gt;.</p>",
        },
    )
    assert made.standing is Standing.PROCESSING
    assert made.outside["episode"] == one.id
    assert made.address == f"https://open.spotify.com/episode/{one.id}"

    site.clock.advance(timedelta(minutes=5))
    assert (await site.target.look(release(), made.outside)).standing is Standing.PROCESSING
    site.clock.advance(HOUR)
    assert (await site.target.look(release(), made.outside)).standing is Standing.LIVE


async def test_a_revision_is_written_in_the_place_of_what_stands_there(site: Site) -> None:
    made = await published(site)
    what = release(revision=2, content={"metadata": {"episode_title": "Better"}})

    again = await site.target.publish(what, made.outside, tried=False)

    (one,) = site.partner.standing()
    assert (one.said["title"], again.outside["episode"]) == ("Better", made.outside["episode"])


async def test_what_was_deleted_is_made_anew_and_the_earlier_id_is_kept(site: Site) -> None:
    made = await published(site)
    await site.target.remove(release(), made.outside)

    again = await site.target.publish(release(revision=2), made.outside, tried=False)

    (one,) = site.partner.standing()
    assert again.outside["episode"] == one.id
    assert again.outside["earlier_episodes"] == made.outside["episode"]


async def test_a_create_nobody_heard_of_again_is_for_a_person_to_look_at(site: Site) -> None:
    site.partner.faults.append(Fault("POST"))
    with pytest.raises(Unheard):
        await published(site)

    with pytest.raises(Undecided, match="may have made the episode `epi_1` in the show `show-1`"):
        await site.target.publish(release(), {}, tried=True)

    assert len(site.partner.standing()) == 1


async def test_what_cannot_be_heard_in_some_countries_only_is_refused(site: Site) -> None:
    with pytest.raises(Refused, match="not approved: AT; publish it by the show's feed"):
        await published(site, release(markets=("DE", "FR")))

    assert site.partner.asked == []


async def test_audio_of_a_form_that_is_not_taken_is_refused_before_anything_is_sent(
    site: Site,
) -> None:
    files = {"audio_asset_id": replace(AUDIO, media_type="audio/wav")}

    with pytest.raises(Refused, match="the audio is audio/wav"):
        await published(site, release(files=files))

    assert site.partner.asked == []


async def test_a_host_on_this_machine_fetches_from_it(site: Site) -> None:
    address = "http://127.0.0.1:8400/media/one.mp3"

    await published(site, release(files={"audio_asset_id": replace(AUDIO, address=address)}))

    (one,) = site.partner.standing()
    assert one.said["media_file_url"] == address


async def test_what_spotify_does_not_take_is_told_in_its_words(site: Site) -> None:
    with pytest.raises(Refused) as refused:
        await published(site, release(title="", content={}))

    assert refused.value.problems == ("Spotify's Distribution API: title is required",)


async def test_a_show_that_is_not_managed_says_where_to_correct_that(site: Site) -> None:
    with pytest.raises(GiveUp, match="manages no show `show-2` for the hub"):
        await published(site, release(place="show-2"))


async def test_a_client_that_is_not_allowed_says_whom_to_ask(site: Site) -> None:
    site.partner.allowed = False

    with pytest.raises(GiveUp, match=r"ask distribution-api@spotify\.com"):
        await published(site)


async def test_a_limit_is_kept_to_for_as_long_as_spotify_says(site: Site) -> None:
    site.partner.faults.append(Fault("POST", status=429, headers={"Retry-After": "17"}))

    with pytest.raises(RetryLater) as later:
        await published(site)

    assert (later.value.seconds, site.partner.standing()) == (17, [])


async def test_a_token_that_ran_out_is_fetched_anew_for_the_call_that_it_failed(site: Site) -> None:
    made = await published(site)
    site.partner.tokens.clear()

    await site.target.look(release(), made.outside)

    assert len(site.partner.tokens) == 1


async def test_audio_that_spotify_cannot_take_is_refused_in_its_words(site: Site) -> None:
    site.partner.unfit[AUDIO.address] = "The bit rate is below 96 kb/s."
    made = await published(site)
    site.clock.advance(HOUR)

    found = await site.target.look(release(), made.outside)

    assert found.standing is Standing.REFUSED
    assert found.problems == ("Spotify: The bit rate is below 96 kb/s",)


async def test_a_failure_of_the_audio_before_is_not_taken_for_one_of_the_new(site: Site) -> None:
    site.partner.unfit[AUDIO.address] = "Silent"
    made = await published(site)
    site.clock.advance(HOUR)
    site.partner.lag = timedelta(minutes=20)
    mended = release(files={"audio_asset_id": replace(AUDIO, address="https://hub.example/b.mp3")})
    again = await site.target.publish(mended, made.outside, tried=False)

    site.clock.advance(timedelta(minutes=10))
    assert (await site.target.look(mended, again.outside)).standing is Standing.PROCESSING
    site.clock.advance(timedelta(minutes=30))
    assert (await site.target.look(mended, again.outside)).standing is Standing.LIVE


@pytest.mark.parametrize("standing", [Standing.LIVE, Standing.REFUSED, Standing.REMOVED])
async def test_what_is_told_of_an_earlier_state_is_believed_only_after_an_hour(
    site: Site, standing: Standing
) -> None:
    made = await published(site)
    site.clock.advance(HOUR)
    site.partner.lag = timedelta(days=2)
    again = await site.target.publish(release(revision=2), made.outside, tried=False)
    said = {Standing.LIVE: "success", Standing.REFUSED: "failed", Standing.REMOVED: "removed"}
    site.partner.episodes[made.outside["episode"]].stuck = said[standing]

    site.clock.advance(LAG - timedelta(seconds=1))
    assert (await site.target.look(release(), again.outside)).standing is Standing.PROCESSING
    site.clock.advance(timedelta(seconds=1))
    assert (await site.target.look(release(), again.outside)).standing is standing


@pytest.mark.parametrize("said", ["no_content", "unknown", "a word nobody knows"])
async def test_what_says_nothing_is_waited_for_a_day_and_no_longer(site: Site, said: str) -> None:
    made = await published(site)
    site.partner.episodes[made.outside["episode"]].stuck = said

    site.clock.advance(PATIENCE - HOUR)
    assert (await site.target.look(release(), made.outside)).standing is Standing.PROCESSING
    site.clock.advance(HOUR)
    found = await site.target.look(release(), made.outside)

    assert found.standing is Standing.REFUSED
    assert "see that the audio can be fetched" in found.problems[0]


async def test_what_spotify_removes_is_told_with_its_reason(site: Site) -> None:
    made = await published(site)
    site.clock.advance(HOUR)
    site.partner.remove(made.outside["episode"], site.clock.now(), "Claimed by a rights holder.")

    found = await site.target.look(release(), made.outside)

    assert found.standing is Standing.REMOVED
    assert found.problems == ("Spotify: Claimed by a rights holder",)


async def test_what_spotify_deleted_altogether_is_removed(site: Site) -> None:
    made = await published(site)
    site.partner.episodes.clear()

    found = await site.target.look(release(), made.outside)

    assert found.standing is Standing.REMOVED


async def test_episodes_of_a_show_that_is_not_managed_any_more_are_not_told_to_be_gone(
    site: Site,
) -> None:
    made = await published(site)
    site.partner.shows.clear()

    for verb in (site.target.look, site.target.remove):
        with pytest.raises(GiveUp, match="manages no show `show-1`"):
            await verb(release(), made.outside)

    assert len(site.partner.standing()) == 1


async def test_every_market_that_spotify_blocks_is_told_approved_or_not(site: Site) -> None:
    made = await published(site)
    site.clock.advance(HOUR)
    site.partner.block(made.outside["episode"], site.clock.now(), ["de"])
    site.partner.block(made.outside["episode"], site.clock.now(), ["FR"])

    found = await site.target.look(release(), made.outside)

    assert (found.standing, found.blocked) == (Standing.LIVE, frozenset({"DE", "FR"}))


async def test_a_removal_is_proved_by_what_spotify_says_of_it(site: Site) -> None:
    made = await published(site)

    gone = await site.target.remove(release(), made.outside)
    again = await site.target.remove(release(), made.outside)

    assert (gone.standing, again.standing) == (Standing.GONE, Standing.GONE)
    asked, seen = gone.evidence
    assert asked.endswith("Spotify answered 204")
    assert seen == "at 2026-11-21T09:00:00Z Spotify says that it is removed"
    assert again.evidence[0].endswith("Spotify does not know it")


async def test_a_removal_that_spotify_does_not_confirm_yet_is_not_told_as_one(site: Site) -> None:
    made = await published(site)
    site.partner.lag = HOUR

    with pytest.raises(Unheard, match="still says `pending`"):
        await site.target.remove(release(), made.outside)

    site.clock.advance(HOUR)
    assert (await site.target.remove(release(), made.outside)).standing is Standing.GONE


async def test_nobody_claims_to_have_removed_what_nobody_has_the_id_of(site: Site) -> None:
    with pytest.raises(Undecided):
        await site.target.remove(release(), {})


async def test_what_spotify_knows_nothing_of_in_a_show_of_ours_is_gone(site: Site) -> None:
    made = await published(site)
    site.partner.episodes.clear()

    gone = await site.target.remove(release(), made.outside)

    assert gone.evidence[1].endswith("Spotify knows no status of it")
