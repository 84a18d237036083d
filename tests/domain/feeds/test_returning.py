"""A feed that was removed comes back with what may still be heard, and with nothing else."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from domain.clock import SteppingClock
from tests.stories.desk import OneProcess
from tests.stories.feeding import SET_FEED, Feeding, feeding
from tests.stories.house import house
from tests.stories.outlets import NAMES
from tests.world import World

REMOVE = """mutation($input: RemoveShowFeedInput!) { done: removeShowFeed(input: $input) {
  feed { removedAt } errors { ... on UserError { code message } } } }"""
CASES = "{ cases(first: 5) { edges { node { title text queue } } } }"
PLACED = """query($id: ID!) { request(id: $id) { state publication { standing } } }"""


@pytest.fixture
async def told(world: World, clock: SteppingClock, files: Path) -> Feeding:
    return await feeding(await house(OneProcess.open(world, clock, files)))


async def removed(told: Feeding) -> None:
    manager = await told.house.desk.front("manager")
    done = (await manager.data(REMOVE, input={"showId": told.house.show}))["done"]
    assert done["errors"] == []
    await told.house.desk.work(seconds=60)


async def set_again(told: Feeding) -> None:
    given = {
        "showId": told.house.show,
        "link": "https://beans.example.com/again",
        "description": "All about beans.",
        "author": "Sample Roasters",
        "ownerName": "Pat",
        "ownerEmail": "pat@beans.example.com",
        "artworkAssetId": told.house.files["artwork"],
        "categories": [{"name": "Arts", "below": "Food"}],
    }
    done = (await (await told.house.desk.front("manager")).data(SET_FEED, input=given))["done"]
    assert done["errors"] == []
    await told.house.desk.work(seconds=60)


async def stood(told: Feeding, request: dict[str, Any]) -> tuple[str, str]:
    data = await (await told.house.desk.front("manager")).data(PLACED, id=request["id"])
    return data["request"]["state"], data["request"]["publication"]["standing"]


async def in_it(told: Feeding) -> ET.Element:
    answer = await told.reads()
    assert answer.status_code == 200, answer.text
    channel = ET.fromstring(answer.text).find("channel")
    assert channel is not None
    return channel


def audio(channel: ET.Element) -> list[str]:
    return [one.attrib["url"] for one in channel.iterfind("item/enclosure")]


async def test_while_a_feed_is_removed_its_files_are_closed_and_it_comes_back_whole(
    told: Feeding,
) -> None:
    request = await told.out()
    before = await in_it(told)
    (heard,) = audio(before)
    await removed(told)
    closed, gone, standing = await told.reads(heard), await told.live(), await stood(told, request)
    await set_again(told)
    after = await in_it(told)

    assert (closed.status_code, gone, standing) == (410, [], ("LIVE", "REMOVED"))
    assert audio(after) == [heard]
    for name in ("item/guid", "item/pubDate", "podcast:guid"):
        assert after.findtext(name, "", NAMES) == before.findtext(name, "-", NAMES)
    assert (await told.reads(heard)).status_code == 200
    assert len(await told.live()) == 1
    assert await stood(told, request) == ("LIVE", "LIVE")


async def test_what_was_withdrawn_while_its_feed_was_removed_does_not_come_back(
    told: Feeding,
) -> None:
    request = await told.out()
    (heard,) = audio(await in_it(told))
    await removed(told)
    await told.house.withdraws(request, "The guest is ill.")
    await told.house.desk.work(seconds=60)
    await set_again(told)

    assert audio(await in_it(told)) == []
    assert (await told.reads(heard)).status_code == 410


async def test_what_was_to_open_while_there_was_no_feed_opens_in_the_next_one(
    told: Feeding,
) -> None:
    await removed(told)
    request = await told.out()
    given_up = await stood(told, request)
    await set_again(told)

    assert given_up[0] == "PUBLISHED"
    assert len(audio(await in_it(told))) == 1
    assert (await stood(told, request))[0] == "LIVE"


async def test_a_feed_that_is_removed_opens_one_case_that_names_what_stood_in_it(
    told: Feeding,
) -> None:
    request = await told.out()
    await removed(told)
    data = await (await told.house.desk.front("manager")).data(CASES)
    (case,) = [one["node"] for one in data["cases"]["edges"]]

    assert case["title"].startswith("The feed of ")
    assert f"#{request['number']}" in case["text"]
