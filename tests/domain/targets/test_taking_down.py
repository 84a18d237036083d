"""A takedown of what the hub published: gone by the hub, with proof, only where it was asked."""

from typing import Any

import pytest

from bot.ids import ActionId
from domain.placements import records as placements
from domain.targets.connected import PLAYLISTS, Targets
from domain.targets.model import Refused, Standing, Undecided
from tests.domain.targets.scene import DAY, Scene
from tests.domain.targets.stand import Stand
from tests.stories.sponsors import ERRORS

PROOF = """query($id: ID!) { request(id: $id) { state note trouble handOver { state receipt }
  removals { subjectId target how places isrc evidence askedAt goneAt saidBy }
  auditTrail { act } } }"""

GONE = f"""mutation($input: ConfirmGoneInput!) {{ done: confirmGone(input: $input) {{
  request {{ id }} {ERRORS} }} }}"""


async def published(scene: Scene) -> dict[str, Any]:
    request = await scene.approved()
    await scene.opens()
    return request


async def taken_down(
    scene: Scene, request: dict[str, Any], *markets: str, **changes: Any
) -> dict[str, Any]:
    """Have everybody agree to a takedown of what a request brought, and have it handed over."""
    brief = {
        "name": "Take down the first cup",
        "brandId": scene.house.world.brand_id,
        "markets": list(markets or ("DE", "AT")),
        "subjectId": request["id"],
        "reason": "RIGHTS",
        "urgent": True,
        "details": "The narrator's publisher says no.",
    } | changes
    done = await scene.house.asks("takedown", brief)
    assert done["errors"] == [], done
    asked: dict[str, Any] = done["request"]
    await scene.desk.says("rights_one", asked, "rights")
    await scene.desk.work(seconds=31, rounds=2)
    return asked


async def says_gone(
    scene: Scene, request: dict[str, Any], seen: str, who: str = "publisher"
) -> list[str]:
    given = {"requestId": request["id"], "seen": seen}
    done = (await (await scene.desk.front(who)).data(GONE, input=given))["done"]
    return [one["code"] for one in done["errors"]]


async def proof(scene: Scene, request: dict[str, Any]) -> Any:
    front = await scene.desk.front("manager")
    return (await front.data(PROOF, id=request["id"]))["request"]


async def test_a_takedown_of_what_the_hub_published_is_acknowledged_by_the_hub_with_its_proof(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    asked = await taken_down(scene, request)
    found, subject = await proof(scene, asked), await scene.look(request)
    (gone,) = found["removals"]

    assert (stand.there, await scene.live()) == ({}, [])
    assert (found["state"], found["handOver"]["state"]) == ("LIVE", "ACKNOWLEDGED")
    assert found["handOver"]["receipt"].startswith("Taken down by feed, 2026-")
    assert found["handOver"]["receipt"].endswith(": version 2 is without it.")
    assert (gone["target"], gone["how"], gone["places"]) == ("feed", "WHOLE", ["AT", "DE"])
    assert (gone["subjectId"], gone["evidence"]) == (request["id"], ["version 2 is without it"])
    assert gone["askedAt"] <= gone["goneAt"]
    assert (subject["publication"]["standing"], found["trouble"]) == ("GONE", None)
    assert [one["act"] for one in found["auditTrail"] if one["act"].startswith("takedown.")] == [
        "takedown.carried_out",
        "takedown.seen_gone",
        "takedown.proved",
    ]


async def test_what_stands_there_still_is_not_acknowledged(scene: Scene, stand: Stand) -> None:
    request = await published(scene)
    stand.next_answers = [Standing.LIVE]
    asked = await taken_down(scene, request)
    before, live = await proof(scene, asked), await scene.live()
    await scene.desk.work(seconds=301, rounds=2)
    after = await proof(scene, asked)

    assert (before["state"], before["removals"][0]["goneAt"]) == ("PUBLISHED", None)
    assert [one.shown.include for one in live] == [("AT", "DE")]
    assert (after["state"], await scene.live()) == ("LIVE", [])


async def test_where_only_some_places_are_named_it_stays_in_the_others(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    asked = await taken_down(scene, request, "DE")
    found, (live,) = await proof(scene, asked), await scene.live()
    there = stand.there[scene.house.episode].markets
    await scene.republishes(request)
    await scene.desk.work(rounds=2)

    assert (there, live.shown.include) == (("AT",), ("AT",))
    assert (found["state"], found["removals"][0]["how"]) == ("LIVE", "PLACES")
    assert found["removals"][0]["evidence"][0].startswith(
        "looked at again, it stands in AT only (episode ep-"
    )
    assert found["handOver"]["receipt"].startswith("Taken down in DE by feed, 2026-")
    assert stand.there[scene.house.episode].markets == ("AT",)
    assert [one.shown.include for one in await scene.live()] == [("AT",)]


@pytest.mark.parametrize("narrows", [True, False])
async def test_a_target_that_takes_nothing_down_in_part_takes_down_all_and_it_says_so(
    scene: Scene, stand: Stand, *, narrows: bool
) -> None:
    request = await published(scene)
    stand.narrows = narrows
    stand.next_answers = [Refused(("it has one list of countries",))] if narrows else []
    asked = await taken_down(scene, request, "DE")
    found = await proof(scene, asked)
    (gone,) = found["removals"]

    assert (stand.there, await scene.live()) == ({}, [])
    assert (found["state"], gone["how"], gone["places"]) == ("LIVE", "WHOLE", ["DE"])
    assert found["handOver"]["receipt"].startswith("Taken down by feed, ")


async def test_the_rest_of_it_goes_as_a_whole(scene: Scene, stand: Stand) -> None:
    request = await published(scene)
    first = await taken_down(scene, request, "DE")
    second = await taken_down(scene, request, "AT")
    elsewhere = await taken_down(scene, request, "DE")

    assert stand.there == {}
    assert [(await proof(scene, one))["removals"][0]["how"] for one in (first, second)] == [
        "PLACES",
        "WHOLE",
    ]
    assert (await proof(scene, elsewhere))["removals"] == []
    assert (await proof(scene, elsewhere))["state"] == "PUBLISHED"


async def test_what_a_person_saw_to_be_gone_is_proof_by_their_word_and_by_nobody_elses(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    stand.next_answers = [Undecided("it may stand there under another name")] * 5
    asked = await taken_down(scene, request)
    stuck, undecided = await proof(scene, asked), await scene.look(request)
    seen = "Looked at feeds.example.com: the episode is not listed."
    other = await says_gone(scene, asked, seen, "rights_one")
    empty = await says_gone(scene, asked, " ")
    said, again = await says_gone(scene, asked, seen), await says_gone(scene, asked, seen)
    await scene.desk.work(rounds=2)
    found, subject = await proof(scene, asked), await scene.look(request)
    (gone,) = found["removals"]
    acts = [one["act"] for one in found["auditTrail"] if one["act"].startswith("takedown.")]

    assert (stuck["state"], undecided["trouble"] is None) == ("PUBLISHED", False)
    assert (other, empty, said, again) == (
        ["not_the_receiver"],
        ["seen_missing"],
        [],
        ["nothing_going"],
    )
    assert (found["state"], await scene.live(), subject["trouble"]) == ("LIVE", [], None)
    assert gone["saidBy"] == "Publisher"
    assert gone["evidence"] == [f"somebody of the team looked, and says: {seen.rstrip('.')}"]
    assert "said by a person" in found["handOver"]["receipt"]
    assert acts == ["takedown.carried_out", "takedown.said_gone", "takedown.proved"]
    assert "publication.said_gone" in [one["act"] for one in subject["auditTrail"]]


async def test_the_teams_card_has_a_button_by_which_they_say_that_it_is_gone(
    scene: Scene, stand: Stand
) -> None:
    async with scene.desk.chat() as chat:
        request = await published(scene)
        stand.next_answers = [Undecided("it may stand there under another name")] * 5
        asked = await taken_down(scene, request)
        await scene.desk.work(seconds=5)
        cards = [ActionId.GONE in str(one.blocks) for one in chat.shown("CPUBLISHING")]
        await chat.click("publisher", "CPUBLISHING", ActionId.GONE, cards.index(True))
        outcome = await chat.submit("publisher", seen="It is not listed any more")
        await scene.desk.work(seconds=60)
        after = chat.shown("CPUBLISHING")[cards.index(True)]
        found = await proof(scene, asked)

    assert outcome.ok
    assert found["state"] == "LIVE"
    assert found["removals"][0]["saidBy"] == "Publisher"
    assert ActionId.GONE not in str(after.blocks)


async def test_what_was_withdrawn_is_said_to_be_gone_by_the_team_that_had_it(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    stand.next_answers = [Undecided("it may stand there under another name")] * 5
    await scene.house.withdraws(request, "The guest is ill.")
    await scene.desk.work(rounds=2)
    stuck = await scene.live()
    said = await says_gone(scene, request, "It is not listed any more")
    found = await scene.look(request)

    assert (len(stuck), said, await scene.live()) == (1, [], [])
    assert (found["publication"]["standing"], found["trouble"]) == ("GONE", None)


async def test_what_is_not_out_yet_never_opens(scene: Scene, stand: Stand) -> None:
    request = await scene.approved()
    asked = await taken_down(scene, request)
    found = await proof(scene, asked)
    await scene.opens()

    assert (stand.calls, await scene.live()) == ([], [])
    assert found["removals"][0]["evidence"] == ["it was never published there"]
    assert found["state"] == "LIVE"


async def test_what_is_not_out_yet_opens_without_the_places_that_were_taken(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    asked = await taken_down(scene, request, "DE")
    await scene.opens()

    assert (await proof(scene, asked))["state"] == "LIVE"
    assert stand.there[scene.house.episode].markets == ("AT",)
    assert [one.shown.include for one in await scene.live()] == [("AT",)]


async def test_what_a_team_placed_by_hand_stays_with_the_team(scene: Scene, stand: Stand) -> None:
    request = await scene.approved()
    await scene.house.acknowledges("publisher", request, "It stands in the feed.")
    asked = await taken_down(scene, request)
    found = await proof(scene, asked)

    assert (found["state"], found["removals"], stand.calls) == ("PUBLISHED", [], [])


async def test_of_what_is_named_by_its_address_the_hub_does_its_half_and_says_what_is_left(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    address = (await scene.look(request))["publication"]["address"]
    await scene.noticed(address)
    asked = await taken_down(scene, request, address=address, subjectId=None)
    half = await proof(scene, asked)
    done = await scene.house.acknowledges("publisher", asked, "Gone there as well.")
    await scene.desk.work(rounds=2)

    assert (stand.there, half["state"]) == ({}, "PUBLISHED")
    assert half["note"].startswith("Taken down by feed, ")
    assert half["note"].endswith(f" Still live, for the team: podcast-host ({address}).")
    assert (done["errors"], await scene.live()) == ([], [])


async def test_it_comes_back_by_a_new_release(scene: Scene, stand: Stand) -> None:
    request = await published(scene)
    await taken_down(scene, request)
    again = await scene.approved(releasesOn=scene.house.day(2))
    await scene.opens(3)

    assert list(stand.there) == [scene.house.episode]
    assert (await scene.look(again))["publication"]["standing"] == "LIVE"
    assert [one.shown.include for one in await scene.live()] == [("AT", "DE")]


async def test_a_retirement_takes_it_down_on_its_day_and_not_before(
    scene: Scene, stand: Stand
) -> None:
    request = await published(scene)
    brief = {
        "name": "End the first cup",
        "brandId": scene.house.world.brand_id,
        "markets": ["DE", "AT"],
        "subjectId": request["id"],
        "evidence": "Nobody listens.",
        "ending": "PAUSE",
        "endsOn": scene.house.day(3),
        "paidFor": True,
    }
    asked = (await scene.house.asks("retirement", brief))["request"]
    await scene.desk.says("marketer", asked, "marketing")
    await scene.desk.says("finance_one", asked, "finance")
    await scene.desk.work(seconds=31, rounds=2)
    before = list(stand.there)
    await scene.desk.work(seconds=3 * DAY, rounds=3)
    found = await proof(scene, asked)

    assert before == [scene.house.episode]
    assert (stand.there, await scene.live()) == ({}, [])
    assert (found["state"], found["removals"][0]["how"]) == ("LIVE", "WHOLE")
    assert found["handOver"]["state"] == "ACKNOWLEDGED"


async def test_one_track_is_taken_out_of_a_playlist_and_the_only_one_takes_it_with_it(
    scene: Scene,
) -> None:
    stand = Stand(PLAYLISTS, narrows=False)

    async def is_connected(_target: str, _place: str) -> bool:
        return True

    scene.desk.publishes_to(Targets((stand,), is_connected=is_connected))
    first, second = "DEA123456789", "DEA123456780"
    said = {"artist": "The Pickers", "explicit": False, "genre": "Folk", "tempo": 90}
    brief = {
        "name": "Tea songs",
        "brandId": scene.house.world.brand_id,
        "markets": ["DE"],
        "purpose": "For the mornings.",
        "siteIds": [],
        "tracks": [
            {**said, "title": title, "isrc": isrc}
            for title, isrc in (("Hills", first), ("hills", ""), ("Valleys", second))
        ],
        "liveFrom": scene.house.day(5),
    }
    request = (await scene.house.asks("playlist", brief))["request"]
    await scene.desk.work()
    await scene.desk.says("brand_one", request, "brand")
    await scene.desk.work(seconds=31, rounds=2)
    await scene.opens(5)
    asked = await taken_down(scene, request, "DE", isrc=first)
    found, (there,) = await proof(scene, asked), stand.there.values()
    rest = await taken_down(scene, request, "DE", isrc=second)

    assert [one["isrc"] for one in there.content["metadata"]["tracks"]] == [second]
    assert (found["state"], found["removals"][0]["how"]) == ("LIVE", "TRACK")
    assert found["handOver"]["receipt"].startswith(f"The track {first} was taken out by ")
    assert stand.there == {}
    assert (await proof(scene, rest))["removals"][0]["how"] == "WHOLE"


async def test_the_team_is_told_only_what_the_hub_does_not_do_by_itself(
    scene: Scene, stand: Stand
) -> None:
    request = await scene.approved()
    release = await told(request)
    await scene.opens()
    address = (await scene.look(request))["publication"]["address"]
    await scene.noticed(address)
    half = await told(await taken_down(scene, request, "DE", address=address, subjectId=None))
    whole = await told(await taken_down(scene, request))

    assert release[0] == (
        "Greenlight publishes this by feed from 2026-11-30 23:00 UTC on, only in AT, DE."
    )
    assert release[1].startswith("There is nothing for you to do, unless")
    assert half[:2] == [
        "Greenlight takes it down by itself where it published it: feed.",
        f"Take it down by hand: podcast-host ({address}).",
    ]
    assert half[2].startswith("Look whether that is gone")
    assert whole[0] == "Greenlight takes it down by itself where it published it: feed."


async def told(request: dict[str, Any]) -> list[str]:
    """Return what the team that was handed a request is told to do."""
    handed = (await placements.hand_overs_of([request["id"]]))[request["id"]]
    said: list[str] = handed.content["instructions"]
    return said
