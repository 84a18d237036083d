"""Cards that Slack posted although its answer never came."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from bot.fake import Fault
from bot.fake.model import Message
from bot.ids import ActionId
from bot.installing.workspaces import Clients
from domain.database import sql
from domain.requests.revise import revise
from tests.bot.office import TEAM, Office, text_of

LOST = Fault.lost_after()


def direct(desk: Office) -> list[Message]:
    return [m for place in desk.home.messages if place.startswith("D") for m in desk.shown(place)]


async def wait(desk: Office, seconds: int = 60) -> None:
    """Let the worker try once more."""
    desk.world.hub.clock.advance(timedelta(seconds=seconds))  # type: ignore[attr-defined]
    await desk.work()


async def tried(desk: Office) -> list[object]:
    """Return since when copies are being posted, those of which that is not known."""
    rows = await sql.fetch("SELECT tried_at FROM copies WHERE tried_at IS NOT NULL")
    return [row["tried_at"] for row in rows]


async def test_a_card_whose_answers_are_lost_stands_once_and_is_followed(desk: Office) -> None:
    desk.clicks.fake.faults.add("chat.postMessage", *[LOST] * 4)
    await desk.asks("agent")
    await desk.work()
    for _ in range(5):
        await wait(desk)
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await wait(desk)
    (card,) = desk.shown("CBRAND")

    assert "1 of 2 approvals" in text_of(card)
    assert await tried(desk) == []


async def test_a_direct_card_whose_answer_is_lost_stands_once_and_is_followed(
    desk: Office,
) -> None:
    request = await desk.asks()
    desk.clicks.fake.faults.add("chat.postMessage", Fault.slow(0), LOST)
    await desk.work()
    await wait(desk)
    await desk.ready(request)
    await wait(desk)
    (card,) = direct(desk)

    assert "Readiness: approved" in text_of(card)


async def test_a_card_that_was_never_posted_is_posted_by_the_next_try(desk: Office) -> None:
    desk.clicks.fake.faults.add("chat.postMessage", Fault.lost_before())
    await desk.asks("agent")
    await desk.work()
    assert len(await tried(desk)) == 1
    await wait(desk)

    assert len(desk.shown("CBRAND")) == 1
    assert await tried(desk) == []


async def test_a_card_that_was_superseded_before_it_was_found_has_no_buttons(desk: Office) -> None:
    desk.clicks.fake.faults.add("chat.postMessage", LOST)
    request = await desk.asks()
    await desk.work()
    actor = await desk.world.actor("requester")
    await revise(desk.world.hub, actor, request.id, desk.world.brief(tagline="Another line"))
    await wait(desk)
    old, new = desk.shown("CBRAND")

    assert "Superseded" in text_of(old)
    assert "stage.approve" in text_of(new)


async def test_a_card_that_was_superseded_before_it_was_posted_is_never_posted(
    desk: Office,
) -> None:
    desk.clicks.fake.faults.add("chat.postMessage", Fault.lost_before())
    request = await desk.asks()
    await desk.work()
    actor = await desk.world.actor("requester")
    await revise(desk.world.hub, actor, request.id, desk.world.brief(tagline="Another line"))
    await wait(desk)
    (card,) = desk.shown("CBRAND")

    assert "stage.approve" in text_of(card)


async def test_a_card_is_found_behind_many_messages(desk: Office) -> None:
    desk.clicks.fake.faults.add("chat.postMessage", LOST)
    await desk.asks("agent")
    await desk.work()
    now = desk.world.hub.clock.now()
    for _ in range(450):
        desk.home.post(Message(desk.home.next_ts(now), "CBRAND", "UMANAGER", "Coffee?"))
    await wait(desk)
    cards = [message for message in desk.shown("CBRAND") if message.bot_id]

    assert len(cards) == 1
    assert len(desk.clicks.fake.calls.of("conversations.history")) == 3


async def test_the_message_a_card_was_posted_anew_for_is_not_taken_for_it(desk: Office) -> None:
    await desk.asks("agent")
    await desk.work()
    await wait(desk)
    desk.clicks.fake.faults.add("chat.update", Fault.refused("cant_update_message"))
    desk.clicks.fake.faults.add("chat.postMessage", LOST)
    await desk.click("brand_one", "CBRAND", ActionId.APPROVE)
    await desk.work()
    await wait(desk)
    await desk.click("brand_two", "CBRAND", ActionId.APPROVE)
    await wait(desk)

    assert ["approved" in text_of(card) for card in desk.shown("CBRAND")] == [False, True]


async def test_where_a_card_must_not_be_looked_for_a_person_is_told(desk: Office) -> None:
    desk.home.installation.scopes.remove("channels:history")
    desk.clicks.fake.faults.add("chat.postMessage", LOST)
    await desk.asks("agent")
    await desk.work()
    await wait(desk)
    (job,) = await sql.fetch("SELECT state, last_error FROM jobs WHERE kind = 'cards.show'")

    assert len(desk.shown("CBRAND")) == 1
    assert job["state"] == "dead"
    assert "CBRAND: missing_scope; give the app its manifest anew" in job["last_error"]


@pytest.mark.parametrize(("method", "calls"), [("chat.postMessage", 1), ("chat.update", 2)])
async def test_only_posting_is_not_repeated_where_the_connection_breaks(
    desk: Office, method: str, calls: int
) -> None:
    heard: list[bytes] = []

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        clients = Clients(desk.world.hub, f"http://127.0.0.1:{port}/api/")
        client = await clients.of(TEAM)
        assert client is not None
        with pytest.raises(aiohttp.ClientError):
            await client.api_call(method, json={})
        await clients.close()

    assert len(heard) == calls
