"""What the hub publishes by itself is said as it is: to come out, live, and nobody's to confirm."""

from typing import Any

import pytest

from bot.fake.model import Message
from bot.ids import ActionId
from domain.clock import SteppingClock
from tests.bot.reading import lines
from tests.stories.briefs import brief_of
from tests.stories.desk import OneProcess
from tests.stories.feeding import feeding
from tests.stories.house import House
from tests.stories.house import house as opened
from tests.world import World

DAY = 86_400


@pytest.fixture
async def house(world: World, clock: SteppingClock) -> House:
    return await opened(OneProcess.open(world, clock))


def acknowledging(card: Message) -> dict[str, Any]:
    """Return the button of a card by which somebody acknowledges it."""
    shown: list[dict[str, Any]] = list(card.blocks)
    inside = [one for block in shown for one in block.get("elements", ())]
    (found,) = (one for one in inside if one.get("action_id") == ActionId.ACKNOWLEDGE)
    return dict(found)


async def approved(house: House, kind: str) -> None:
    """Have something of a kind asked for, approved, and handed over."""
    request = (await house.asks(kind, await brief_of(house, kind)))["request"]
    for who, stage in (("editor", "script"), ("legal_one", "legal"), ("brand_one", "brand")):
        await house.desk.says(who, request, stage)
    await house.desk.work(seconds=31)


async def test_what_the_hub_publishes_is_to_come_out_and_then_live(house: House) -> None:
    await feeding(house)
    async with house.desk.chat() as chat:
        await approved(house, "episode_release")
        package, mine = chat.shown("CPUBLISHING")[0], chat.direct("requester")
        waits = lines(chat.shown(mine)[0].blocks)
        button = acknowledging(package)
        told = lines(package.blocks)
        await house.desk.work(seconds=10 * DAY)
        out = lines(chat.shown(mine)[0].blocks)

    assert any(line.startswith("Handed over; comes out on ") for line in waits)
    assert any(line.startswith("Greenlight publishes this by itself on ") for line in told)
    assert "[Done by hand]" in told
    assert "[Acknowledge]" not in told
    assert "style" not in button
    assert "Live" in out


async def test_what_people_publish_is_theirs_to_acknowledge(house: House) -> None:
    async with house.desk.chat() as chat:
        await approved(house, "episode_release")
        package = chat.shown("CPUBLISHING")[0]
        button = acknowledging(package)

    assert "[Acknowledge]" in lines(package.blocks)
    assert button["style"] == "primary"


async def test_a_card_has_no_place_for_what_was_not_given(house: House) -> None:
    async with house.desk.chat() as chat:
        await house.asks("episode_release", await brief_of(house, "episode_release"))
        await house.desk.work()
        named = lines(chat.shown("CEDITORIAL")[0].blocks)

    assert any("Comes out" in line for line in named)
    assert not any("Budget" in line for line in named)
