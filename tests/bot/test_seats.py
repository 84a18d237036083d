"""Who stands in meets what waits for them at every door of chat, as they do on a card."""

from dataclasses import replace
from datetime import timedelta

from bot.ids import ActionId
from domain.clock import SteppingClock
from domain.database import sql
from domain.people import workspaces
from domain.reminding.away import end_absence
from tests.bot.days import leaves
from tests.bot.office import TEAM, Office, installed
from tests.bot.test_commands import given
from tests.bot.test_digests import MONDAY, digests, hour
from tests.bot.test_home import home, opened
from tests.bot.test_unfurls import shared

WHO = "legal_one"


async def drawn(desk: Office, clock: SteppingClock) -> str:
    """Let everything be done that is asked for, and return the Home of who stands in."""
    await desk.work()
    clock.advance(timedelta(seconds=6))
    await desk.work()
    return home(desk, WHO)


async def test_the_home_of_who_stands_in_is_drawn_anew_with_what_waits(
    desk: Office, clock: SteppingClock
) -> None:
    assert "Waiting for me (0)" in await opened(desk, WHO)
    absence = await leaves(desk, "brand_one", WHO)
    await desk.work()
    request = await desk.asks(name="Of somebody away")
    soon = clock.now() + timedelta(seconds=3)
    await sql.execute("UPDATE stages SET due_at = $1 WHERE request_id = $2", soon, request.id)
    during = await drawn(desk, clock)
    await end_absence(desk.world.hub, await desk.world.actor("brand_one"), absence)
    after = await drawn(desk, clock)

    assert "Waiting for me (1)" in during
    assert "Of somebody away" in during
    assert "overdue since" in during
    assert "Waiting for me (0)" in after


async def test_the_home_of_who_stands_in_shows_what_waited_when_somebody_leaves(
    desk: Office, clock: SteppingClock
) -> None:
    hub = desk.world.hub
    await workspaces.install(hub, replace(installed(), url="https://tests.example.com/"))
    await desk.asks(name="Asked before")
    await desk.work()
    await opened(desk, WHO)
    await leaves(desk, "brand_one", WHO)
    shown = await drawn(desk, clock)
    await opened(desk, WHO)
    place = desk.direct(WHO)
    ts = desk.shown(place)[0].ts.replace(".", "")

    assert "Asked before" in shown
    assert f"https://tests.example.com/archives/{place}/p{ts}" in home(desk, WHO)


async def test_the_digest_of_who_stands_in_names_what_waits(
    desk: Office, clock: SteppingClock
) -> None:
    clock.advance(MONDAY - timedelta(hours=3) - clock.now())
    await leaves(desk, "brand_one", WHO)
    await leaves(desk, "brand_two", None)
    await desk.asks(name="Morning news")
    await desk.work()
    await hour(desk, clock, MONDAY)
    theirs = [m.text for m in desk.shown(desk.direct(WHO)) if "Waiting for you" in str(m.blocks)]

    assert len(theirs) == 1
    assert sum("Morning news" in text for text in digests(desk)) == 3


async def test_a_link_that_who_stands_in_shares_is_told_of(desk: Office) -> None:
    request = await desk.asks(name="Worth a look")
    url = f"{desk.url}/requests/{request.number}"
    before = await shared(desk, WHO, url)
    await leaves(desk, "brand_one", WHO)
    after = await shared(desk, WHO, url)

    assert before == {}
    assert "Worth a look" in after[url]


async def test_who_stands_in_approves_by_command_until_the_seat_is_filled(desk: Office) -> None:
    await leaves(desk, "brand_one", WHO)
    await leaves(desk, "brand_two", WHO)
    request = await desk.asks("agent")
    await given(desk, WHO, f"approve {request.number}")
    outcome = await desk.clicks.submit(TEAM, desk.account(WHO), {})
    await given(desk, WHO, f"approve {request.number}")
    (vote,) = await sql.fetch("SELECT voter_id, instead_of_id FROM votes")
    people = desk.world.people

    assert outcome.ok
    assert vote["voter_id"] == people[WHO]
    assert vote["instead_of_id"] in {people["brand_one"], people["brand_two"]}
    assert "waits for you" in desk.whispers(WHO)[-1]


async def test_a_seat_that_was_filled_is_not_offered_by_command(desk: Office) -> None:
    request = await desk.asks("agent")
    await desk.work()
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await leaves(desk, "brand_one", WHO)
    await given(desk, WHO, f"approve {request.number}")

    assert desk.form(WHO) is None
    assert "No stage of #1 waits for you." in desk.whispers(WHO)[-1]


async def test_refusals_name_who_stands_in_and_nobody_who_is_away(desk: Office) -> None:
    await leaves(desk, "brand_one", WHO)
    await desk.asks()
    await desk.work()
    await desk.click("auditor", "CBRAND", ActionId.APPROVE)

    assert desk.whispers("auditor")[0].endswith("Those who may: Brand Two, Legal One.")


async def test_who_is_away_is_not_asked_alone_and_who_stands_in_is_asked_once(
    desk: Office,
) -> None:
    await leaves(desk, "brand_one", WHO)
    await desk.asks()
    desk.home.channels["CBRAND"].is_archived = True
    await desk.work()
    who = ("brand_one", "brand_two", WHO)
    cards = [len(desk.shown(place)) if (place := desk.direct(one)) else 0 for one in who]

    assert cards == [0, 1, 1]
