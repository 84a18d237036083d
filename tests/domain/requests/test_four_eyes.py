"""Nobody approves what they wrote, decides beyond their role, or learns what is hidden."""

from dataclasses import replace

import pytest

from domain.actor import Role
from domain.approvals.model import Choice, StageState
from domain.catalog import service as catalog
from domain.database import sql
from domain.errors import Conflict, Forbidden, Invalid, Missing
from domain.people import membership
from domain.people import service as people
from domain.requests import reading
from domain.requests.model import RequestState
from domain.requests.reading import Where
from domain.requests.revise import revise, withdraw
from domain.requests.submit import submit
from domain.requests.vote import undo, vote
from tests.domain.requests.acts import CHEAP, asked, ready, says, stage
from tests.world import ROOT, World


async def test_who_revised_a_request_does_not_approve_it(world: World) -> None:
    await membership.add_member(world.hub, ROOT, world.teams["brand"], world.people["manager"])
    request = await asked(world, budget=CHEAP)
    manager = await world.actor("manager")
    await revise(world.hub, manager, request.id, world.brief(budget=CHEAP, tagline="Mine now"))
    waiting = await reading.count(manager, Where(waiting_for_me=True))
    with pytest.raises(Forbidden, match="own request or revision"):
        await says(world, "manager", request, "brand")

    assert waiting == 0


async def test_a_revision_that_leaves_nobody_to_approve_is_refused(world: World) -> None:
    await membership.add_member(world.hub, ROOT, world.teams["executive"], world.people["manager"])
    await membership.remove_member(
        world.hub, ROOT, world.teams["executive"], world.people["executive_one"]
    )
    request = await asked(world)
    much = world.brief(budget={"amount": "60000", "currency": "EUR"})
    with pytest.raises(Invalid, match="those who wrote the request"):
        await revise(world.hub, await world.actor("manager"), request.id, much)


async def test_a_narrowed_reviewer_decides_within_brand_and_markets_only(world: World) -> None:
    await _narrow(world, "brand_one", market="FR")
    request = await asked(world, budget=CHEAP)
    one = await world.actor("brand_one")
    with pytest.raises(Forbidden, match="for this brand and these markets"):
        await vote(world.hub, one, (await stage(request, "brand")).id, Choice.APPROVE)

    assert await reading.count(one, Where(waiting_for_me=True)) == 0
    french = await asked(world, budget=CHEAP, markets=["FR"])
    assert await reading.count(one, Where(waiting_for_me=True)) == 1
    await says(world, "brand_one", french, "brand")


async def test_a_narrowed_reviewer_does_not_count_where_they_may_not_decide(world: World) -> None:
    other = await catalog.add_brand(world.hub, ROOT, "Other Roasters")
    for who in ("brand_one", "brand_two"):
        await _narrow(world, who, brand_id=other.id)
    with pytest.raises(Invalid, match="Nobody may review the stage `Brand`"):
        await asked(world)


async def test_what_is_hidden_is_missing_in_every_act(world: World) -> None:
    request = await submit(world.hub, await world.actor("agent"), "campaign", world.brief())
    brand = await stage(request, "brand")
    rival = await world.actor("rival")
    with pytest.raises(Missing, match="that you may see"):
        await revise(world.hub, rival, request.id, world.brief(tagline="Other words"))
    with pytest.raises(Missing, match="that you may see"):
        await withdraw(world.hub, rival, request.id, "No.")
    outsider = await world.actor("executive_one")
    with pytest.raises(Missing, match="that you may see"):
        await undo(world.hub, outsider, request.id)
    with pytest.raises(Missing, match="that you may vote on"):
        await vote(world.hub, outsider, brand.id, Choice.APPROVE)


async def test_what_could_never_go_live_is_not_taken(world: World) -> None:
    alone = replace(world.hub, unconnected=frozenset({"campaign"}))
    with pytest.raises(Conflict, match="no account of its publisher"):
        await submit(alone, await world.actor("requester"), "campaign", world.brief())

    assert await reading.count(await world.actor("manager"), Where()) == 0


async def test_a_request_is_withdrawn_while_its_publishing_is_tried(world: World) -> None:
    request = await asked(world, budget=CHEAP)
    after = await withdraw(world.hub, await world.actor("requester"), request.id, "Not now.")

    assert after.state is RequestState.WITHDRAWN


async def _narrow(
    world: World, who: str, *, brand_id: str | None = None, market: str | None = None
) -> None:
    """Let somebody review one brand or market only."""
    user_id = world.people[who]
    await sql.execute("DELETE FROM roles WHERE user_id = $1", user_id)
    await people.grant_role(
        world.hub, ROOT, user_id, Role.REVIEWER, brand_id=brand_id, market=market
    )


@pytest.mark.parametrize(
    "change",
    [
        {"budget": {"amount": "9999", "currency": "EUR"}},
        {"markets": ["FR", "US", "AT"]},
        {"note": "Please hurry, it was all agreed on the phone."},
    ],
)
async def test_what_no_stage_watches_goes_to_the_first_people_asked(
    world: World, change: dict[str, object]
) -> None:
    request = await asked(world, budget=CHEAP)
    await ready(world, request)
    await says(world, "brand_one", request, "brand")
    await undo(world.hub, await world.actor("brand_one"), request.id)
    await says(world, "brand_one", request, "brand", Choice.REQUEST_CHANGES)
    await revise(
        world.hub, await world.actor("requester"), request.id, world.brief(budget=CHEAP) | change
    )
    brand = await stage(request, "brand")

    assert (brand.state, brand.round) == (StageState.OPEN, 2)


async def test_money_alone_does_not_pass_a_yes_that_was_given_for_less(world: World) -> None:
    agent = await world.actor("agent")
    request = await submit(world.hub, agent, "campaign", world.brief(budget=CHEAP))
    await says(world, "brand_one", request, "brand")
    await says(world, "brand_two", request, "brand")
    more = world.brief(budget={"amount": "9999", "currency": "EUR"})
    await revise(world.hub, agent, request.id, more)
    brand = await stage(request, "brand")

    assert (brand.state, brand.round) == (StageState.OPEN, 2)


async def test_a_yes_of_who_revises_it_afterwards_counts_no_more(world: World) -> None:
    await membership.add_member(world.hub, ROOT, world.teams["finance"], world.people["manager"])
    request = await asked(world)
    await says(world, "brand_one", request, "brand")
    await ready(world, request)
    await says(world, "manager", request, "finance", Choice.REQUEST_CHANGES)
    await undo(world.hub, await world.actor("manager"), request.id)
    await membership.add_member(world.hub, ROOT, world.teams["brand"], world.people["manager"])
    await revise(
        world.hub, await world.actor("manager"), request.id, world.brief(tagline="Mine now")
    )

    assert (await stage(request, "brand")).round == 2


async def test_narrowed_roles_cover_together_what_none_covers_alone(world: World) -> None:
    user_id = world.people["brand_one"]
    await _narrow(world, "brand_one", market="DE")
    await people.grant_role(world.hub, ROOT, user_id, Role.REVIEWER, market="AT")
    request = await asked(world, budget=CHEAP)
    one = await world.actor("brand_one")
    waiting = await reading.count(one, Where(waiting_for_me=True))
    await says(world, "brand_one", request, "brand")

    assert waiting == 1
