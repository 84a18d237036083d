"""A campaign that people had paused is said to be paused, and to run once it does."""

import pytest

from bot.fake.model import Message
from domain.clock import SteppingClock
from tests.bot.reading import lines
from tests.connectors.spotify.test_pausing import live, pause, resume
from tests.stories.desk import OneProcess
from tests.world import World


@pytest.fixture
async def house(world: World, clock: SteppingClock) -> OneProcess:
    return OneProcess.open(world, clock)


def stands(card: Message) -> str:
    """Return what the card of the requester says first below its title."""
    return lines(card.blocks)[1]


async def test_a_card_says_that_a_campaign_is_paused_and_then_that_it_runs(
    house: OneProcess,
) -> None:
    async with house.chat() as chat:
        request = await live(house)
        place, said = chat.direct("requester"), []
        for act in (pause, resume):
            assert await act(house, request) == []
            said.append(stands(chat.shown(place)[0]))
            await house.work()
            said.append(stands(chat.shown(place)[0]))

    assert said[1::2] == ["Paused at Spotify", "Live on Spotify"]
