"""The button that takes a vote back: for the last vote only, and on its own card."""

from datetime import timedelta

from bot.ids import ActionId
from bot.messages.card import undo_value
from domain.approvals import records as approvals
from domain.approvals.model import Vote
from domain.people import membership
from domain.requests.model import Request
from tests.bot.office import Office, text_of
from tests.world import ROOT


async def votes(request: Request) -> list[Vote]:
    """Return the votes that count."""
    found = (await approvals.votes_of([request.id]))[request.id]
    return [vote for vote in found if vote.taken_back_at is None]


async def both(desk: Office) -> Request:
    """Have somebody of two teams approve for the first, and the second team be asked."""
    world = desk.world
    await membership.add_member(world.hub, ROOT, world.teams["finance"], world.people["brand_one"])
    request = await desk.asks()
    await desk.ready(request)
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()
    # One person's clicks are told apart by their time.
    world.hub.clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined]
    return request


async def test_an_older_card_does_not_take_back_a_newer_vote(desk: Office) -> None:
    request = await both(desk)
    await desk.click("brand_one", "CFINANCE", ActionId.APPROVE)
    await desk.click("brand_one", "CBRAND", ActionId.UNDO)

    assert len(await votes(request)) == 2
    assert "not the last vote any more" in desk.whispers("brand_one")[0]


async def test_only_the_card_of_the_last_vote_offers_to_take_it_back(desk: Office) -> None:
    request = await both(desk)
    await desk.click("brand_one", "CFINANCE", ActionId.APPROVE)
    await desk.work()
    last = (await votes(request))[-1]

    assert ActionId.UNDO not in text_of(desk.shown("CBRAND")[0])
    assert undo_value(last) in text_of(desk.shown("CFINANCE")[0])


async def test_a_vote_on_a_stage_that_is_still_open_is_taken_back_from_its_card(
    desk: Office,
) -> None:
    request = await desk.asks("agent")
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()
    assert "1 of 2 approvals" in text_of(desk.shown("CBRAND")[0])
    await desk.click("brand_one", "CBRAND", ActionId.UNDO)
    await desk.work()
    (card,) = desk.shown("CBRAND")

    assert await votes(request) == []
    assert "0 of 2 approvals" in text_of(card)
    assert ActionId.UNDO not in text_of(card)


async def test_a_button_that_names_no_vote_takes_none_back(desk: Office) -> None:
    request = await both(desk)
    (card,) = desk.shown("CBRAND")
    for block in card.blocks:
        for element in block.get("elements", ()):  # type: ignore[attr-defined]
            if element.get("action_id") == ActionId.UNDO:
                element["value"] = request.id
    await desk.click("brand_one", "CBRAND", ActionId.UNDO)

    assert len(await votes(request)) == 1
    assert desk.whispers("brand_one") != []
