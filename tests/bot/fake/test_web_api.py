"""The Web API's doors: tokens, arguments, scopes, rate limits, faults, the log."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.fake import FakeSlack, Fault, Workspace
from domain.clock import SteppingClock
from tests.bot.fake.calling import refusal, refused
from tests.bot.fake.town import ASKER, BOT, ELSEWHERE, OPEN, OTHER_TOKEN, TEAM, TOKEN


async def test_a_token_says_whose_it_is(client: AsyncWebClient) -> None:
    who = await client.auth_test()

    assert (who["team_id"], who["user_id"], who["bot_id"]) == (TEAM, BOT, "B0BOT")


async def test_each_token_opens_its_own_workspace(client: AsyncWebClient) -> None:
    other = await client.auth_test(token=OTHER_TOKEN)

    assert other["team_id"] == "T0TWO"
    assert await refusal(client.chat_postMessage(token=OTHER_TOKEN, channel=OPEN, text="x")) == (
        "channel_not_found"
    )


async def test_a_foreign_token_is_refused(client: AsyncWebClient) -> None:
    assert await refusal(client.auth_test(token="xoxb-unknown")) == "invalid_auth"


async def test_no_token_is_refused(address: str) -> None:
    assert await refusal(AsyncWebClient(base_url=f"{address}/api/").auth_test()) == "not_authed"


async def test_the_token_of_a_removed_app_is_inactive(
    client: AsyncWebClient, town: Workspace
) -> None:
    town.installation.is_active = False

    assert await refusal(client.auth_test()) == "account_inactive"


async def test_a_missing_scope_is_named(client: AsyncWebClient, town: Workspace) -> None:
    town.installation.scopes.remove("channels:history")
    answer = await refused(client.conversations_history(channel=OPEN))

    assert (answer["error"], answer["needed"]) == ("missing_scope", "channels:history")


async def test_an_unknown_method_is_refused(client: AsyncWebClient) -> None:
    assert await refusal(client.api_call("chat.shout")) == "unknown_method"


async def test_a_misspelt_argument_does_not_go_unnoticed(client: AsyncWebClient) -> None:
    answer = await refused(client.chat_postMessage(channel=OPEN, text="x", thred_ts="1.2"))

    assert "thred_ts" in answer["response_metadata"]["messages"][0]


async def test_a_missing_argument_is_named(client: AsyncWebClient) -> None:
    answer = await refused(client.api_call("chat.postMessage", json={"text": "x"}))

    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


async def test_arguments_may_come_as_a_form(address: str, town: Workspace) -> None:
    form = {"token": TOKEN, "channel": OPEN, "text": "By form"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{address}/api/chat.postMessage", data=form) as response,
    ):
        assert (await response.json())["ok"] is True

    assert town.messages[OPEN][-1].text == "By form"


async def test_a_body_that_is_no_json_is_refused(address: str) -> None:
    head = {"Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession(headers=head) as session,
        session.post(f"{address}/api/auth.test", data=b"{") as response,
    ):
        assert (await response.json())["error"] == "invalid_json"


async def test_a_fourth_message_within_three_seconds_has_to_wait(client: AsyncWebClient) -> None:
    for _ in range(3):
        await client.chat_postMessage(channel=OPEN, text="x")

    answer = await refused(client.chat_postMessage(channel=OPEN, text="x"))

    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    assert answer.headers["Retry-After"] == "3"


async def test_after_waiting_as_told_the_message_goes_through(
    client: AsyncWebClient, clock: SteppingClock
) -> None:
    for _ in range(3):
        await client.chat_postMessage(channel=OPEN, text="x")
    clock.advance(timedelta(seconds=3))

    assert (await client.chat_postMessage(channel=OPEN, text="x"))["ok"]


async def test_fifty_updates_a_minute_are_the_whole_workspaces(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=OPEN, text="x")
    for _ in range(50):
        await client.chat_update(channel=OPEN, ts=posted["ts"], text="y")

    answer = await refused(client.chat_update(channel=OPEN, ts=posted["ts"], text="y"))

    assert answer.headers["Retry-After"] == "60"


async def test_limits_can_be_switched_off(client: AsyncWebClient, fake: FakeSlack) -> None:
    fake.limits = False
    for _ in range(5):
        assert (await client.chat_postMessage(channel=OPEN, text="x"))["ok"]


async def test_an_ordered_error_hits_one_call_and_applies_nothing(
    client: AsyncWebClient, fake: FakeSlack, town: Workspace
) -> None:
    fake.faults.add("chat.postMessage", Fault.refused("fatal_error"))

    assert await refusal(client.chat_postMessage(channel=OPEN, text="x")) == "fatal_error"
    assert town.messages[OPEN] == []
    assert (await client.chat_postMessage(channel=OPEN, text="x"))["ok"]


async def test_an_ordered_429_carries_its_wait(client: AsyncWebClient, fake: FakeSlack) -> None:
    fake.faults.add("chat.update", Fault.rate_limited(17))

    answer = await refused(client.chat_update(channel=OPEN, ts="1.0", text="x"))

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "17")


async def test_an_ordered_500_is_one(client: AsyncWebClient, fake: FakeSlack) -> None:
    fake.faults.add("users.info", Fault.broken(503))

    assert (await refused(client.users_info(user=ASKER))).status_code == 503


async def test_an_ordered_delay_answers_late_but_rightly(
    client: AsyncWebClient, fake: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, over = asyncio.Event(), asyncio.Event()
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        begun.set()
        await over.wait()

    monkeypatch.setattr("bot.fake.web_api.asyncio", SimpleNamespace(sleep=sleep))
    fake.faults.add("auth.test", Fault.slow(0.3))
    late = asyncio.create_task(client.auth_test())
    await asyncio.wait_for(begun.wait(), 30)
    answered = late.done()
    over.set()

    assert not answered
    assert (await late)["ok"]
    assert waited == [0.3]


@pytest.mark.parametrize(("fault", "posted"), [(Fault.lost_before(), 0), (Fault.lost_after(), 1)])
async def test_a_lost_connection_leaves_the_caller_in_doubt(
    client: AsyncWebClient, fake: FakeSlack, town: Workspace, fault: Fault, posted: int
) -> None:
    fake.faults.add("chat.postMessage", fault)

    with pytest.raises(aiohttp.ClientError):
        await client.chat_postMessage(channel=OPEN, text="x")
    assert len(town.messages[OPEN]) == posted


async def test_every_call_is_counted_and_kept_with_its_outcome(
    client: AsyncWebClient, fake: FakeSlack
) -> None:
    await client.auth_test()
    await refusal(client.chat_postMessage(channel=ELSEWHERE, text="x"))

    assert fake.calls.counts == {"auth.test": 1, "chat.postMessage": 1}
    called = fake.calls.of("chat.postMessage")[0]
    assert (called.team, called.args["channel"], called.outcome) == (
        TEAM,
        ELSEWHERE,
        "not_in_channel",
    )
