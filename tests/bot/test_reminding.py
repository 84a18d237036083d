"""Reminders in chat: at the hours people work, once, and carried up when nobody answers."""

from datetime import timedelta

from bot.ids import ActionId
from domain.people import leading
from domain.people.service import deactivate
from domain.tellings.model import Outcome, What
from tests.bot.days import MONDAY, to, told
from tests.bot.office import TEAM, Office
from tests.world import ROOT


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
