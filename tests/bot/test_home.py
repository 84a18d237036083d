"""The Home tab: tabs, filters, snoozing, paging, kept up to date."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.fake import Fault, Outcome
from bot.ids import ActionId
from domain.clock import SteppingClock
from domain.database import sql
from domain.database.statements import Result, Statement
from domain.inbox.service import ROWS
from domain.people import workspaces
from tests.bot.office import TEAM, Office, installed

WHO = "brand_one"


def home(desk: Office, who: str = WHO) -> str:
    return str(desk.home.homes[desk.account(who)].blocks)


async def use(desk: Office, action: str, value: object = None, who: str = WHO) -> Outcome:
    account = desk.account(who)
    return await desk.clicks.act_on_view(
        TEAM, account, desk.home.homes[account].id, action, value=value
    )


async def opened(desk: Office, who: str = WHO) -> str:
    await desk.clicks.open_home(TEAM, desk.account(who))
    return home(desk, who)


async def test_the_tabs_count_and_show_what_they_are_called(desk: Office) -> None:
    await desk.asks(name="First of all")
    await desk.asks(name="Second to it")
    await desk.work()
    await desk.click(WHO, "CBRAND", ActionId.APPROVE, 0)
    shown = await opened(desk)
    await use(desk, ActionId.HOME_DECIDED)
    decided = home(desk)
    await opened(desk, "requester")
    await use(desk, ActionId.HOME_MINE, who="requester")

    assert "Waiting for me (1)" in shown
    assert "Decided by me (1)" in shown
    assert "Second to it" in shown
    assert "First of all" not in shown
    assert "First of all" in decided
    assert "Second to it" not in decided
    assert "Asked for by you: 2" in home(desk, "requester")


async def test_what_is_overdue_comes_first(desk: Office, clock: SteppingClock) -> None:
    old = await desk.asks(name="Long ago")
    await desk.asks(name="Urgent now")
    soon = clock.now() + timedelta(hours=1)
    await sql.execute("UPDATE stages SET due_at = $1 WHERE request_id <> $2", soon, old.id)
    clock.advance(timedelta(hours=2))
    shown = await opened(desk)

    assert shown.index("Urgent now") < shown.index("Long ago")
    assert "overdue since" in shown


@pytest.mark.parametrize(
    ("how", "back"),
    [("hour", timedelta(hours=1)), ("morning", timedelta(hours=24)), ("due", timedelta(hours=24))],
)
async def test_what_is_snoozed_comes_back(
    desk: Office, clock: SteppingClock, how: str, back: timedelta
) -> None:
    request = await desk.asks(name="Not now")
    await sql.execute("UPDATE stages SET due_hours = 24")
    await opened(desk)
    await use(desk, ActionId.ROW_MENU, f"{how}:{request.id}")
    asleep = home(desk)
    await use(desk, ActionId.HOME_SNOOZED)
    listed = home(desk)
    await use(desk, ActionId.HOME_WAITING)
    clock.advance(back + timedelta(seconds=10))
    await desk.work()

    assert "Snoozed (1)" in asleep
    assert "Not now" not in asleep
    assert "comes back" in listed
    assert "Not now" in home(desk)


async def test_what_is_snoozed_can_be_brought_back_at_once(
    desk: Office, clock: SteppingClock
) -> None:
    request = await desk.asks(name="After all")
    await opened(desk)
    await use(desk, ActionId.ROW_MENU, f"hour:{request.id}")
    await use(desk, ActionId.HOME_SNOOZED)
    clock.advance(timedelta(seconds=1))
    await use(desk, ActionId.ROW_MENU, f"wake:{request.id}")
    await use(desk, ActionId.HOME_WAITING)

    assert "After all" in home(desk)


async def test_what_does_not_wait_for_somebody_is_not_snoozed(desk: Office) -> None:
    request = await desk.asks()
    view = await opened(desk, "auditor")
    held = desk.home.homes[desk.account("auditor")]
    held.payload["blocks"] = [
        {"type": "actions", "block_id": "x", "elements": [
            {"type": "overflow", "action_id": ActionId.ROW_MENU, "options": [
                {"text": {"type": "plain_text", "text": "x"}, "value": f"hour:{request.id}"}]}]}
    ]  # fmt: skip
    await use(desk, ActionId.ROW_MENU, f"hour:{request.id}", who="auditor")

    assert "Snoozed (0)" in view
    assert list(await sql.fetch("SELECT * FROM snoozes")) == []


async def test_it_is_narrowed_by_market_and_shows_more_when_asked(desk: Office) -> None:
    for number in range(ROWS + 2):
        await desk.asks(name=f"Campaign {number:02}", markets=["DE"] if number else ["AT"])
    first = await opened(desk)
    await use(desk, ActionId.HOME_MORE)
    more = home(desk)
    await use(desk, ActionId.HOME_BACK)
    back = home(desk)
    await use(desk, ActionId.HOME_MORE)
    await use(desk, ActionId.HOME_MARKET, "AT")
    narrow = home(desk)

    last = f"Campaign {ROWS:02}"
    assert [last in page for page in (first, more, back)] == [False, True, False]
    assert ["Campaign 00" in page for page in (first, more, back)] == [True, False, True]
    assert [ActionId.HOME_BACK in page for page in (first, more, back)] == [False, True, False]
    assert [ActionId.HOME_MORE in page for page in (first, more, back)] == [True, False, True]
    assert "Campaign 00" in narrow
    assert "Campaign 01" not in narrow
    assert f"Waiting for me ({ROWS + 2})" in narrow


async def test_a_page_that_is_empty_by_now_is_the_one_before(desk: Office) -> None:
    made = [await desk.asks(name=f"Campaign {number:02}") for number in range(ROWS + 1)]
    await opened(desk)
    await use(desk, ActionId.HOME_MORE)
    second = home(desk)
    await use(desk, ActionId.ROW_MENU, f"hour:{made[-1].id}")

    assert f"Campaign {ROWS:02}" in second
    assert "Campaign 00" in home(desk)


async def test_it_is_drawn_anew_when_something_changed_and_only_then(
    desk: Office, clock: SteppingClock
) -> None:
    await opened(desk)
    before = desk.clicks.fake.calls.counts["views.publish"]
    for number in range(3):
        await desk.asks(name=f"News {number}")
    await desk.work()
    clock.advance(timedelta(seconds=6))
    await desk.work()
    changed = desk.clicks.fake.calls.counts["views.publish"]
    clock.advance(timedelta(seconds=60))
    await desk.work()

    assert "Waiting for me (3)" in home(desk)
    assert changed == before + 1
    assert desk.clicks.fake.calls.counts["views.publish"] == changed


async def test_a_home_that_was_used_meanwhile_is_not_drawn_over(
    desk: Office, clock: SteppingClock
) -> None:
    await opened(desk)
    await desk.asks(name="News")
    await desk.work()
    desk.clicks.fake.faults.add("views.publish", Fault.refused("hash_conflict"))
    clock.advance(timedelta(seconds=6))
    await desk.work()
    clock.advance(timedelta(seconds=2))
    await desk.work()

    assert "News" in home(desk)


async def test_rows_lead_to_the_card(desk: Office) -> None:
    hub = desk.world.hub
    await workspaces.install(hub, replace(installed(), url="https://tests.example.com/"))
    await desk.asks()
    await desk.work()
    ts = desk.shown("CBRAND")[0].ts.replace(".", "")

    assert f"https://tests.example.com/archives/CBRAND/p{ts}" in await opened(desk)


async def test_where_cards_stand_is_looked_up_for_all_rows_at_once(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    run = sql._run

    async def heard(found: Sequence[Statement]) -> list[Result]:
        asked.extend(one.text for one in found)
        return await run(found)

    hub = desk.world.hub
    await workspaces.install(hub, replace(installed(), url="https://tests.example.com/"))
    for number in range(3):
        await desk.asks(name=f"Campaign {number}")
    await desk.work()
    monkeypatch.setattr(sql, "_run", heard)
    shown = await opened(desk)

    assert shown.count("/archives/CBRAND/") == 3
    assert len([one for one in asked if "FROM copies" in one]) == 1


async def test_somebody_unknown_is_told_what_to_do(desk: Office) -> None:
    shown = await opened(desk, "stranger")

    assert "not linked" in shown
    assert "`" not in shown
    assert f"{desk.url}/slack/link?ticket=" in shown


async def test_settings_are_kept_with_a_zone_that_was_looked_for(desk: Office) -> None:
    await opened(desk)
    await use(desk, ActionId.HOME_SETTINGS)
    await desk.looks_for(WHO, "zone", "asia/t")
    entries = {"wanted": {"value": "no"}, "hour": {"value": "7"}, "zone": {"value": "Asia/Tokyo"}}
    outcome = await desk.clicks.submit(TEAM, desk.account(WHO), entries)
    (row,) = await sql.fetch("SELECT * FROM digest_settings")
    (user,) = await sql.fetch("SELECT * FROM users WHERE id = $1", desk.world.people[WHO])

    assert outcome.ok
    assert (bool(row["wanted"]), row["hour"], user["time_zone"]) == (False, 7, "Asia/Tokyo")
