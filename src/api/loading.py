"""Gathering what one step of an operation asks for, so that one statement answers all of it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

#: Returns what there is by id; what is not there is left out.
Load = Callable[[Sequence[str]], Awaitable[dict[str, Any]]]

#: Nobody else holds these tasks.
_under_way: set[asyncio.Task[None]] = set()


class Loader:
    """Answers everything that is asked for until the event loop comes round, by one `load`.

    It keeps nothing: a subscription never sees yesterday's answer. Strawberry's own loader does as
    much, at three times the cost for each thing that is asked for.
    """

    __slots__ = ("_load", "_waiting")

    def __init__(self, load: Load) -> None:
        self._load = load
        self._waiting: list[tuple[str, asyncio.Future[Any]]] = []

    def load(self, key: str) -> "asyncio.Future[Any]":
        """Return what there is with this id, once it is there; None if there is nothing."""
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._begin, loop)
        future: asyncio.Future[Any] = loop.create_future()
        self._waiting.append((key, future))
        return future

    def load_many(self, keys: Iterable[str]) -> "asyncio.Future[list[Any]]":
        """Return what there is with these ids, in their order."""
        return asyncio.gather(*map(self.load, keys))

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        task = loop.create_task(self._answer())
        _under_way.add(task)
        task.add_done_callback(_under_way.discard)

    async def _answer(self) -> None:
        asked, self._waiting = self._waiting, []
        try:
            found = await self._load(list(dict.fromkeys(key for key, _ in asked)))
        except Exception as error:  # noqa: BLE001  Whoever asked is told; there it is looked at.
            for _, future in asked:
                if not future.done():
                    future.set_exception(error)
            return
        for key, future in asked:
            if not future.done():
                future.set_result(found.get(key))
