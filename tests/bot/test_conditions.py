"""Conditions in chat: a yes that waits until they are met and confirmed."""

from dataclasses import replace
from datetime import timedelta

from bot.ids import ActionId
from bot.messages.card import requester_card
from bot.specimens.request import NOW, Specimen
from bot.specimens.stand_ins import conditioned
from domain.campaigns.remedies.model import Remedy, RemedyState
from domain.conditions import records as conditions
from domain.conditions.model import ConditionState
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


def test_what_waits_has_its_button_however_much_is_confirmed_or_done() -> None:
    drawn, texts = Specimen(), [f"Condition {at}" for at in range(9)]
    held = [
        replace(one, text=text, state=ConditionState.CONFIRMED)
        for one, text in zip(conditioned(drawn, 9).conditions, texts, strict=True)
    ]
    held[7] = replace(held[7], state=ConditionState.OPEN)
    done = [
        Remedy(f"rem_{at}", "req_1", 1, "Too loud", "Turn it down", RemedyState.DONE, NOW)
        for at in range(9)
    ]
    done[8] = replace(done[8], state=RemedyState.OPEN)
    dossier = replace(conditioned(drawn, 0), conditions=tuple(held), remedies=tuple(done))
    buttons = [
        one["value"]
        for block in requester_card(dossier)["blocks"]
        for one in block.get("elements", ())
        if one.get("action_id") in {ActionId.MEET, ActionId.TICK}
    ]

    assert sorted(buttons) == [held[7].id, done[8].id]
