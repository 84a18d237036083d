"""Answers by response_url: five uses, thirty minutes, replace, delete, whisper or say aloud."""

from datetime import timedelta

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from bot.fake import RESPONSE_URL, FakeSlack, Fault, Message, Workspace
from domain.clock import SteppingClock
from tests.bot.blocks import mrkdwn, section
from tests.bot.fake.town import ASKER, BOT, OPEN, TEAM


@pytest.fixture
def original(town: Workspace) -> Message:
    return town.post(Message("1.000000", OPEN, BOT, "The card", bot_id="B0BOT"))


@pytest.fixture
def answer(
    address: str, town: Workspace, clock: SteppingClock, original: Message
) -> AsyncWebhookClient:
    right = town.issue_response_url(ASKER, OPEN, clock.now(), original.ts)
    return AsyncWebhookClient(f"{address}/response/{TEAM}/{right.id}")


def shown(response: WebhookResponse) -> tuple[int, bool]:
    return response.status_code, '"ok":true' in response.body


async def test_an_answer_is_a_whisper_unless_it_says_otherwise(
    answer: AsyncWebhookClient, town: Workspace
) -> None:
    assert shown(await answer.send(text="Only you")) == (200, True)
    await answer.send(text="Everybody", response_type="in_channel")

    said = [(one.text, one.only_for) for one in town.messages[OPEN][1:]]
    assert said == [("Only you", ASKER), ("Everybody", None)]


async def test_an_answer_can_replace_the_card(
    answer: AsyncWebhookClient, original: Message, town: Workspace
) -> None:
    await answer.send(text="Working on it", replace_original=True, blocks=[section()])

    assert [one.text for one in town.messages[OPEN]] == ["Working on it"]
    assert original.blocks[0]["text"] == mrkdwn()


async def test_an_answer_can_delete_the_card(answer: AsyncWebhookClient, town: Workspace) -> None:
    await answer.send(delete_original=True)

    assert town.messages[OPEN] == []


async def test_five_answers_and_no_sixth(answer: AsyncWebhookClient) -> None:
    for _ in range(5):
        assert shown(await answer.send(text="x")) == (200, True)

    refused = await answer.send(text="x")

    assert (refused.status_code, "used_url" in refused.body) == (404, True)


async def test_half_an_hour_and_no_longer(answer: AsyncWebhookClient, clock: SteppingClock) -> None:
    clock.advance(timedelta(minutes=30))
    assert shown(await answer.send(text="x")) == (200, True)

    clock.advance(timedelta(seconds=1))
    refused = await answer.send(text="x")

    assert (refused.status_code, "expired_url" in refused.body) == (404, True)


async def test_a_wrong_answer_is_refused_with_its_reason(answer: AsyncWebhookClient) -> None:
    refused = await answer.send(text="x", blocks=[section(text=mrkdwn("x" * 3001))])

    assert (refused.status_code, "invalid_blocks" in refused.body) == (400, True)


async def test_an_unknown_key_is_refused(answer: AsyncWebhookClient) -> None:
    refused = await answer.send_dict({"text": "x", "replaces": True})

    assert "invalid_payload" in refused.body


async def test_answers_are_counted_and_can_be_made_to_fail(
    answer: AsyncWebhookClient, fake: FakeSlack, town: Workspace
) -> None:
    fake.faults.add(RESPONSE_URL, Fault.broken(500))

    assert (await answer.send(text="x")).status_code == 500
    assert fake.calls.counts[RESPONSE_URL] == 1
    assert len(town.messages[OPEN]) == 1
