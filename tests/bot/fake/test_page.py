"""The page: its files, its policy, its picture for one person, its acts."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot import fake as package
from bot.fake import Clicks, Message, Workspace
from bot.fake.page import POLICY
from bot.fake.views import open_modal
from domain.clock import SteppingClock
from tests.bot.blocks import actions, button, entry, modal, mrkdwn, section
from tests.bot.fake.town import ASKER, BOT, CLOSED, GONE, OPEN, REVIEWER, TEAM, StubBot

STATIC = Path(package.__path__[0]) / "static"
EVIL = "<script>alert(1)</script>"


@pytest.fixture
async def browser(address: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(address) as session:
        yield session


async def picture(browser: aiohttp.ClientSession, **asked: str) -> Any:
    named = {"team": TEAM, "user": ASKER, "place": OPEN, **asked}
    async with browser.get("/slack/ui/picture", params=named) as response:
        return await response.json()


async def act(browser: aiohttp.ClientSession, what: str, **more: object) -> Any:
    body = {"act": what, "team": TEAM, "user": ASKER, **more}
    async with browser.post("/slack/ui/act", json=body) as response:
        return await response.json()


async def test_the_page_says_plainly_that_it_is_not_slack(
    browser: aiohttp.ClientSession,
) -> None:
    async with browser.get("/slack") as response:
        assert "This is a look-alike, not Slack." in await response.text()
        assert response.headers["Content-Security-Policy"] == POLICY


async def test_every_file_the_page_names_is_served(browser: aiohttp.ClientSession) -> None:
    seen: set[str] = set()
    waiting = ["/slack"]
    while waiting:
        async with browser.get(waiting.pop()) as response:
            assert response.status == 200
            named = set(re.findall(r"(?:/slack/ui/|\./)(\w+\.(?:js|css))\"", await response.text()))
        waiting += [f"/slack/ui/{name}" for name in named - seen]
        seen |= named

    assert seen == {path.name for path in STATIC.iterdir()} - {"index.html"}


@pytest.mark.parametrize(
    "path", ["/slack/ui/nothing.js", "/slack/ui/..%2Fpage.py", "/slack/events"]
)
async def test_nothing_else_is_served(browser: aiohttp.ClientSession, path: str) -> None:
    async with browser.get(path) as response:
        assert response.status == 404


def test_no_script_of_the_page_ever_reads_markup() -> None:
    sinks = re.compile(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function")

    assert [path.name for path in STATIC.iterdir() if sinks.search(path.read_text())] == []


async def test_names_and_messages_full_of_markup_arrive_as_text(
    browser: aiohttp.ClientSession, town: Workspace
) -> None:
    town.users[REVIEWER].real_name = EVIL
    town.post(Message("1.000000", OPEN, REVIEWER, EVIL, [section(text=mrkdwn(EVIL))]))

    seen = await picture(browser)

    message = seen["messages"][0]
    assert message["name"] == EVIL
    nodes = message["nodes"] + message["blocks"][0]["text"]["nodes"]
    assert {node["t"] for node in nodes} == {"text"}


async def test_a_picture_is_json_that_no_browser_takes_for_a_page(
    browser: aiohttp.ClientSession,
) -> None:
    async with browser.get("/slack/ui/picture") as response:
        assert response.content_type == "application/json"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_person_sees_their_own_channels_and_whispers(
    browser: aiohttp.ClientSession, town: Workspace
) -> None:
    town.post(Message("1.000000", OPEN, BOT, "for one", bot_id="B0BOT", only_for=ASKER))

    asker, reviewer = await picture(browser), await picture(browser, user=REVIEWER)

    assert [one["is_private"] for one in asker["messages"]] == [True]
    assert reviewer["messages"] == []
    assert CLOSED not in [one["id"] for one in reviewer["channels"]]


async def test_somebody_who_left_cannot_be_chosen(browser: aiohttp.ClientSession) -> None:
    seen = await picture(browser, user=GONE)

    assert seen["me"] == ASKER
    assert GONE not in [one["id"] for one in seen["people"]]


async def test_a_face_shows_the_initials_of_the_name_alone(
    browser: aiohttp.ClientSession, town: Workspace
) -> None:
    town.users[ASKER].real_name = "Robin Request (sample)"

    seen = await picture(browser)

    assert {one["initials"] for one in seen["people"] if one["id"] == ASKER} == {"RR"}


async def test_an_unchanged_picture_is_not_sent_again(
    browser: aiohttp.ClientSession, town: Workspace
) -> None:
    first = await picture(browser)
    again = await picture(browser, since=str(first["version"]))
    town.post(Message("1.000000", OPEN, ASKER, "new"))
    changed = await picture(browser, since=str(first["version"]))

    assert again["unchanged"] is True
    assert changed["messages"][0]["nodes"] == [{"t": "text", "v": "new"}]


async def test_a_thread_is_counted_in_the_channel_and_shown_beside_it(
    browser: aiohttp.ClientSession, town: Workspace
) -> None:
    town.post(Message("1.000000", OPEN, ASKER, "first"))
    town.post(Message("2.000000", OPEN, REVIEWER, "reply", thread_ts="1.000000"))

    seen = await picture(browser, thread="1.000000")

    assert [(one["replies"], one["repliers"]) for one in seen["messages"]] == [(1, [REVIEWER])]
    assert [one["ts"] for one in seen["thread"]] == ["1.000000", "2.000000"]


async def test_a_click_on_the_page_reaches_the_bot_signed(
    browser: aiohttp.ClientSession, town: Workspace, bot: StubBot
) -> None:
    card = [{**actions(button(action_id="approve", value="v1")), "block_id": "vote"}]
    town.post(Message("1.000000", OPEN, BOT, "card", card, bot_id="B0BOT"))

    outcome = await act(
        browser,
        "act_on_message",
        channel=OPEN,
        ts="1.000000",
        block_id="vote",
        action_id="approve",
        value="v1",
        entries={},
    )

    assert (outcome["ok"], outcome["kind"], outcome["status"]) == (True, "block_actions", 200)
    assert bot.last["actions"][0]["value"] == "v1"


async def test_what_is_typed_on_the_page_appears(
    browser: aiohttp.ClientSession, town: Workspace
) -> None:
    await act(browser, "say", channel=OPEN, text=EVIL)

    assert town.messages[OPEN][0].text == "&lt;script&gt;alert(1)&lt;/script&gt;"


async def test_a_modal_is_filled_in_on_the_page(
    browser: aiohttp.ClientSession, town: Workspace, clock: SteppingClock
) -> None:
    asked = {**entry("plain_text_input"), "block_id": "why"}
    open_modal(town, ASKER, modal(asked), clock.now())

    empty = await act(browser, "submit", entries={})
    full = await act(browser, "submit", entries={"why": {"e": "Because"}})

    assert empty["entry_errors"] == {"why": "Please complete this required field."}
    assert full["ok"] is True


async def test_a_refusal_is_told_to_the_person(browser: aiohttp.ClientSession) -> None:
    outcome = await act(browser, "close")

    assert (outcome["ok"], outcome["error"]) == (False, "not_found")


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"act": "fly"}', b'{"act": "say", "team": 1}'])
async def test_an_act_that_makes_no_sense_is_refused(
    browser: aiohttp.ClientSession, body: bytes
) -> None:
    head = {"Content-Type": "application/json"}
    async with browser.post("/slack/ui/act", data=body, headers=head) as response:
        assert response.status == 400


@pytest.mark.parametrize(
    "head",
    [
        {"Content-Type": "text/plain"},
        {"Origin": "http://evil.example", "Content-Type": "application/json"},
    ],
)
async def test_another_page_cannot_click_here(
    browser: aiohttp.ClientSession, bot: StubBot, head: dict[str, str]
) -> None:
    body = json.dumps({"act": "open_home", "team": TEAM, "user": ASKER})
    async with browser.post("/slack/ui/act", data=body, headers=head) as response:
        assert response.status == 403
    assert bot.received == []


async def test_a_permalink_leads_to_its_message(browser: aiohttp.ClientSession) -> None:
    path = f"/slack/archives/{OPEN}/p1000000"
    async with browser.get(path, allow_redirects=False) as response:
        assert response.headers["Location"] == f"/slack#{TEAM}/{ASKER}/{OPEN}/1.000000"


async def test_trouble_with_the_bot_is_shown_with_its_status(
    browser: aiohttp.ClientSession, clicks: Clicks, bot: StubBot
) -> None:
    clicks.signing_secret = "another"

    outcome = await act(browser, "open_home")

    assert (outcome["ok"], outcome["status"]) == (False, 401)
