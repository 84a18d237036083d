"""Telling those who listen in this process that something changed.

The feed carries only names of subjects; whoever hears one reads the present state. What a listener
has not heard yet is bounded: one that does not keep up is dropped with `Lagging`, and reads anew.
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


class Ending(Conflict):
    """This process is being stopped; listen again where the next one answers."""

    def __init__(self) -> None:
        super().__init__("ending", "The hub is being restarted; subscribe again in a moment.")


class Changes:
    """The subjects that change from now on, for one listener; ends with `Lagging` or `Ending`."""

    def __init__(self) -> None:
        self._unheard: asyncio.Queue[str | Conflict] = asyncio.Queue(BACKLOG_MAX)

    def __aiter__(self) -> "Changes":
        return self

    async def __anext__(self) -> str:
        told = await self._unheard.get()
        if isinstance(told, Conflict):
            raise told
        return told

    @property
    def full(self) -> bool:
        """Whether one more change would be too many."""
        return self._unheard.full()

    def tell(self, subject: str) -> None:
        """Let the listener hear of one more change."""
        self._unheard.put_nowait(subject)

    def end(self, why: Conflict) -> None:
        """Forget what was not heard yet, and say why nothing more will be."""
        while not self._unheard.empty():
            self._unheard.get_nowait()
        self._unheard.put_nowait(why)


class Feed:
    """Changes of subjects, fanned out to the listeners of this process.

    `relayed` says that the database itself tells of changes, those of this process included;
    `told` counts what was told.
    """

    def __init__(self) -> None:
        self.relayed = False
        self.told = 0
        self._listeners: set[Changes] = set()
        self._ending = False

    @property
    def listening(self) -> int:
        """How many listen now."""
        return len(self._listeners)

    def changed(self, subject: str) -> None:
        """Tell every listener that `subject` changed; call it after the commit."""
        self.told += 1
        for listener in list(self._listeners):
            if listener.full:
                self._listeners.discard(listener)
                listener.end(Lagging())
            else:
                listener.tell(subject)

    def end(self) -> None:
        """Have every listener hear that this process is being stopped, and who comes yet."""
        self._ending = True
        for listener in self._listeners:
            listener.end(Ending())
        self._listeners.clear()

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[Changes]:
        """Yield an iterator over the subjects that change from now on."""
        listener = Changes()
        if self._ending:
            # Whoever was being let in meanwhile would hold the stop up.
            listener.end(Ending())
        else:
            self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
