"""Standing in, as people meet it in chat: for whom, how long, and with how many voices."""

from bot.ids import ActionId
from domain.absences.seated import seated
from domain.approvals import records as approvals
from domain.approvals.model import Choice, Stage
from domain.database import sql, transaction
from domain.reminding.away import end_absence
from domain.requests import records
from domain.requests.ledger import follow
from domain.requests.model import Request
from domain.requests.vote import undo, vote
from domain.tellings.model import Outcome, What
from tests.bot.days import MONDAY, leaves, to, told
from tests.bot.office import TEAM, Office, text_of
from tests.bot.reading import lines


async def test_who_stands_in_is_shown_the_card_and_votes_on_it(desk: Office) -> None:
    await leaves(desk, "brand_one", "legal_one")
    await desk.asks()
    await desk.work()
    place = desk.direct("legal_one")
    (card,) = desk.shown(place)
    first = lines(card.blocks)[0]
    await desk.click("legal_one", place, ActionId.APPROVE)
    await desk.work()
    said = "Approved by Legal One for Brand One 2026-11-21 09:00 UTC"

    assert first == "You stand in for Brand One, and your vote counts as theirs."
    assert said in lines(desk.shown("CBRAND")[0].blocks)
    assert said in lines(desk.shown(place)[0].blocks)
    assert [m.text for m in desk.thread("CBRAND")] == ["Legal One approved Brand for Brand One."]


async def test_who_stands_in_and_leaves_too_loses_the_card_to_who_stands_in_for_them(
    desk: Office,
) -> None:
    to(desk, MONDAY)
    await leaves(desk, "brand_one", "legal_one")
    await desk.asks()
    await desk.work()
    (card,) = desk.shown(desk.direct("legal_one"))
    before = ActionId.APPROVE in str(card.blocks)
    await leaves(desk, "legal_one", "legal_two")
    await desk.work()

    assert before
    assert ActionId.APPROVE not in str(desk.shown(desk.direct("legal_one"))[0].blocks)
    assert ActionId.APPROVE in str(desk.shown(desk.direct("legal_two"))[0].blocks)


async def test_who_stands_in_without_an_account_gets_one_mail(desk: Office) -> None:
    holder = desk.world.people["legal_one"]
    await sql.execute("DELETE FROM chat_identities WHERE user_id = $1", holder)
    await leaves(desk, "brand_one", "legal_one")
    request = await desk.asks()
    for _ in range(2):
        async with transaction():
            await follow(desk.world.hub, request, desk.world.hub.clock.now(), unchanged=True)
        await desk.work()
    cards = [one for one in await told(request, What.CARD) if one[0] == holder]

    assert [mail.to for mail in desk.box.mails] == ["legal_one@hub.example.com"]
    assert cards == [(holder, Outcome.FAILED, "no_account"), (holder, Outcome.DELIVERED, None)]


async def test_who_is_asked_to_stand_in_later_is_shown_what_waits(desk: Office) -> None:
    await desk.asks()
    await desk.work()
    assert desk.direct("legal_one") == ""
    absence = await leaves(desk, "brand_one", "legal_one")
    await desk.work()
    (card,) = desk.shown(desk.direct("legal_one"))
    assert "You stand in for Brand One" in card.text
    await end_absence(desk.world.hub, await desk.world.actor("brand_one"), absence)
    await desk.work()
    (card,) = desk.shown(desk.direct("legal_one"))

    assert "You do not stand in for anybody here any more." in text_of(card)
    assert "stage.approve" not in text_of(card)


async def test_the_card_of_a_stage_that_waits_again_says_who_stands_in_by_now(desk: Office) -> None:
    absence = await leaves(desk, "finance_one", "legal_one")
    request = await desk.asks("agent")
    await desk.ready(request)
    await desk.work()
    for who in ("brand_one", "brand_two"):
        brand = await _brand(request)
        await vote(desk.world.hub, await desk.world.actor(who), brand.id, Choice.APPROVE)
    await desk.work()
    await end_absence(desk.world.hub, await desk.world.actor("finance_one"), absence)
    await desk.work()
    (card,) = desk.shown(desk.direct("legal_one"))
    before = text_of(card)
    await undo(desk.world.hub, await desk.world.actor("brand_two"), request.id)
    await desk.work()
    await leaves(desk, "finance_one", "legal_one")
    await desk.work()
    (card,) = desk.shown(desk.direct("legal_one"))

    assert "any more" in before
    assert "any more" not in text_of(card)
    assert ": waiting" in text_of(card)


async def test_two_accounts_of_one_person_are_one_voice(desk: Office) -> None:
    await desk.asks("agent")
    await desk.work()
    world = desk.world
    await vote(
        world.hub,
        await seated(await world.actor("brand_one"), world.hub.clock.now()),
        (await _brand(await _first(desk))).id,
        Choice.APPROVE,
    )
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)

    assert desk.whispers("brand_one") == ["You have voted on “Brand” already."]


async def test_somebody_says_in_chat_that_they_are_away_and_back(desk: Office) -> None:
    user = desk.account("brand_one")
    await desk.clicks.open_home(TEAM, user)
    home = desk.home.homes[user]
    await desk.clicks.act_on_view(TEAM, user, home.id, ActionId.AWAY)
    values = {
        "starts_on": {"value": "2026-11-21"},
        "back_on": {"value": "2026-11-20"},
        "delegate_id": {"value": desk.world.people["legal_one"]},
    }
    await desk.looks_for("brand_one", "delegate_id", "legal one")
    refused = await desk.clicks.submit(TEAM, user, values)
    values["back_on"] = {"value": "2026-11-25"}
    kept = await desk.clicks.submit(TEAM, user, values)
    await desk.clicks.open_home(TEAM, user)
    home = desk.home.homes[user]
    line = "You are away from Nov 21, 2026 until Nov 25, 2026, and Legal One stands in for you."

    assert "ends after it starts" in refused.entry_errors["back_on"]
    assert kept.ok
    assert line in lines(home.blocks)
    await desk.clicks.act_on_view(TEAM, user, home.id, ActionId.BACK)
    await desk.clicks.open_home(TEAM, user)
    assert line not in lines(desk.home.homes[user].blocks)


async def _first(desk: Office) -> Request:
    found = await records.get_by_number(1)
    assert found is not None
    return found


async def _brand(request: Request) -> Stage:
    stages = (await approvals.stages_of([request.id]))[request.id]
    return next(one for one in stages if one.key == "brand")
