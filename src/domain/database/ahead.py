"""Asking ahead: the database answers while the last answer is worked on."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine, Iterable
from typing import Any, TypeVar

Answer = TypeVar("Answer")


async def ahead(
    questions: Iterable[Coroutine[Any, Any, Answer]],
) -> AsyncGenerator[Answer, None]:
    """Yield answers in order, each with the next question put already. Not in a transaction.

    Two are at hand at once, so each should be for a part of what is asked. Close it
    (`contextlib.aclosing`): a question that nobody waits for any more is taken back.
    """
    waiting: asyncio.Task[Answer] | None = None
    try:
        for question in questions:
            before, waiting = waiting, asyncio.create_task(question)
            await asyncio.sleep(0)  # It is put now, even if the one before is answered already.
            if before is not None:
                yield await before
        if waiting is not None:
            yield await waiting
    finally:
        if waiting is not None:
            waiting.cancel()
