"""What a sender tells of an answer, and how long it waits for one."""

import asyncio
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from connectors.webhooks.sender import SAID_BYTES_MAX, SECONDS, WebhookSender
from domain.clock import SteppingClock
from domain.webhooks import Message, rules
from tests.connectors.webhooks.test_sender import answered, receiving

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def test_the_beginning_of_any_answer_is_told() -> None:
    async def refuse(_: Request) -> Response:
        return PlainTextResponse("é" * SAID_BYTES_MAX, 400)

    answer = await answered(refuse)

    assert (answer.code, answer.body) == (400, b"")
    assert answer.said == "é" * (SAID_BYTES_MAX // 2)


async def test_a_message_may_ask_for_less_patience_than_usual() -> None:
    held = asyncio.Event()

    async def wait(_: Request) -> Response:
        await held.wait()
        return PlainTextResponse("Late.")

    sender = WebhookSender(SteppingClock(NOW), loopback=True)
    async with receiving(wait) as port:
        message = Message(f"http://127.0.0.1:{port}/", {}, b"{}", seconds=0.05)
        answer = await sender.send(message)
        held.set()

    assert (answer.code, answer.trouble) == (None, "It did not answer within 0.05 seconds.")
    assert rules.SECONDS < SECONDS
