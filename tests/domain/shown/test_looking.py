"""What follows from a look at Spotify: who is told, once, and that nothing else breaks."""

from typing import Any

import pytest

from app.jobs.hourly import ask_hourly
from domain.audit import service as audit
from domain.connections.rules import SCOPES
from domain.database import sql, transaction
from domain.jobs.model import RetryLater
from domain.shown import asking, records
from domain.shown.model import Shut
from tests.domain.shown.window import EPISODE, PLACE, Window, connected
from tests.domain.targets.scene import DAY, HOUR, Scene
from tests.domain.targets.test_taking_down import taken_down
from tests.stories.test_c4_master import NOTE, asks
from tests.stories.test_c4_spotify import SPOTIFY, looks


async def says(scene: Scene, who: str = "manager", **given: Any) -> Any:
    """Say which show at Spotify the house's is."""
    given = {"showId": scene.house.show, "spotifyShow": PLACE} | given
    return await asks(scene.house, SPOTIFY, who, **given)


async def out(scene: Scene) -> dict[str, Any]:
    """Have an episode out that is looked for, with an account that may look."""
    await connected(scene)
    await says(scene)
    request = await scene.approved()
    await scene.opens()
    return request


async def acts(scene: Scene, request: dict[str, Any]) -> list[str]:
    """Return what was told of a release because of Spotify, in order."""
    trail = (await scene.look(request))["auditTrail"]
    return [one["act"] for one in trail if one["act"].startswith("request.shown")]


async def later(scene: Scene, seconds: float = DAY) -> None:
    await scene.desk.work(seconds=seconds, rounds=2)


async def test_what_is_wrong_is_told_once_and_is_over_by_itself(
    scene: Scene, window: Window
) -> None:
    request = await out(scene)
    window.shows()
    await later(scene)
    window.shows("The 1st cup")
    for _ in range(3):
        await later(scene)
    wrong = await scene.look(request)
    window.shows()
    await later(scene)

    assert wrong["trouble"] == (
        "At Spotify Title is “The 1st cup” and not “The first cup”; `mendDrift` has that mended."
    )
    assert (await scene.look(request))["trouble"] is None
    assert await acts(scene, request) == ["request.shown_otherwise", "request.shown_as_approved"]


async def test_where_nobody_asked_yet_is_said_by_market(scene: Scene, window: Window) -> None:
    await out(scene)
    window.shows()
    await later(scene)
    _, there, _ = await looks(scene.house)

    assert (there["shownIn"], there["notShownIn"], there["notAskedIn"]) == (["AT"], [], ["DE"])


async def test_what_was_there_and_went_is_told_once_it_is_sure(
    scene: Scene, window: Window
) -> None:
    request = await out(scene)
    window.shows()
    await later(scene)
    window.there.clear()
    await later(scene)
    at_once = await acts(scene, request)
    await later(scene, HOUR)
    _, there, _ = await looks(scene.house)
    told = (await scene.look(request))["trouble"]
    window.shows()
    await later(scene)

    assert (at_once, there["goneSince"] is None) == ([], False)
    assert told.startswith("At Spotify it is not shown in AT any more since 20")
    assert await acts(scene, request) == ["request.shown_otherwise", "request.shown_as_approved"]


async def test_a_show_that_went_takes_its_episodes_with_it(scene: Scene, window: Window) -> None:
    request = await out(scene)
    window.shows()
    await later(scene)
    window.there.clear()
    window.no_show = True
    for _ in range(2):
        await later(scene)
    show, _, _ = await looks(scene.house)

    assert show["trouble"].startswith(f"Spotify shows no show `{PLACE}` in AT.")
    assert await acts(scene, request) == ["request.shown_otherwise"]


async def test_what_is_shown_and_not_played_is_told(scene: Scene, window: Window) -> None:
    request = await out(scene)
    window.shows(unplayed="Spotify does not have it there")
    await later(scene)
    _, there, _ = await looks(scene.house)

    assert there["unplayed"] == "Spotify does not have it there"
    told = (await scene.look(request))["trouble"]
    assert "it is not played in AT: Spotify does not have it there" in told


async def test_what_is_shown_days_after_its_takedown_is_told_and_then_seen_to_be_gone(
    scene: Scene, window: Window
) -> None:
    request = await out(scene)
    window.shows()
    await later(scene)
    await taken_down(scene, request)
    await later(scene, 2 * DAY)
    early = await acts(scene, request)
    await later(scene, 2 * DAY)
    told = (await scene.look(request))["trouble"]
    window.there.clear()
    await later(scene)
    asked = len(window.asked)
    await later(scene, 2 * DAY)
    trail = [one.act for one in await audit.trail(scene.house.episode)]

    assert early == []
    assert "it is still shown in AT" in told
    assert f"https://open.spotify.com/episode/{EPISODE}" in told
    assert trail.count("episode.gone_at_spotify") == 1
    assert len(window.asked) == asked  # Nothing is left to be looked at.


async def test_what_a_person_noted_of_other_fields_stays_and_who_saw_it_is_said(
    scene: Scene, window: Window
) -> None:
    await out(scene)
    given = {"episodeId": scene.house.episode, "title": "Last cup", "releasedOn": "2026-01-01"}
    await asks(scene.house, NOTE, **given)
    _, _, noted = await looks(scene.house)
    window.shows()
    await later(scene)
    _, _, seen = await looks(scene.house)

    title = noted["EPISODE_TITLE"]
    assert (title["seenByHub"], title["seenById"]) == (False, scene.house.world.people["manager"])
    assert set(seen) == {"RELEASES_ON"}  # What Spotify shows of the title is newer, and right.
    assert (seen["RELEASES_ON"]["seenByHub"], seen["RELEASES_ON"]["seenAt"] is None) == (
        False,
        False,
    )


async def test_without_an_account_nothing_is_looked_at_and_the_answer_says_so(
    scene: Scene, window: Window
) -> None:
    done = await says(scene)
    await later(scene, HOUR)

    assert done["errors"] == []
    said = done["spotifyShow"]["trouble"]
    assert said.startswith("Nothing is looked at: this brand has no account")
    assert "beginConnection" in said
    assert window.asked == []


async def test_an_account_that_did_not_grant_it_is_to_be_connected_again_and_then_it_goes_on(
    scene: Scene, window: Window
) -> None:
    await connected(scene, SCOPES)
    done = await says(scene)
    await later(scene, HOUR)
    before = list(window.asked)
    made = await connected(scene)
    async with transaction():
        await asking.connected(scene.house.world.hub, made.brand_id)
    await later(scene, 0)
    trouble = (await looks(scene.house))[0]["trouble"]
    await scene.approved()
    await scene.opens()
    await later(scene, HOUR)

    assert "did not grant that the hub may look at episodes" in done["spotifyShow"]["trouble"]
    assert before == []
    assert trouble == ""
    assert (PLACE, "AT") in window.asked


@pytest.mark.parametrize("raised", [Shut("Look there."), RetryLater(60.0, "busy")])
async def test_what_stops_a_look_ends_nothing_that_is_known(
    scene: Scene, window: Window, raised: Exception
) -> None:
    request = await out(scene)
    window.shows()
    await later(scene)
    window.raised = raised
    await later(scene)
    show, there, _ = await looks(scene.house)
    window.raised = None
    await later(scene)

    assert show["trouble"] == ("Look there." if isinstance(raised, Shut) else "")
    assert (there["goneSince"], await acts(scene, request)) == (None, [])
    assert (await looks(scene.house))[0]["trouble"] == ""


async def test_a_look_whose_job_was_lost_is_asked_for_again(scene: Scene, window: Window) -> None:
    await out(scene)
    await sql.execute("UPDATE jobs SET state = 'dead' WHERE kind = $1", asking.LOOK)
    await later(scene, 3 * DAY)
    window.asked.clear()
    (lost,) = await records.overdue(scene.desk.clock.now() - asking.LATE)
    await ask_hourly(scene.desk.world.hub)
    await later(scene, 0)

    assert lost.show_id == scene.house.show
    assert window.asked != []


async def test_another_show_begins_anew_and_none_is_looked_at_no_more(
    scene: Scene, window: Window
) -> None:
    await out(scene)
    window.shows()
    await later(scene)
    await says(scene, spotifyShow=f"spotify:show:{EPISODE}")
    known = await records.of_show(scene.house.show)
    await later(scene, 0)
    done = await says(scene, spotifyShow=None)
    window.asked.clear()
    await later(scene)

    assert known == {}
    assert (done["spotifyShow"]["place"], done["spotifyShow"]["nextLook"]) == ("", None)
    assert window.asked == []


async def test_a_show_of_the_distribution_api_is_known_without_a_word(
    scene: Scene, window: Window
) -> None:
    await connected(scene)
    await scene.sets("DISTRIBUTION_API", PLACE)
    await scene.approved()
    await scene.opens()
    await later(scene, HOUR)

    assert (PLACE, "AT") in window.asked


async def test_who_may_not_change_the_show_says_nothing_of_it(scene: Scene) -> None:
    refused = await says(scene, "requester")
    missing = await says(scene, showId="shw_none")
    episode = await says(scene, spotifyShow=f"https://open.spotify.com/episode/{EPISODE}")

    codes = [one["errors"][0]["code"] for one in (refused, missing, episode)]
    assert codes == ["not_allowed", "no_such_show", "not_a_spotify_show"]
    assert refused["spotifyShow"] is None
