"""C4: one master record; what differs is shown and mended, and nothing goes out of sequence."""

from typing import Any

from domain.audit import service as audit
from tests.stories.clearing_episodes import rights_of
from tests.stories.house import House
from tests.stories.sponsors import ERRORS
from tests.stories.test_c1_records import says_yes, told
from tests.stories.test_d4_episodes import alike

DRIFT = """query($showId: ID, $titleId: ID) { drift(showId: $showId, titleId: $titleId) {
  requestId episodeId field master writtenOver sayings { place text right } } }"""
MEND = f"""mutation($input: MendDriftInput!) {{ done: mendDrift(input: $input) {{
  request {{ id kind number state brief {{ ... on RevisionBrief {{ change evidence }} }} }}
  {ERRORS} }} }}"""
NOTE = f"""mutation($input: NoteLiveEpisodeInput!) {{ done: noteLiveEpisode(input: $input) {{
  drift {{ field }} {ERRORS} }} }}"""
MASTER = f"""mutation($input: SetShowMasterInput!) {{ done: setShowMaster(input: $input) {{
  masters {{ field place }} {ERRORS} }} }}"""
OVERRIDE = f"""mutation($input: ReleaseOutOfSequenceInput!) {{
  done: releaseOutOfSequence(input: $input) {{ request {{ id state }} {ERRORS} }} }}"""
TROUBLE = """query($id: ID!) { request(id: $id) { state trouble auditTrail { act } } }"""


async def asks(house: House, query: str, who: str = "manager", **given: Any) -> Any:
    return (await (await house.desk.front(who)).data(query, input=given))["done"]


async def differs(house: House, **of: str) -> dict[str, dict[str, Any]]:
    data = await (await house.desk.front("manager")).data(DRIFT, **of)
    return {one["field"]: one for one in data["drift"]}


async def is_asked(house: House, **changes: Any) -> dict[str, str]:
    """Ask for a release."""
    done = await house.asks("episode_release", await house.release(**changes))
    assert done["errors"] == [], done
    request: dict[str, str] = done["request"]
    return request


async def goes_out(house: House, **changes: Any) -> dict[str, str]:
    """Ask for a release, have everybody say yes, and let the undo window pass."""
    request = await is_asked(house, **changes)
    await says_yes(house, request)
    await house.desk.work(seconds=31)
    return request


async def stands(house: House, request: dict[str, str]) -> Any:
    data = await (await house.desk.front("manager")).data(TROUBLE, id=request["id"])
    return data["request"]


async def test_c4_what_differs_is_shown_with_who_is_right_and_mended(house: House) -> None:
    title = await told(house)
    request = await goes_out(house, titleId=title, description="Told anew for the ear.")
    seen: dict[str, Any] = {
        "episodeId": house.episode,
        "credits": ["Ben Writer (author)"],
        "title": "Night Train",
    }
    noted = await asks(house, NOTE, **seen)
    found = await differs(house, titleId=title)
    mended = {
        field: await asks(house, MEND, requestId=request["id"], field=field)
        for field in ("EPISODE_TITLE", "CREDITS", "RELEASES_ON", "SERIES")
    }
    again = await asks(house, MEND, requestId=request["id"], field="CREDITS")
    left = await differs(house, showId=house.show)
    acts = [one.act for one in await audit.trail(house.episode)]
    trail = [one for one in acts if one.startswith("episode.")]

    assert noted["errors"] == []
    # What was written over is right: the record's description is no drift.
    assert set(found) == {"EPISODE_TITLE", "CREDITS"}
    assert found["EPISODE_TITLE"]["master"] == "RECORD"
    assert {s["place"]: (s["text"], s["right"]) for s in found["EPISODE_TITLE"]["sayings"]} == {
        "RECORD": ("Night Train", True),
        "HUB": ("The first cup", False),
        "PACKAGE": ("Night Train", True),
        "LIVE": ("Night Train", True),
    }
    assert mended["EPISODE_TITLE"]["request"]["id"] == request["id"]
    asked = mended["CREDITS"]["request"]
    assert (asked["kind"], asked["state"]) == ("revision", "IN_REVIEW")
    assert asked["brief"]["change"] == "Credits: Ben Writer (author); Ada Reader (reader)"
    assert "what is live: Ben Writer (author)" in asked["brief"]["evidence"]
    assert mended["SERIES"]["errors"][0]["code"] == "no_drift"
    assert again["errors"][0]["code"] == "asked_already"
    assert set(left) == {"CREDITS"}
    assert trail == ["episode.added", "episode.seen_live", "episode.corrected"]
    assert await audit.verify(house.world.hub.secrets) == []


async def test_c4_another_place_can_be_right_about_a_field(house: House) -> None:
    title = await told(house)
    request = await goes_out(house, titleId=title)
    given = {"showId": house.show, "field": "EPISODE_TITLE"}
    refused = await asks(house, MASTER, place="LIVE", **given)
    denied = await asks(house, MASTER, who="requester", place="HUB", **given)
    done = await asks(house, MASTER, place="HUB", **given)
    (found,) = (await differs(house, showId=house.show)).values()
    mended = await asks(house, MEND, requestId=request["id"], field="EPISODE_TITLE")

    assert refused["errors"][0]["code"] == "no_master"
    assert denied["errors"][0]["code"] == "not_allowed"
    assert {"field": "EPISODE_TITLE", "place": "HUB"} in done["masters"]
    assert found["master"] == "HUB"
    assert mended["request"]["brief"]["change"] == "Title: The first cup"


async def test_c4_an_episode_out_of_sequence_waits_for_the_one_before_it(house: House) -> None:
    first, second = await told(house), await told(house, 2, "Day Train")
    made = {"showId": house.show, "title": "The second cup", "number": 2}
    later = await house.created("createEpisode", "episode", made)
    await rights_of(house.world, later)
    waiting = await goes_out(house, titleId=second, episodeId=later, name="The second cup")
    stood = await stands(house, waiting)
    asked = await house.asks("episode_release", await house.release(titleId=first))
    before = asked["request"]
    await house.desk.work()
    named = await stands(house, waiting)
    await says_yes(house, before)
    await house.desk.work(seconds=31)  # The undo window, and no more: nothing looks each minute.
    out, done = await stands(house, before), await stands(house, waiting)

    said = "number 1 of `Trains` is not out, and nobody asked for its release"
    assert stood["state"] == "APPROVED"
    assert said in stood["trouble"]
    assert f"number 1 of `Trains` (#{before['number']}) is not out yet" in named["trouble"]
    assert out["state"] == "PUBLISHED"
    assert (done["state"], done["trouble"]) == ("PUBLISHED", None)


async def test_c4_a_manager_lets_one_go_out_of_sequence_and_says_why(house: House) -> None:
    await told(house)
    second = await told(house, 2, "Day Train")
    waiting = await goes_out(house, titleId=second)
    given = {"requestId": waiting["id"], "reason": "The first was out before there was a hub."}
    denied = await asks(house, OVERRIDE, who="requester", **given)
    silent = await asks(house, OVERRIDE, **given | {"reason": " "})
    done = await asks(house, OVERRIDE, **given)
    await house.desk.work()
    found = await stands(house, waiting)
    late = await asks(house, OVERRIDE, **given)

    assert denied["errors"][0]["code"] == "not_allowed"
    assert silent["errors"][0]["code"] == "reason_missing"
    assert done["errors"] == []
    assert found["state"] == "PUBLISHED"
    assert "request.sequence_overridden" in [one["act"] for one in found["auditTrail"]]
    assert late["errors"][0]["code"] == "not_ahead"


@alike
async def test_c4_what_may_not_go_out_any_more_does_not_wait_in_line(house: House) -> None:
    await told(house)
    second = await told(house, 2, "Day Train")
    waiting = await goes_out(house, titleId=second, releasesOn=house.day(1))
    given = {"requestId": waiting["id"], "reason": "The first was out before there was a hub."}
    stood = await stands(house, waiting)
    await house.desk.work(seconds=2 * 86_400)
    late, note = await stands(house, waiting), (await house.look(waiting))["note"]
    let = await asks(house, OVERRIDE, **given)
    brief = await house.release(titleId=second, releasesOn=house.day(5))
    await house.revises("episode_release", waiting, brief)
    await house.desk.says("editor", waiting, "script")
    await house.desk.work(seconds=31)
    again = await stands(house, waiting)

    assert (stood["state"], "nobody asked for its release" in stood["trouble"]) == (
        "APPROVED",
        True,
    )
    assert (late["state"], late["trouble"]) == ("CHANGES_REQUESTED", None)
    assert note.startswith("It was not handed over: ")
    # Whoever let it go let its place in the series go, not one revision.
    assert let["errors"] == []
    assert (again["state"], again["trouble"]) == ("PUBLISHED", None)
