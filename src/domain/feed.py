"""Telling those who listen in this process that something changed.

The feed carries only names of subjects; whoever hears one reads the present state. A listener
that does not keep up is dropped with `Lagging`, and reads anew.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from domain.errors import Conflict

#: How many unheard changes a listener may have.
BACKLOG_MAX = 256


class Lagging(Conflict):
    """The listener did not keep up; read the present state and listen again."""

    def __init__(self) -> None:
        super().__init__("lagging", "Changes came faster than they were read; subscribe again.")


class Feed:
    """Changes of subjects, fanned out to the listeners of this process.

    `relayed` says that the database itself tells of changes, those of this process included;
    `told` counts what was told.
    """

    def __init__(self) -> None:
        self.relayed = False
        self.told = 0
        self._listeners: set[asyncio.Queue[str | None]] = set()

    def changed(self, subject: str) -> None:
        """Tell every listener that `subject` changed; call it after the commit."""
        self.told += 1
        for queue in list(self._listeners):
            if queue.full():
                self._listeners.discard(queue)
                _drain(queue)
                queue.put_nowait(None)
            else:
                queue.put_nowait(subject)

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[AsyncIterator[str]]:
        """Yield an iterator over the subjects that change from now on."""
        queue: asyncio.Queue[str | None] = asyncio.Queue(BACKLOG_MAX)
        self._listeners.add(queue)
        try:
            yield _subjects(queue)
        finally:
            self._listeners.discard(queue)


async def _subjects(queue: asyncio.Queue[str | None]) -> AsyncIterator[str]:
    while (subject := await queue.get()) is not None:
        yield subject
    raise Lagging


def _drain(queue: asyncio.Queue[str | None]) -> None:
    while not queue.empty():
        queue.get_nowait()
