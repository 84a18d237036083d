"""Questions that are put ahead of the answers before them being worked on."""

import asyncio
import sys
from contextlib import aclosing

import pytest

from domain.database.ahead import ahead
from domain.database.session import SWITCH_SECONDS
from domain.hub import Hub


class Asked:
    """Questions, with when each was put and answered, or taken back."""

    def __init__(self) -> None:
        self.said: list[str] = []

    async def answer(self, number: int) -> int:
        self.said.append(f"put {number}")
        try:
            await asyncio.sleep(0)
        except asyncio.CancelledError:
            self.said.append(f"taken back {number}")
            raise
        return number


async def test_the_next_question_is_put_before_an_answer_is_worked_on() -> None:
    asked = Asked()
    async with aclosing(ahead(asked.answer(number) for number in range(3))) as answers:
        async for number in answers:
            asked.said.append(f"worked on {number}")

    assert asked.said == [
        "put 0",
        "put 1",
        "worked on 0",
        "put 2",
        "worked on 1",
        "worked on 2",
    ]


async def test_what_nobody_waits_for_any_more_is_taken_back() -> None:
    asked = Asked()
    async with aclosing(ahead(asked.answer(number) for number in range(3))) as answers:
        assert await anext(answers) == 0
    await asyncio.sleep(0)

    assert asked.said == ["put 0", "put 1", "taken back 1"]


async def test_nothing_asked_is_nothing_answered() -> None:
    asked = Asked()
    async with aclosing(ahead(asked.answer(number) for number in range(0))) as answers:
        assert [one async for one in answers] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_whoever_asks_a_file_need_not_wait_until_the_loop_has_nothing_to_do(hub: Hub) -> None:
    assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
