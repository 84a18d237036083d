"""Conditions in chat: a yes that waits until they are met and confirmed."""

from datetime import timedelta

from bot.ids import ActionId
from domain.conditions import records as conditions
from domain.requests import records
from domain.requests.model import RequestState
from tests.bot.office import TEAM, Office, text_of


async def test_a_yes_with_conditions_waits_until_they_are_met_and_confirmed(desk: Office) -> None:
    request = await desk.asks(budget={"amount": "900", "currency": "EUR"})
    await desk.ready(request)
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE_IF)
    written = {"conditions": {"value": "Name the source.\n\n  <@U1> *Blur* the logo. "}}
    outcome = await desk.clicks.submit(TEAM, desk.account("brand_one"), written)
    await desk.work()
    mine = desk.direct("requester")
    assert outcome.ok
    assert "Approved; it waits for conditions to be met: 2" in text_of(desk.shown(mine)[0])
    first, second = (await conditions.of_requests([request.id]))[request.id]
    marked: list[str] = []
    for one in (first, second):
        desk.world.hub.clock.advance(timedelta(seconds=5))  # type: ignore[attr-defined]
        await desk.clicks.act_on_message(
            TEAM,
            desk.account("requester"),
            mine,
            desk.shown(mine)[0].ts,
            ActionId.MEET,
            block_id=f"condition:{one.id}",
        )
        word = {"word": {"value": "It is in second 12 now."}}
        await desk.clicks.submit(TEAM, desk.account("requester"), word)
        await desk.bot.marks.settled()
        marked.append(text_of(desk.shown(mine)[0]))
        await desk.work()
        card = desk.shown("CBRAND")[0]
        await desk.clicks.act_on_message(
            TEAM,
            desk.account("brand_two"),
            "CBRAND",
            card.ts,
            ActionId.CONFIRM,
            block_id=f"condition:{one.id}",
        )
        await desk.bot.marks.settled()
        marked.append(text_of(desk.shown("CBRAND")[0]))
        await desk.work()
    after = await records.get(request.id)

    assert len([card for card in marked if "Processing" in card]) == 4
    assert [one.text for one in (first, second)] == ["Name the source.", "<@U1> *Blur* the logo."]
    assert after is not None
    assert after.state is RequestState.APPROVED
    assert "Approved; publishing begins" in text_of(desk.shown(mine)[0])
