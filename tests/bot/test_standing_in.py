"""Standing in, conditions, threads and reminders, as people meet them in chat."""

from datetime import datetime, timedelta

from bot.ids import ActionId
from domain.absences.seated import seated
from domain.actor import CONNECTOR
from domain.approvals import records as approvals
from domain.approvals.model import Choice, Stage
from domain.audit import service as audit
from domain.clock import SteppingClock
from domain.conditions import records as conditions
from domain.database import sql, transaction
from domain.people import leading
from domain.people.service import deactivate
from domain.reminding.away import Away, end_absence, set_absence
from domain.requests import records
from domain.requests.ledger import follow
from domain.requests.model import Request, RequestState
from domain.requests.vote import vote
from domain.routes import records as routes
from domain.routes import service as routing
from domain.routes.model import Route
from domain.tellings import records as tellings
from domain.tellings.model import Outcome, Way, What
from tests.bot.office import TEAM, Office, text_of
from tests.bot.reading import lines
from tests.world import ROOT

#: Monday, 10:00 in the morning for everybody who is not asked otherwise.
MONDAY = datetime.fromisoformat("2026-11-23T10:00:00+00:00")


def to(desk: Office, at: datetime) -> None:
    clock = desk.world.hub.clock
    assert isinstance(clock, SteppingClock)
    clock.advance(at - clock.now())


async def leaves(desk: Office, who: str, delegate: str | None) -> str:
    world = desk.world
    now = world.hub.clock.now()
    named = world.people[delegate] if delegate else None
    away = Away(world.people[who], now, now + timedelta(days=3), named)
    return (await set_absence(world.hub, await world.actor(who), away)).id


async def told(request: Request, what: What) -> list[tuple[str | None, Outcome, str | None]]:
    found = (await tellings.of_requests([request.id]))[request.id]
    return [(one.user_id, one.outcome, one.reason) for one in found if one.what is what]


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


async def test_each_step_is_one_reply_in_the_thread_and_never_in_the_channel(
    desk: Office,
) -> None:
    request = await desk.asks(agency_id=desk.world.agency_id)
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()
    await desk.click("brand_two", "CBRAND", ActionId.REJECT)
    await desk.clicks.submit(
        TEAM, desk.account("brand_two"), {"reason": {"value": "<!channel> no"}}
    )
    await desk.work()
    await desk.work()
    thread, mine = desk.thread("CBRAND"), desk.thread(desk.direct("requester"))
    log = await told(request, What.REPLY)

    assert [m.text for m in thread] == ["Brand One approved Brand.", "Brand Two rejected Brand."]
    assert [m.text for m in mine] == [m.text for m in thread]
    assert not any(m.reply_broadcast for m in [*thread, *mine])
    assert "<!channel>" not in str([m.text for m in thread])
    assert '"type": "text", "text": "<!channel> no"' in str(thread[1].blocks).replace("'", '"')
    assert [outcome for _, outcome, _ in log] == [Outcome.DELIVERED] * 4


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


async def test_a_reminder_waits_for_the_end_of_quiet_hours_and_is_not_told_twice(
    desk: Office,
) -> None:
    request = await desk.asks()  # On Saturday morning, due on Sunday.
    await desk.work()
    to(desk, MONDAY - timedelta(hours=19))
    await desk.work()
    waiting = await told(request, What.REMINDER)
    assert {outcome for _, outcome, _ in waiting} == {Outcome.SUPPRESSED}
    assert desk.direct("brand_one") == ""
    to(desk, MONDAY)
    await desk.work()
    await desk.work()
    (reminder,) = desk.shown(desk.direct("brand_one"))
    (other,) = desk.shown(desk.direct("brand_two"))

    assert reminder.text == other.text == "#1 Spring launch waits for you in Brand."
    assert desk.thread("CBRAND")[0].text == (
        "Brand still waits for Brand One, Brand Two, who were reminded."
    )


async def test_reminders_end_with_their_stage(desk: Office) -> None:
    request = await desk.asks()
    await desk.work()
    to(desk, MONDAY - timedelta(hours=19))
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    to(desk, MONDAY)
    await desk.work()
    reminders = await told(request, What.REMINDER)

    assert desk.direct("brand_two") == ""
    assert {(outcome, reason) for _, outcome, reason in reminders} == {
        (Outcome.DROPPED, "the stage was decided")
    }


async def test_who_left_the_house_is_reminded_of_nothing(desk: Office) -> None:
    request = await desk.asks()
    await desk.work()
    to(desk, MONDAY - timedelta(hours=19))
    await desk.work()
    await deactivate(desk.world.hub, ROOT, desk.world.people["brand_one"])
    to(desk, MONDAY)
    await desk.work()
    reminders = {user: outcome for user, outcome, _ in await told(request, What.REMINDER)}

    assert reminders[desk.world.people["brand_one"]] is Outcome.DROPPED
    assert reminders[desk.world.people["brand_two"]] is Outcome.DELIVERED


async def test_what_is_overdue_is_carried_up_once_for_each_level(desk: Office) -> None:
    world = desk.world
    await leading.set_lead(
        world.hub, ROOT, world.teams["brand"], world.people["brand_two"], lead=True
    )
    to(desk, MONDAY)
    request = await desk.asks()
    for hours in (20, 24, 28, 32, 47):
        to(desk, MONDAY + timedelta(hours=hours))
        await desk.work()
    carried = await told(request, What.ESCALATION)
    thread = [m.text for m in desk.thread("CBRAND")]

    assert [user for user, _, _ in carried] == [
        world.people["brand_two"],
        world.people["manager"],
    ]
    assert thread.count("Brand is overdue; Brand Two were told.") == 1
    assert thread.count("Brand is overdue; Manager were told.") == 1
    assert sum("still waits for" in text for text in thread) == 2


async def test_who_it_was_carried_up_to_takes_a_seat_over_or_has_another_asked(
    desk: Office,
) -> None:
    world = desk.world
    for _ in range(2):
        await desk.asks(agency_id=world.agency_id)  # Two have to look.
    to(desk, MONDAY + timedelta(hours=1))  # Due on Sunday, and eight hours after that too.
    for minutes in (1, 2, 3):
        to(desk, MONDAY + timedelta(hours=1, minutes=minutes))
        await desk.work()
    place = desk.direct("manager")
    escalated = [at for at, card in enumerate(desk.shown(place)) if "in time" in card.text]
    await desk.click("manager", place, ActionId.TAKE_OVER, escalated[0])
    to(desk, MONDAY + timedelta(hours=2))
    await desk.work()
    taken = desk.shown(place)[-1]
    await desk.click("manager", place, ActionId.APPROVE)
    await desk.click("manager", place, ActionId.REASSIGN, escalated[1])
    form = desk.form("manager")
    assert form is not None
    outcome = await desk.clicks.submit(
        TEAM,
        desk.account("manager"),
        {
            "member_id": {"value": world.people["brand_two"]},
            "to_user_id": {"value": world.people["legal_one"]},
        },
    )
    await desk.work()
    (asked,) = desk.shown(desk.direct("legal_one"))

    assert "You stand in for Brand One" in taken.text
    assert outcome.ok
    assert "You stand in for Brand Two" in asked.text
    assert [m.text for m in desk.thread("CBRAND", 0)][-2:] == [
        "Manager took over the seat of Brand One in Brand.",
        "Manager approved Brand for Brand One.",
    ]
    assert [m.text for m in desk.thread("CBRAND", 1)][-1] == (
        "Manager had Legal One asked in Brand, in the place of Brand Two."
    )
    assert desk.whispers("manager") == []


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

    assert desk.whispers("brand_one") == ["You have voted on 'Brand' already."]


async def test_a_route_leads_a_card_elsewhere_and_its_health_is_known(desk: Office) -> None:
    world, now = desk.world, desk.world.hub.clock.now()
    desk.home.add_channel("german", "public", list(desk.home.users), now=now, id_="CGERMAN")
    admin = await world.actor("admin")
    route = Route("rte_1", world.teams["brand"], None, None, "DE", TEAM, "CGERMAN")
    await routing.set_route(world.hub, admin, route)
    await desk.asks()
    await desk.work()
    assert (len(desk.shown("CGERMAN")), len(desk.shown("CBRAND"))) == (1, 0)
    desk.home.channels["CGERMAN"].is_archived = True
    test = await routing.send_test_card(world.hub, admin, world.teams["brand"], market="DE")
    await desk.work()
    health = {one.place.place: one.reason for one in await routing.health()}
    found = await tellings.get(test.id)

    assert found is not None
    assert (found.outcome, found.reason) == (Outcome.FAILED, "is_archived")
    assert health["CGERMAN"] == "is_archived"
    assert health["CBRAND"] is None
    assert len(await routes.routes()) == 1


async def test_a_card_whose_route_is_gone_goes_to_the_teams_own_place(desk: Office) -> None:
    world, now = desk.world, desk.world.hub.clock.now()
    desk.home.add_channel("german", "public", list(desk.home.users), now=now, id_="CGERMAN")
    desk.home.channels["CGERMAN"].is_archived = True
    route = Route("rte_1", world.teams["brand"], None, None, "DE", TEAM, "CGERMAN")
    await routing.set_route(world.hub, await world.actor("admin"), route)
    request = await desk.asks()
    await desk.work()
    cards = (await tellings.of_requests([request.id]))[request.id]
    channel = [(one.place, one.outcome, one.reason) for one in cards if one.way is Way.CHANNEL]

    assert len(desk.shown("CBRAND")) == 1
    assert set(channel) == {
        ("CGERMAN", Outcome.FAILED, "is_archived"),
        ("CBRAND", Outcome.DELIVERED, None),
    }


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


async def test_what_reviewers_say_elsewhere_is_told_to_them_and_not_to_who_asked(
    desk: Office,
) -> None:
    hub = desk.world.hub
    request = await desk.asks("agent")
    await desk.work()
    said = {"stage": "brand", "round": 1, "reason": "They always ask too much.", "outsider": True}
    async with transaction():
        now = hub.clock.now()
        await audit.record(now, CONNECTOR, "stage.commented_elsewhere", request.id, said)
        await follow(hub, request, now, unchanged=True)
    await desk.work()

    assert [m.text for m in desk.thread("CBRAND")] == ["Somebody commented on Brand in OpenText."]
    assert desk.thread(desk.direct("agent")) == []
