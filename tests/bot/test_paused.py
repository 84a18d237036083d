"""A campaign that people had paused is said to be paused, and to run once it does."""

import pytest

from bot.fake.model import Message
from bot.gathered import dossier as dossiers
from bot.letters import Letters
from bot.listeners import homes
from bot.messages.stands import stands
from domain.chat.mailing import Letter
from domain.clock import SteppingClock
from domain.inbox.model import Looks, Tab
from tests.bot.reading import lines
from tests.connectors.spotify.test_pausing import live, pause, resume
from tests.stories.desk import OneProcess
from tests.world import World


@pytest.fixture
async def house(world: World, clock: SteppingClock) -> OneProcess:
    return OneProcess.open(world, clock)


def first(card: Message) -> str:
    """Return what the card of the requester says first below its title."""
    return lines(card.blocks)[1]


async def now(request: dict[str, str]) -> str:
    """Return what a card that is drawn now says."""
    dossier = await dossiers.load(request["id"])
    assert dossier is not None
    return stands(dossier)


async def test_a_card_says_that_a_campaign_is_paused_and_then_that_it_runs(
    house: OneProcess,
) -> None:
    async with house.chat() as chat:
        request = await live(house)
        place, said = chat.direct("requester"), []
        for act in (pause, resume):
            assert await act(house, request) == []
            said.append(await now(request))
            await house.work()
            said.append(first(chat.shown(place)[0]))

    assert said == [
        "Live on Spotify; it is being paused",
        "Paused at Spotify",
        "Paused at Spotify; it is to run again",
        "Live on Spotify",
    ]


async def test_mails_and_the_home_say_so_too_as_long_as_it_stands_still(
    house: OneProcess,
) -> None:
    request = await live(house)
    hub, user_id = house.world.hub, house.world.people["requester"]
    looks, found = Looks(Tab.MINE), []
    for act in (None, pause, resume):
        if act is not None:
            await act(house, request)
            await house.work()
        about = {"request_id": request["id"], "stage": ""}
        mail = await Letters(hub)(Letter.STANDS, user_id, about)
        home = await homes.drawn(hub, await house.world.actor("requester"), looks, "T0001")
        assert mail is not None
        found.append(("paused at Spotify" in mail.text, "paused at Spotify" in str(home)))

    assert found == [(False, False), (True, True), (False, False)]
