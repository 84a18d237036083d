"""D4: what is prohibited is held however its language and channel are spelt, and what decided it
is in the record."""

from typing import Any

import pytest

from tests.stories.house import House
from tests.stories.test_d4_episodes import approved, said

BAN = """mutation($input: AddRightsProhibitionInput!) { done: addRightsProhibition(input: $input) {
  grant { id languages channels version auditTrail { act } }
  errors { ... on UserError { code message path } } } }"""
TRAIL = "query($id: ID!) { request(id: $id) { auditTrail { act details } } }"

#: Where the engine of a database makes no difference to what is told.
alike = pytest.mark.parametrize("way", ["sqlite", "processes"], indirect=True)


async def prohibited(house: House, **scope: Any) -> dict[str, Any]:
    """Enter that the guest of the episode prohibits it in the world."""
    given = {
        "kind": "EPISODE",
        "subjectId": house.episode,
        "layer": "GUEST_RELEASE",
        "scope": {"uses": ["EVERY"], "include": ["WORLD"], **scope},
        "window": {"startsAt": "2026-07-01T00:00:00Z", "end": "PERPETUAL"},
        "source": {"grantor": "The guest"},
    }
    manager = await house.desk.front("manager")
    done: dict[str, Any] = (await manager.data(BAN, input=given))["done"]
    return done


@alike
async def test_d4_a_prohibition_holds_however_its_language_is_spelt(house: House) -> None:
    await house.release()
    refused = await prohibited(house, languages=["German"])
    done = await prohibited(house, languages=["ENG"])
    request = await approved(house)
    found, look = await house.look(request), (await said(house, request))["publishing"]

    assert [one["path"] for one in refused["errors"]] == [["languages"]]
    assert done["grant"]["languages"] == ["en"]
    assert (found["state"], found["handOver"]) == ("APPROVED", None)
    assert {one["market"] for one in look["blocked"]} == {"AT", "DE"}


@alike
async def test_d4_the_record_tells_which_grants_decided(house: House) -> None:
    await house.release()
    ban = (await prohibited(house, channels=[" Spotify"], languages=["EN"]))["grant"]
    request = await approved(house)
    manager = await house.desk.front("manager")
    trail = (await manager.data(TRAIL, id=request["id"]))["request"]["auditTrail"]
    (judged,) = (one["details"] for one in trail if one["act"] == "rights.judged")
    (thing,) = judged["judged"]
    (layer, *_) = thing["asked"][0]["found"][0]["layers"]

    assert ban["channels"] == ["spotify"]
    assert [one["act"] for one in ban["auditTrail"]] == ["rights.prohibition_added"]
    assert (thing["subject"], thing["grants"][ban["id"]]) == (house.episode, ban["version"])
    assert thing["needs"] == [{"layer": "guest_release", "part": "", "uses": []}]
    assert {one["found"][0]["standing"] for one in thing["asked"]} == {"blocked"}
    assert (layer["reason"], layer["grants"]) == ("prohibited", [ban["id"]])
