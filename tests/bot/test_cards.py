"""Cards in chat: shown, clicked, edited everywhere, and kind when they are out of date."""

import asyncio
from datetime import timedelta

import pytest

from bot.fake import Fault
from bot.ids import ActionId
from domain.approvals import records as approvals
from domain.approvals.model import Choice
from domain.requests import records
from domain.requests.model import RequestState
from domain.requests.revise import revise
from domain.requests.vote import vote
from tests.api.door import VOTE, door
from tests.bot.office import TEAM, Office, text_of
from tests.bot.reading import lines


async def test_a_card_is_shown_to_the_team_and_to_the_requester(desk: Office) -> None:
    await desk.asks()
    await desk.work()
    direct = [m for place in desk.home.messages if place.startswith("D") for m in desk.shown(place)]

    assert len(desk.shown("CBRAND")) == 1
    assert desk.shown("CFINANCE") == []
    assert "In review" in text_of(direct[0])


async def test_an_approval_is_written_on_the_card(desk: Office) -> None:
    await desk.asks("agent")
    await desk.work()
    outcome = await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()
    (card,) = desk.shown("CBRAND")

    assert outcome.ok
    assert "1 of 2 approvals" in text_of(card)
    assert "Approved by Brand One 2026-11-21 09:00 UTC" in lines(card.blocks)


async def test_the_next_team_gets_its_card(desk: Office) -> None:
    request = await desk.asks()
    await desk.ready(request)
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()

    assert len(desk.shown("CFINANCE")) == 1


async def test_a_rejection_asks_why_and_is_told_to_the_requester(desk: Office) -> None:
    request = await desk.asks()
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.REJECT)
    answer = {"reason": {"value": "The claim needs a source."}}
    outcome = await desk.clicks.submit(TEAM, desk.account("brand_one"), answer)
    await desk.work()
    after = await records.get(request.id)

    assert outcome.ok
    assert after is not None
    assert (after.state, after.note) == (RequestState.REJECTED, "The claim needs a source.")
    assert "The claim needs a source." in text_of(desk.shown("CBRAND")[0])


async def test_who_may_not_decide_is_told_who_may(desk: Office) -> None:
    request = await desk.asks()
    await desk.work()
    await desk.click("legal_one", "CBRAND", ActionId.APPROVE)
    after = await records.get(request.id)

    (told,) = desk.whispers("legal_one")
    assert told == "This is not yours to decide. Those who may: Brand One, Brand Two."
    assert after is not None
    assert after.version == request.version


@pytest.mark.parametrize("action", [ActionId.REJECT, ActionId.REQUEST_CHANGES, ActionId.APPROVE_IF])
async def test_who_may_not_decide_is_refused_before_a_form_opens(
    desk: Office, action: ActionId
) -> None:
    await desk.asks("manager")
    await desk.work()
    for name in ("legal_one", "manager", "brand_one"):
        await desk.click(name, "CBRAND", action)

    assert desk.whispers("legal_one")[0].endswith("Those who may: Brand One, Brand Two.")
    assert "Nobody approves their own request" in desk.whispers("manager")[0]
    assert [*desk.home.modals] == [desk.account("brand_one")]


async def test_nobody_approves_their_own_request_by_a_click(desk: Office) -> None:
    await desk.asks("manager")
    await desk.work()
    await desk.click("manager", "CBRAND", ActionId.APPROVE)

    assert "Nobody approves their own request" in desk.whispers("manager")[0]


async def test_somebody_unknown_is_told_how_to_become_known(desk: Office) -> None:
    await desk.asks()
    await desk.work()
    await desk.click("stranger", "CBRAND", ActionId.APPROVE)

    assert "not linked to anybody" in desk.whispers("stranger")[0]


async def test_a_guest_is_never_linked_by_address(desk: Office) -> None:
    await desk.asks()
    await desk.work()
    guest = desk.home.users["USTRANGER"]
    guest.email, guest.is_restricted = "brand_two@hub.example.com", True
    await desk.click("stranger", "CBRAND", ActionId.APPROVE)

    assert "not linked to anybody" in desk.whispers("stranger")[0]


async def test_a_click_on_a_decided_stage_says_so(desk: Office) -> None:
    request = await desk.asks()
    await desk.work()
    (stage,) = [
        s for s in (await approvals.stages_of([request.id]))[request.id] if s.key == "brand"
    ]
    await vote(desk.world.hub, await desk.world.actor("brand_one"), stage.id, Choice.APPROVE)
    await desk.click("brand_two", "CBRAND", ActionId.APPROVE)

    assert desk.whispers("brand_two") == ["“Brand” is approved already."]


async def test_a_revision_supersedes_the_old_card_and_shows_a_new_one(desk: Office) -> None:
    request = await desk.asks()
    await desk.work()
    world = desk.world
    actor = await world.actor("requester")
    await revise(world.hub, actor, request.id, world.brief(tagline="Another line"))
    await desk.work()
    old, new = desk.shown("CBRAND")

    assert "Superseded" in text_of(old)
    assert "stage.approve" in text_of(new)


async def test_a_card_that_was_revised_before_the_click_is_answered_kindly(desk: Office) -> None:
    request = await desk.asks()
    await desk.work()
    world = desk.world
    actor = await world.actor("requester")
    await revise(world.hub, actor, request.id, world.brief(tagline="Another line"))
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)

    assert "revised since" in desk.whispers("brand_one")[0]


async def test_a_click_and_a_vote_by_the_other_door_at_once_have_one_outcome(
    desk: Office,
) -> None:
    request = await desk.asks()
    await desk.work()
    stages = (await approvals.stages_of([request.id]))[request.id]
    stage = next(stage for stage in stages if stage.key == "brand")
    front = await door(desk.world, "brand_two")
    other = front.data(VOTE, input={"stageId": stage.id, "choice": "REJECT", "reason": "No."})
    _, answer = await asyncio.gather(desk.click("brand_one", "CBRAND", ActionId.APPROVE), other)
    votes = (await approvals.votes_of([request.id]))[request.id]
    errors = [error["code"] for error in answer["castVote"]["errors"]]
    whispers = desk.whispers("brand_one")

    assert len(votes) == 1
    assert (errors == ["stage_closed"]) != bool(whispers)


async def test_the_last_vote_is_taken_back_from_the_card(desk: Office) -> None:
    request = await desk.asks()
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.UNDO)
    await desk.work()
    (card,) = desk.shown("CBRAND")

    assert "0 of 1 approvals" in text_of(card)
    assert (await records.get(request.id)) is not None


async def test_details_explain_the_decision(desk: Office) -> None:
    await desk.asks()
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.DETAILS)
    (view,) = desk.home.modals[desk.account("brand_one")]

    assert "Brand looks at every campaign." in str(view.blocks)


async def test_a_card_that_slack_refused_for_a_while_is_shown_later(desk: Office) -> None:
    desk.clicks.fake.faults.add("chat.postMessage", Fault.rate_limited(7))
    await desk.asks()
    await desk.work()
    assert desk.shown("CBRAND") == []
    desk.world.hub.clock.advance(timedelta(seconds=8))  # type: ignore[attr-defined]
    await desk.work()

    assert len(desk.shown("CBRAND")) == 1
