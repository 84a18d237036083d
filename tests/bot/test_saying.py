"""What Slack refuses of replies and reminders: it means the same to each of them."""

from dataclasses import replace

import pytest

from bot.failing import FAILURES
from bot.fake import Fault
from bot.ids import ActionId
from bot.installing import rotating
from bot.sending import saying
from domain.database import sql
from domain.jobs.model import RetryLater
from domain.people import workspaces
from domain.routes import service as routing
from domain.tellings import records as tellings
from domain.tellings.model import Outcome
from tests.bot.office import TEAM, Office, installed

HELLO = {"text": "Hello", "blocks": []}


async def spoken(desk: Office, who: str, *, under: str | None = None) -> str | None:
    """Say something in the brand's channel."""
    hub, place = desk.world.hub, (TEAM, "CBRAND")
    return await saying.say(hub, desk.bot.clients, place, who, HELLO, under=under)


async def test_where_slack_asks_for_patience_nobody_else_posts_meanwhile(desk: Office) -> None:
    desk.clicks.fake.faults.add("chat.postMessage", Fault.rate_limited(20))
    with pytest.raises(RetryLater) as wish:
        await spoken(desk, "one")
    with pytest.raises(RetryLater) as others:
        await spoken(desk, "two")

    assert wish.value.seconds == 20
    assert others.value.seconds >= 20
    assert desk.clicks.fake.calls.counts["chat.postMessage"] == 1


async def test_a_token_that_ended_is_renewed_and_what_waits_is_said_later(desk: Office) -> None:
    admin, brand = await desk.world.actor("admin"), desk.world.teams["brand"]
    turning = replace(installed(), refresh="xoxe-1")
    await workspaces.install(desk.world.hub, turning)
    desk.clicks.fake.faults.add("chat.postMessage", Fault.refused("token_expired"))
    test = await routing.send_test_card(desk.world.hub, admin, brand)
    await desk.work()
    asked = await sql.fetch("SELECT * FROM jobs WHERE kind = $1", rotating.KIND)
    found = await tellings.get(test.id)

    assert len(asked) == 1
    assert found is not None
    assert found.outcome is not Outcome.FAILED


@pytest.mark.parametrize("code", sorted(FAILURES))
async def test_what_is_refused_for_good_is_no_trouble(desk: Office, code: str) -> None:
    desk.clicks.fake.faults.add("chat.postMessage", *[Fault.refused(code)] * 2)

    assert await spoken(desk, "one") == code


async def test_a_thread_that_is_gone_is_for_good_and_anything_else_is_tried_again(
    desk: Office,
) -> None:
    refused = [Fault.refused(code) for code in ("thread_not_found", "thread_not_found")]
    desk.clicks.fake.faults.add("chat.postMessage", *refused, Fault.refused("fatal_error"))

    assert await spoken(desk, "one", under="CBRAND:1.0") == "thread_not_found"
    for who in ("two", "three"):
        with pytest.raises(saying.NotSaidError):
            await spoken(desk, who)


@pytest.mark.parametrize("fault", [Fault.refused("messages_tab_disabled"), Fault.rate_limited(20)])
async def test_a_copy_that_takes_no_reply_keeps_no_other_waiting(
    desk: Office, fault: Fault
) -> None:
    await desk.asks("agent")
    desk.home.channels["CBRAND"].is_archived = True
    await desk.work()
    places = [desk.direct(who) for who in ("agent", "brand_one", "brand_two")]
    desk.clicks.fake.faults.add("chat.postMessage", Fault.slow(0), fault)
    await desk.click("brand_two", places[2], ActionId.APPROVE)
    await desk.work()
    told = [message.text for place in places for message in desk.thread(place)]

    assert told == ["Brand Two approved Brand."] * 2
