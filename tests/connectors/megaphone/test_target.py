"""What becomes of an episode at Megaphone, call by call."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from connectors.hosting.channel import WAIT, Unheard
from connectors.hosting.episode import PATIENCE
from connectors.hosting.trouble import Fault
from connectors.megaphone.target import PAGE_SIZE, PAGES_MAX
from domain.jobs.model import GiveUp, RetryLater
from domain.targets.model import NotLetIn, Publication, Refused, Report, Standing, Undecided
from tests.changing import Changing
from tests.connectors.hosting.releases import ARTWORK, AUDIO, Breaking, release
from tests.connectors.megaphone.conftest import PLACE, Studio
from tests.connectors.megaphone.judge import needs_document
from tests.faults.chaos.lists import shortened

HOUR = timedelta(hours=1)
WHAT = release(place=PLACE)


async def published(studio: Studio, what: Publication = WHAT) -> Report:
    return await studio.target.publish(what, {}, tried=False)


@needs_document
async def test_what_is_sent_and_answered_is_as_the_model_of_the_api_has_it(studio: Studio) -> None:
    made = await published(studio)
    await studio.target.publish(WHAT, made.outside, tried=False)
    await studio.target.look(WHAT, made.outside)
    await studio.target.remove(WHAT, made.outside)

    assert studio.way.judged == len(studio.network.asked) == 9


async def test_an_episode_is_written_as_it_was_approved_and_live_once_it_opens(
    studio: Studio,
) -> None:
    made = await published(studio)

    (one,) = studio.network.episodes.values()
    assert (one.place, one.said) == (
        PLACE,
        {
            "title": "One & all",
            "externalId": "epi_1",
            "guid": "epi_1",
            "pubdate": "2026-11-21T10:00:00Z",
            "draft": False,
            "episodeType": "full",
            "episodeNumber": 7,
            "seasonNumber": 2,
            "summary": "<p>First.</p><p>Second &lt;b&gt;.</p>",
            "backgroundAudioFileUrl": AUDIO.address,
            "backgroundImageFileUrl": ARTWORK.address,
        },
    )
    assert (made.standing, made.outside["episode"]) == (Standing.PROCESSING, one.id)

    studio.clock.advance(timedelta(minutes=5))
    assert (await studio.target.look(WHAT, made.outside)).standing is Standing.PROCESSING
    studio.clock.advance(HOUR)
    found = await studio.target.look(WHAT, made.outside)
    assert (found.standing, found.address) == (
        Standing.LIVE,
        "https://traffic.example/episode-1.mp3",
    )


async def test_what_spotify_calls_it_is_kept_and_leads_there(studio: Studio) -> None:
    made = await published(studio)
    studio.network.episodes[made.outside["episode"]].said["spotifyIdentifier"] = "0abc"

    found = await studio.target.look(WHAT, made.outside)

    assert found.outside["spotify"] == "0abc"
    assert found.address == "https://open.spotify.com/episode/0abc"


async def test_an_episode_under_our_name_is_written_and_never_made_twice(studio: Studio) -> None:
    studio.network.put(PLACE, studio.clock.now(), externalId="epi_1", title="By hand")

    await published(studio)

    (one,) = studio.network.episodes.values()
    assert one.said["title"] == "One & all"


@pytest.mark.parametrize("drafts_only", [True, False])
async def test_a_draft_under_our_name_is_found_however_lists_are_meant(
    studio: Studio, *, drafts_only: bool
) -> None:
    studio.network.drafts_only = drafts_only
    studio.network.put(PLACE, studio.clock.now(), externalId="epi_1", draft=True, title="By hand")

    await published(studio)

    (one,) = studio.network.episodes.values()
    assert one.said["draft"] is False


async def test_an_episode_is_found_on_a_further_page_where_lists_are_not_filtered(
    studio: Studio,
) -> None:
    studio.network.filters = False
    for number in range(PAGE_SIZE):
        studio.network.put(PLACE, studio.clock.now(), externalId=f"other-{number}", title="Other")
    studio.network.put(PLACE, studio.clock.now(), externalId="epi_1", title="By hand")

    await published(studio)

    assert len(studio.network.episodes) == PAGE_SIZE + 1


async def test_an_episode_is_found_however_few_a_page_holds(studio: Studio) -> None:
    studio.network.filters = False
    for number in range(PAGE_SIZE):
        studio.network.put(PLACE, studio.clock.now(), externalId=f"other-{number}", title="Other")
    studio.network.put(PLACE, studio.clock.now(), externalId="epi_1", title="By hand")
    way = Changing(Breaking(), lambda asked, said: shortened(asked, said, 0))
    async with studio.by(way) as target:
        await target.publish(release(place=PLACE), {}, tried=False)

    assert len(studio.network.episodes) == PAGE_SIZE + 1


@pytest.mark.parametrize("said", [[], {}])
async def test_nothing_is_made_by_a_list_that_ends_before_all_of_it_came(
    studio: Studio, said: Any
) -> None:
    studio.network.put(PLACE, studio.clock.now(), externalId="epi_1", title="By hand")

    def cut(asked: httpx2.Request, answer: httpx2.Response) -> httpx2.Response:
        total = {"X-Total": "1"} if said == [] else {}
        listed = asked.method == "GET"
        return httpx2.Response(200, json=said, headers=total) if listed else answer

    async with studio.by(Changing(Breaking(), cut)) as target:
        with pytest.raises(Unheard, match="did not list all"):
            await target.publish(release(place=PLACE), {}, tried=False)

    assert len(studio.network.episodes) == 1


async def test_nothing_is_made_where_lists_are_too_long_to_be_looked_through(
    studio: Studio,
) -> None:
    studio.network.filters = False
    for number in range(PAGE_SIZE * PAGES_MAX + 1):
        studio.network.put(PLACE, studio.clock.now(), externalId=f"other-{number}", title="Other")

    with pytest.raises(Undecided, match="lists more episodes of `net-1/pod-1`"):
        await published(studio)

    assert len(studio.network.episodes) == PAGE_SIZE * PAGES_MAX + 1


@pytest.mark.parametrize("filters", [True, False])
async def test_what_megaphone_made_without_keeping_our_name_is_not_made_twice(
    studio: Studio, *, filters: bool
) -> None:
    studio.network.drops, studio.network.filters = frozenset({"externalId"}), filters
    await published(studio)

    again = await studio.target.publish(WHAT, {}, tried=True)
    gone = await studio.target.remove(WHAT, {})

    assert (again.outside["episode"], gone.standing) == ("episode-1", Standing.GONE)
    assert (studio.network.made, studio.network.episodes) == (1, {})


async def test_one_of_the_same_title_that_nobody_can_tell_is_for_a_person(studio: Studio) -> None:
    studio.network.put(PLACE, studio.clock.now(), title="One & all", guid="another")

    with pytest.raises(Undecided, match="without our name, and nobody can tell"):
        await studio.target.publish(WHAT, {}, tried=True)

    assert len(studio.network.episodes) == 1


async def test_what_was_deleted_there_is_made_anew(studio: Studio) -> None:
    made = await published(studio)
    studio.network.episodes.clear()

    again = await studio.target.publish(release(place=PLACE), made.outside, tried=True)

    assert list(studio.network.episodes) == [again.outside["episode"]]


async def test_what_cannot_be_heard_in_some_countries_only_is_refused(studio: Studio) -> None:
    with pytest.raises(Refused, match="not approved: AT; publish it by the show's feed"):
        await published(studio, replace(WHAT, markets=("DE",)))

    assert studio.network.asked == []


async def test_what_megaphone_does_not_take_is_told_in_its_words(studio: Studio) -> None:
    with pytest.raises(Refused) as refused:
        await published(studio, replace(WHAT, title="", content={}))

    assert refused.value.problems == ("Megaphone: title can't be blank",)


@pytest.mark.parametrize("place", ["pod-1", "net-1/", "net-1/pod-1/more"])
async def test_a_place_that_names_no_podcast_says_how_to_write_one(
    studio: Studio, place: str
) -> None:
    with pytest.raises(GiveUp, match="as `NETWORK/PODCAST`"):
        await published(studio, replace(WHAT, place=place))


async def test_a_podcast_that_is_not_there_says_where_to_correct_that(studio: Studio) -> None:
    with pytest.raises(GiveUp, match="has no podcast `net-1/pod-2`"):
        await published(studio, replace(WHAT, place="net-1/pod-2"))


async def test_a_token_that_is_not_taken_says_which_setting_to_check(studio: Studio) -> None:
    async with studio.by(Breaking(), token="another") as target:
        with pytest.raises(NotLetIn, match="check GREENLIGHT_MEGAPHONE_TOKEN") as end:
            await target.publish(WHAT, {}, tried=False)

    assert "another" not in str(end.value)


async def test_a_limit_keeps_everybody_waiting_for_a_minute(studio: Studio) -> None:
    studio.network.hits = [studio.clock.now()] * 60

    with pytest.raises(RetryLater) as later:
        await published(studio)

    assert (later.value.seconds, studio.pace.hushed) == (WAIT, [WAIT])


async def test_each_verb_waits_for_its_turn_under_a_name_of_its_own(studio: Studio) -> None:
    made = await published(studio)
    await studio.target.look(WHAT, made.outside)
    await studio.target.remove(WHAT, made.outside)

    assert studio.pace.came == ["publish:req_1:1", "look:req_1:1", "remove:req_1:1"]


async def test_audio_that_is_not_taken_in_a_day_is_refused(studio: Studio) -> None:
    studio.network.unfit.add(AUDIO.address)
    made = await published(studio)

    studio.clock.advance(PATIENCE - HOUR)
    assert (await studio.target.look(WHAT, made.outside)).standing is Standing.PROCESSING
    studio.clock.advance(HOUR)
    found = await studio.target.look(WHAT, made.outside)

    assert found.standing is Standing.REFUSED
    assert found.problems[0].startswith("Megaphone has not taken the audio since 2026-11-21T09:00")


async def test_what_somebody_made_a_draft_there_is_not_live_any_more(studio: Studio) -> None:
    made = await published(studio)
    studio.network.episodes[made.outside["episode"]].said["draft"] = True
    studio.clock.advance(2 * HOUR)

    found = await studio.target.look(WHAT, made.outside)

    assert found.standing is Standing.REMOVED
    assert "made it a draft" in found.problems[0]


async def test_what_somebody_deleted_there_is_not_live_any_more(studio: Studio) -> None:
    made = await published(studio)
    studio.network.episodes.clear()

    found = await studio.target.look(WHAT, made.outside)

    assert (found.standing, found.outside) == (Standing.REMOVED, made.outside)


async def test_episodes_of_a_podcast_that_may_not_be_seen_any_more_are_not_told_to_be_gone(
    studio: Studio,
) -> None:
    made = await published(studio)
    studio.network.places.clear()

    for verb in (studio.target.look, studio.target.remove):
        with pytest.raises(GiveUp, match="has no podcast `net-1/pod-1`"):
            await verb(WHAT, made.outside)

    assert len(studio.network.episodes) == 1


async def test_what_somebody_changed_there_is_named(studio: Studio) -> None:
    made = await published(studio)
    changed = {"title": "Another", "pubdate": "2026-11-21T12:00:00+01:00"}
    studio.network.episodes[made.outside["episode"]].said |= changed

    found = await studio.target.look(WHAT, made.outside)

    assert found.drift == (
        "the title is `Another` at Megaphone, and not `One & all`",
        "it is dated 2026-11-21T11:00:00Z at Megaphone, and not 2026-11-21T10:00:00Z",
    )


async def test_a_removal_takes_whatever_carries_our_name_and_proves_it(studio: Studio) -> None:
    made = await published(studio)
    studio.network.put(PLACE, studio.clock.now(), externalId="epi_1", draft=True, title="A copy")
    kept = studio.network.put(PLACE, studio.clock.now(), externalId="epi_2", title="Another")

    gone = await studio.target.remove(WHAT, made.outside)

    assert list(studio.network.episodes) == [kept.id]
    assert gone.standing is Standing.GONE
    assert gone.evidence == (
        "at 2026-11-21T09:00:00Z Megaphone had no episode episode-1 any more (404)",
        "at 2026-11-21T09:00:00Z Megaphone had no episode episode-2 any more (404)",
    )


async def test_a_removal_of_what_nobody_has_the_id_of_looks_for_our_name(studio: Studio) -> None:
    await published(studio)

    gone = await studio.target.remove(WHAT, {})
    nothing = await studio.target.remove(WHAT, {})

    assert studio.network.episodes == {}
    assert len(gone.evidence) == 1
    assert nothing.evidence[0].endswith("Megaphone had no episode under the name `epi_1`")


async def test_a_removal_that_did_not_happen_is_not_told_as_one(studio: Studio) -> None:
    made = await published(studio)
    studio.network.faults.append(Fault("DELETE", status=404))

    with pytest.raises(Unheard, match="still has it"):
        await studio.target.remove(WHAT, made.outside)
