"""What becomes of what the hub published: changed, blocked, removed there, taken back by us."""

from functools import partial
from typing import Any

import pytest

from domain.cases.rules import MANAGERS
from domain.jobs.model import GiveUp
from domain.rights.live import records as live
from domain.rights.model import Subject, SubjectKind
from domain.targets.connected import PLAYLISTS, Targets
from domain.targets.model import NotLetIn, Refused, Report, Standing, Undecided
from tests.connectors.spotify.web.house import house_of as connecting
from tests.domain.targets.scene import DAY, HOUR, Scene
from tests.domain.targets.stand import Stand

CASES = "{ cases(first: 10) { edges { node { title kind source queue text } } } }"


async def published(scene: Scene, **changes: Any) -> dict[str, Any]:
    request = await scene.approved(**changes)
    await scene.opens()
    return request


async def playlist(scene: Scene) -> dict[str, Any]:
    """Ask for a playlist of three days, have it approved, and let its first day come."""
    track = {"title": "Hills", "artist": "The Pickers", "isrc": "DEA123456789"}
    brief = {
        "name": "Tea songs",
        "brandId": scene.house.world.brand_id,
        "markets": ["DE"],
        "purpose": "For the mornings.",
        "siteIds": [],
        "tracks": [{**track, "explicit": False, "genre": "Folk", "tempo": 90}],
        "liveFrom": scene.house.day(5),
        "liveUntil": scene.house.day(8),
    }
    made = await scene.house.asks("playlist", brief)
    await scene.desk.work()
    request: dict[str, Any] = made["request"]
    await scene.desk.says("brand_one", request, "brand")
    await scene.desk.work(seconds=31, rounds=2)
    await scene.opens(5)
    return request


async def acts(scene: Scene, request: dict[str, Any]) -> list[str]:
    return [one["act"] for one in (await scene.look(request))["auditTrail"]]


async def test_where_a_target_blocks_it_it_is_not_live_and_never_beyond_what_was_approved(
    scene: Scene, stand: Stand
) -> None:
    await published(scene)
    stand.said = Report(Standing.LIVE, blocked=frozenset({"AT", "FR"}))
    await scene.desk.work(seconds=HOUR, rounds=1)
    (narrow,) = await scene.live()
    stand.said = Report(Standing.LIVE)
    await scene.desk.work(seconds=HOUR, rounds=1)
    (wide,) = await scene.live()
    stand.said = Report(Standing.LIVE, blocked=frozenset({"AT", "DE"}))
    await scene.desk.work(seconds=HOUR, rounds=1)

    assert (narrow.shown.include, wide.shown.include) == (("DE",), ("AT", "DE"))
    assert await scene.live() == []


async def test_what_a_target_takes_down_is_live_no_more_and_rights_hear_of_it_once(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    stand.said = Report(Standing.REMOVED, problems=("it breaks rule 7.",))
    for _ in range(3):
        await scene.desk.work(seconds=HOUR, rounds=1)
    found = await scene.look(request)
    front = await scene.desk.front("manager")
    cases = [one["node"] for one in (await front.data(CASES))["cases"]["edges"]]

    assert await scene.live() == []
    assert (found["state"], found["publication"]["standing"]) == ("LIVE", "REMOVED")
    assert found["trouble"] == "It is live by feed no more: feed took it down: it breaks rule 7."
    assert [(one["title"], one["source"], one["queue"]) for one in cases] == [
        ("#1 was taken down by feed", "WATCH", "rights")
    ]
    assert "it breaks rule 7." in cases[0]["text"]
    assert stand.calls.count("look") == 1


async def test_what_somebody_changes_there_is_told_once_and_mended_by_publishing_again(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    stand.said = Report(Standing.LIVE, drift=("its title became `Last cup`",))
    for _ in range(2):
        await scene.desk.work(seconds=HOUR, rounds=1)
    drifted = await scene.look(request)
    refused = await scene.republishes(request, "requester")
    stand.said = Report(Standing.LIVE)
    done = await scene.republishes(request)
    await scene.desk.work(rounds=1)
    found = await scene.look(request)

    assert drifted["trouble"] == (
        "Somebody changed it at feed: its title became `Last cup`."
        " Have it published again to mend that."
    )
    assert refused["errors"][0]["code"] == "not_allowed"
    assert (done["errors"], stand.calls[-1]) == ([], "publish known")
    assert (found["trouble"], found["publication"]["drift"]) == (None, [])
    assert [one for one in await acts(scene, request) if "." in one][-3:] == [
        "request.drifted",
        "publication.asked_again",
        "request.as_approved_again",
    ]


async def test_what_is_not_cleared_any_more_is_not_published_again_and_stays_as_it_is(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    (scene.desk.files / scene.house.files["audio"]).write_bytes(b"something else")
    await scene.republishes(request)
    await scene.desk.work(rounds=1)
    found = await scene.look(request)

    assert found["trouble"] == (
        "It was not published again: the file of `Audio` is not what was approved."
    )
    assert (found["state"], stand.calls) == ("LIVE", ["publish new"])


async def test_what_is_refused_the_second_time_stands_as_it_did_and_is_followed(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    stand.next_answers = [Refused(("too many changes",))]
    await scene.republishes(request)
    await scene.desk.work(rounds=1)
    found = await scene.look(request)
    await scene.desk.work(seconds=HOUR, rounds=1)

    assert (found["state"], found["publication"]["standing"]) == ("LIVE", "LIVE")
    assert found["trouble"] == (
        "It was not published again, and stands as it did: feed did not take it: too many changes."
    )
    assert len(await scene.live()) == 1
    assert stand.calls == ["publish new", "publish known", "look"]


async def test_what_is_withdrawn_is_taken_down_and_seen_to_be_gone(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    stand.next_answers = [Standing.LIVE]
    await scene.house.withdraws(request, "The guest is ill.")
    await scene.desk.work(rounds=2)
    still = await scene.live()
    await scene.desk.work(seconds=HOUR, rounds=1)
    found = await scene.look(request)

    assert (len(still), await scene.live(), stand.there) == (1, [], {})
    assert stand.calls.count("remove") == 2
    assert found["publication"]["standing"] == "GONE"
    assert found["publication"]["evidence"] == ["version 2 is without it"]
    assert {"publisher": "feed", "state": "WITHDRAWN"} in found["placements"]
    assert "publication.removed" in await acts(scene, request)


async def test_what_cannot_be_found_to_be_taken_down_is_for_people_at_once(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    stand.next_answers = [Undecided("it may stand under an id that nobody has.")]
    await scene.house.withdraws(request, "The guest is ill.")
    await scene.desk.work(rounds=2)
    found = await scene.look(request)

    assert found["trouble"].startswith(
        "Nobody can tell whether it stands at feed still: it may stand under an id that nobody has."
        " Look there, and take it down by hand if it does;"
    )
    assert stand.calls.count("remove") == 1


async def test_what_a_look_cannot_tell_is_for_people_at_once(scene: Scene, stand: Stand) -> None:
    request = await published(scene)
    stand.next_answers = [Undecided("two carry our name")]
    await scene.desk.work(seconds=HOUR, rounds=1)
    found = await scene.look(request)

    assert found["trouble"] == (
        "Nobody sees how it stands at feed: two carry our name; look there how it stands. It is"
        " looked at again by itself."
    )


async def test_what_is_withdrawn_before_its_day_is_never_published(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    await scene.house.withdraws(request, "The guest is ill.")
    await scene.opens(11)

    assert (stand.calls, stand.there) == ([], {})
    assert (await scene.look(request))["publication"]["closedAt"] is not None


async def test_what_was_begun_and_never_answered_is_taken_down_all_the_same(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    stand.lost = 1
    await scene.desk.work(seconds=10 * DAY, rounds=1)
    await scene.house.withdraws(request, "The guest is ill.")
    await scene.desk.work(seconds=1, rounds=2)

    assert stand.calls == ["publish new", "remove"]
    assert stand.there == {}


async def test_what_is_withdrawn_while_it_is_being_published_is_taken_down_after_that(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    stand.during = partial(scene.house.withdraws, request, "The guest is ill.")
    await scene.opens()
    found = await scene.look(request)

    assert (stand.calls, stand.there) == (["publish new", "remove"], {})
    assert (found["state"], found["publication"]["standing"]) == ("WITHDRAWN", "GONE")
    assert found["handOver"]["receipt"] == ""
    assert await scene.live() == []


async def test_another_request_for_the_same_episode_takes_its_place_over(
    scene: Scene, stand: Stand
) -> None:
    first = await published(scene)
    second = await scene.approved(name="The first cup, again")
    await scene.opens()
    await scene.house.withdraws(first, "It is out again.")
    await scene.desk.work(rounds=2)
    (exposure,) = await scene.live()

    assert [one for one in stand.calls if one != "look"] == ["publish new", "publish known"]
    assert exposure.request_id == second["id"]
    assert len(stand.there) == 1


async def test_what_moves_while_it_is_worked_on_is_live_at_its_new_address_alone(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    stand.address, stand.said = "https://feeds.example.com/new", Report(Standing.PROCESSING)
    await scene.republishes(request)
    await scene.desk.work(rounds=1)
    stand.said = Report(Standing.LIVE)
    await scene.desk.work(seconds=HOUR, rounds=1)
    (exposure,) = await scene.live()

    assert exposure.shown.outside_id.startswith("https://feeds.example.com/new#")


async def test_a_revision_for_another_target_leaves_the_one_before(
    scene: Scene, stand: Stand
) -> None:
    other = Stand("webhook")
    scene.desk.publishes_to(Targets((stand, other)))
    await scene.sets("WEBHOOK", "enp_1")
    stand.said = Report(Standing.PROCESSING)
    request = await published(scene)
    stand.next_answers = [Standing.REFUSED]
    await scene.desk.work(seconds=HOUR, rounds=1)
    brief = await scene.house.release(target="WEBHOOK", cleared=False)
    done = await scene.house.revises("episode_release", request, brief)
    assert done["errors"] == [], done
    stages = await scene.house.stages(request)
    await scene.says_yes(request, *(one for one, (how, _) in stages.items() if how != "APPROVED"))
    await scene.opens()

    assert (stand.calls[-1], stand.there) == ("remove", {})
    assert (other.calls[0], len(other.there)) == ("publish new", 1)


async def test_a_playlist_is_published_where_its_brand_is_connected_until_its_last_day(
    scene: Scene,
) -> None:
    stand, asked = Stand(PLAYLISTS), list[tuple[str, str]]()

    async def is_connected(target: str, place: str) -> bool:
        asked.append((target, place))
        return True

    scene.desk.publishes_to(Targets((stand,), is_connected=is_connected))
    request = await playlist(scene)
    during = await scene.look(request)
    await scene.opens(4)
    after = await scene.look(request)

    assert set(asked) == {(PLAYLISTS, scene.house.world.brand_id)}
    assert (during["state"], during["publication"]["standing"]) == ("LIVE", "LIVE")
    assert during["publication"]["endsAt"] == "2026-11-29T23:00:00+00:00"
    assert (after["publication"]["standing"], stand.there) == ("GONE", {})


async def anybody(_target: str, _place: str) -> bool:
    """For a house to which every account is connected."""
    return True


@pytest.mark.parametrize(
    "why",
    [
        GiveUp("the account is suspended"),
        NotLetIn("not_let_in", "It does not let the hub in."),
        RuntimeError("it answers nothing that can be read"),
    ],
    ids=lambda one: type(one).__name__,
)
async def test_the_last_day_comes_whatever_keeps_the_hub_from_looking(
    scene: Scene, why: Exception
) -> None:
    stand = Stand(PLAYLISTS)
    scene.desk.publishes_to(Targets((stand,), is_connected=anybody))
    request = await playlist(scene)
    stand.next_answers = [why] * 200
    for _ in range(40):
        await scene.desk.work(seconds=HOUR / 4, rounds=1)
    unseen = (await scene.look(request))["trouble"]
    stand.next_answers = []
    await scene.opens(4)
    after = await scene.look(request)

    assert unseen.startswith("Nobody sees how it stands at spotify playlist: ")
    assert (after["publication"]["standing"], stand.there, after["trouble"]) == ("GONE", {}, None)


async def test_what_cannot_be_taken_down_on_its_last_day_is_one_case_with_what_stands_where(
    scene: Scene,
) -> None:
    stand = Stand(PLAYLISTS)
    scene.desk.publishes_to(Targets((stand,), is_connected=anybody))
    request = await playlist(scene)
    stand.next_answers = [GiveUp("the account is suspended")] * 200
    for _ in range(5):
        await scene.opens(1)
    front = await scene.house.desk.front("manager")
    (case,) = [one["node"] for one in (await front.data(CASES))["cases"]["edges"]]
    stand.next_answers = []
    await scene.opens(1)
    after = await scene.look(request)

    assert case["title"].endswith("stands at spotify playlist after its time")
    assert (case["kind"], case["queue"]) == ("CONTENT_ISSUE", MANAGERS)
    assert "Live by spotify playlist at https://feeds.example.com/beans" in case["text"]
    assert "the account is suspended" in case["text"]
    assert (after["publication"]["standing"], after["trouble"]) == ("GONE", None)


async def test_what_is_not_seen_goes_on_at_once_when_the_account_is_connected_again(
    scene: Scene,
) -> None:
    stand = Stand(PLAYLISTS)
    scene.desk.publishes_to(Targets((stand,), is_connected=anybody))
    request = await playlist(scene)
    stand.next_answers = [GiveUp("Spotify no longer lets the hub in")]
    await scene.desk.work(seconds=HOUR, rounds=1)
    unseen = (await scene.look(request))["trouble"]
    await connecting(scene.desk.world, scene.desk.clock).connect()
    await scene.desk.work(rounds=2)
    after = await scene.look(request)

    assert unseen == (
        "Nobody sees how it stands at spotify playlist: Spotify no longer lets the hub in. It is"
        " looked at again by itself."
    )
    assert (after["publication"]["standing"], after["trouble"]) == ("LIVE", None)


async def test_exposures_of_what_was_live_stay_on_record(scene: Scene, stand: Stand) -> None:
    request = await published(scene)
    await scene.house.withdraws(request, "The guest is ill.")
    await scene.desk.work(rounds=2)
    subject = Subject(SubjectKind.EPISODE, scene.house.episode)
    (ended,) = await live.of_subject(subject, 10, None)

    assert ended.live_to is not None
    assert ended.shown.include == ("AT", "DE")
