"""What the hub publishes by itself: when, once, and only if everything still holds."""

import pytest

from domain.jobs.model import GiveUp, RetryLater
from domain.rights import service as rights
from domain.rights.model import Effect
from domain.targets.model import Refused, Report, Standing, Undecided
from tests.domain.targets.scene import DAY, HOUR, Scene
from tests.domain.targets.stand import Stand
from tests.stories.clearing_episodes import allowed


async def test_it_is_published_when_its_day_begins_and_acknowledged_by_the_hub(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    before, waiting = list(stand.calls), await scene.look(request)
    await scene.opens()
    found = await scene.look(request)
    (exposure,) = await scene.live()
    (what,) = stand.there.values()

    assert (before, waiting["state"], waiting["publication"]["standing"]) == ([], "PUBLISHED", None)
    assert waiting["publication"]["opensAt"] == "2026-11-30T23:00:00+00:00"
    assert stand.calls == ["publish new"]
    assert (what.place, what.markets, what.title) == ("beans", ("AT", "DE"), "The first cup")
    assert sorted(what.files) == ["artwork_asset_id", "audio_asset_id", "transcript_asset_id"]
    assert (found["state"], found["publication"]["standing"]) == ("LIVE", "LIVE")
    assert found["handOver"]["state"] == "ACKNOWLEDGED"
    assert found["handOver"]["receipt"].startswith("Live by feed at https://feeds.example.com/")
    assert found["placements"] == [
        {"publisher": "publishing-team", "state": "TAKEN_ON"},
        {"publisher": "feed", "state": "LIVE"},
    ]
    assert (exposure.shown.include, exposure.shown.publisher) == (("AT", "DE"), "feed")
    assert exposure.request_id == request["id"]


async def test_a_target_that_waits_by_itself_is_told_at_once(scene: Scene, stand: Stand) -> None:
    stand.ahead, stand.next_answers = True, [Standing.PROCESSING]
    await scene.approved()

    assert stand.calls == ["publish new"]


async def test_an_answer_that_was_lost_publishes_nothing_twice(scene: Scene, stand: Stand) -> None:
    request = await scene.approved()
    stand.lost = 1
    await scene.opens()
    await scene.desk.work(seconds=HOUR, rounds=1)

    assert stand.calls[:2] == ["publish new", "publish found"]
    assert (await scene.look(request))["state"] == "LIVE"


async def test_what_a_target_made_at_once_is_known_though_its_answer_was_lost(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    stand.lost, stand.at_once = 1, {"episode": "ep-early"}
    await scene.opens()
    await scene.desk.work(seconds=HOUR, rounds=1)

    assert stand.calls[:2] == ["publish new", "publish known"]
    assert (await scene.look(request))["state"] == "LIVE"


async def test_what_nobody_can_tell_is_for_people_whose_receipt_closes_it(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    stand.next_answers = [Undecided("it answered neither yes nor no")]
    await scene.opens()
    asked = await scene.look(request)
    done = await scene.house.acknowledges("publisher", request, "Stands as item 12.")
    await scene.desk.work(seconds=HOUR, rounds=1)
    found = await scene.look(request)

    assert asked["trouble"].startswith("Nobody can tell whether it was published by feed: it ans")
    assert done["errors"] == []
    assert (found["state"], found["publication"]["closedAt"] is None) == ("LIVE", False)
    assert stand.calls == ["publish new"]


async def test_a_try_of_another_request_for_the_same_is_looked_up_as_ones_own(
    scene: Scene, stand: Stand
) -> None:
    await scene.approved()
    stand.lost = 1
    await scene.desk.work(seconds=10 * DAY, rounds=1)
    stand.next_answers = [Undecided("it answered neither yes nor no")]
    await scene.desk.work(seconds=HOUR, rounds=1)
    second = await scene.approved(name="The first cup, again")
    await scene.opens()

    assert stand.calls[:3] == ["publish new", "publish found", "publish found"]
    assert (await scene.look(second))["state"] == "LIVE"


async def test_what_is_refused_comes_back_with_why_and_goes_out_as_it_was_revised(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    stand.next_answers = [Refused(("the artwork is too small", "the title is too long."))]
    await scene.opens()
    refused = await scene.look(request)
    brief = await scene.house.release(script="Another first cup.", cleared=False)
    stand.next_answers = [Standing.REFUSED]
    done = await scene.house.revises("episode_release", request, brief)
    await scene.says_yes(request, "script", "legal")
    await scene.opens()
    again = await scene.look(request)
    brief = await scene.house.release(script="The very first cup.", cleared=False)
    await scene.house.revises("episode_release", request, brief)
    await scene.says_yes(request, "script", "legal")
    await scene.opens()
    found = await scene.look(request)

    assert refused["state"] == "CHANGES_REQUESTED"
    assert refused["note"] == (
        "Feed did not take it: the artwork is too small; the title is too long."
    )
    assert refused["publication"]["standing"] == "REFUSED"
    assert (done["errors"], again["state"]) == ([], "CHANGES_REQUESTED")
    assert (found["state"], found["revision"]) == ("LIVE", 3)
    assert [one.revision for one in stand.there.values()] == [3]
    assert stand.calls == ["publish new", "publish new", "publish known"]


async def test_what_a_target_works_on_is_looked_at_ever_less_often_until_it_is_live(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    stand.said = Report(Standing.PROCESSING)
    await scene.opens()
    processing = await scene.look(request)
    for _ in range(36):
        await scene.desk.work(seconds=300, rounds=1)
    looks = stand.calls.count("look")
    stand.said = Report(Standing.LIVE)
    await scene.desk.work(seconds=HOUR, rounds=1)

    assert processing["publication"]["standing"] == "PROCESSING"
    assert processing["state"] == "PUBLISHED"
    assert 6 <= looks <= 12
    assert (await scene.look(request))["state"] == "LIVE"


async def test_what_is_not_cleared_any_more_is_held_and_goes_out_once_it_is(
    scene: Scene, stand: Stand
) -> None:
    world, request = scene.house.world, await scene.approved()
    ban = await allowed(world, scene.house.episode, "DE", "AT", effect=Effect.PROHIBIT)
    await scene.opens()
    held, nothing = await scene.look(request), list(stand.calls)
    manager, now = await world.actor("manager"), world.hub.clock.now()
    await rights.end(world.hub, manager, ban.id, now)
    await scene.desk.work(seconds=1, rounds=2)
    found = await scene.look(request)

    assert (held["state"], nothing) == ("PUBLISHED", [])
    assert held["trouble"].startswith("It is held, and goes on by itself once this is in: Rights")
    assert (found["state"], found["trouble"]) == ("LIVE", None)


async def test_where_it_may_not_be_any_more_it_is_left_out(scene: Scene, stand: Stand) -> None:
    await scene.approved()
    world = scene.house.world
    await allowed(world, scene.house.episode, "AT", effect=Effect.PROHIBIT)
    await scene.opens()
    (what,), (exposure,) = stand.there.values(), await scene.live()

    assert (what.markets, exposure.shown.include) == (("DE",), ("DE",))


async def test_what_the_rules_cannot_tell_when_it_opens_is_for_people_and_goes_out_by_their_yes(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    await scene.desk.gives_away("episode_publishing")
    await scene.opens()
    asked, stages = await scene.look(request), await scene.house.stages(request)
    nothing = list(stand.calls)
    await scene.says_yes(request, "legal")
    await scene.desk.work(seconds=HOUR, rounds=1)
    found = await scene.look(request)

    assert (asked["state"], nothing) == ("IN_REVIEW", [])
    assert stages["legal"] == ("OPEN", 2)
    assert (found["state"], stand.calls[0]) == ("LIVE", "publish new")


async def test_a_file_that_changed_after_the_hand_over_is_not_published(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    (scene.desk.files / scene.house.files["audio"]).write_bytes(b"something else")
    await scene.opens()
    found = await scene.look(request)

    assert (found["state"], stand.calls) == ("CHANGES_REQUESTED", [])
    assert found["note"] == "It was not handed over: the file of `Audio` is not what was approved."


async def test_a_target_that_is_not_connected_says_so_and_the_team_publishes(
    scene: Scene, stand: Stand
) -> None:
    await scene.sets("MEGAPHONE", "")
    request = await scene.approved(target="MEGAPHONE")
    found = await scene.look(request)
    done = await scene.house.acknowledges("publisher", request, "Stands at Megaphone.")

    assert (found["state"], stand.calls) == ("PUBLISHED", [])
    assert found["trouble"].startswith("Publishing this stopped: no target `megaphone` is connect")
    assert (done["errors"], done["request"]["state"]) == ([], "LIVE")


async def test_a_show_that_is_not_set_up_goes_to_its_team_alone(scene: Scene, stand: Stand) -> None:
    await scene.unsets("FEED")
    request = await scene.approved()
    await scene.opens()
    found = await scene.look(request)

    assert (found["state"], found["publication"], found["trouble"]) == ("PUBLISHED", None, None)
    assert stand.calls == []


@pytest.mark.parametrize("stop", [GiveUp("the account is suspended"), RetryLater(60, "too many")])
async def test_what_a_target_cannot_do_now_is_done_later_or_told(
    scene: Scene, stand: Stand, stop: Exception
) -> None:
    request = await scene.approved()
    stand.next_answers = [stop]
    await scene.opens()
    await scene.desk.work(seconds=HOUR, rounds=1)
    found = await scene.look(request)

    if isinstance(stop, GiveUp):
        assert found["trouble"].startswith("Publishing this stopped: the account is suspended.")
    else:
        assert found["state"] == "LIVE"
