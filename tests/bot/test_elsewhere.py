"""What a card says of a stage that was decided in the workflow service."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.gathered import dossier
from bot.messages.card import requester_card, stage_card
from domain.clock import SteppingClock
from domain.requests.submit import submit
from tests.domain.orchestration.there import There
from tests.domain.orchestration.there import there as open_there
from tests.domain.requests.acts import stage
from tests.world import World


@pytest.fixture
async def there(world: World, clock: SteppingClock) -> AsyncIterator[There]:
    async with open_there(world, clock, "opentext") as found:
        yield found


@pytest.mark.parametrize(
    ("by", "who", "outcome", "more"),
    [
        ("brand_one@hub.example.com", "Brand One", "approved", "; quorum 2 was not asked for."),
        ("out@partner.example", "out@partner.example", "approved", "; quorum 2 was not asked for."),
        ("brand_one@hub.example.com", "Brand One", "rejected", "."),
    ],
)
async def test_a_card_says_who_decided_and_what_was_not_asked(
    there: There, by: str, who: str, outcome: str, more: str
) -> None:
    actor = await there.world.actor("agent")
    request = await submit(there.hub, actor, "campaign", there.world.brief(agency_id=None))
    await there.works()
    await there.decides(request, "brand", outcome, by, "Because.")
    await there.looks()
    found = await dossier.load(request.id)
    assert found is not None
    brand = await stage(request, "brand")
    said = f"Decided in OpenText by {who}{more}"

    assert said in json.dumps(stage_card(found, brand, 1, there.clock.now()))
    assert said in json.dumps(requester_card(found))


async def test_a_stage_decided_here_says_nothing_of_it(there: There) -> None:
    actor = await there.world.actor("agent")
    request = await submit(there.hub, actor, "campaign", there.world.brief(agency_id=None))
    await there.works()
    found = await dossier.load(request.id)
    assert found is not None

    assert "OpenText" not in json.dumps(requester_card(found))
