"""How far a command is, drawn for whoever watches; and what is said where they stop it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

from rich.console import Console
from rich.progress import Progress, ProgressColumn

from app.console.inside import Stopped

Found = TypeVar("Found")


class Passed(Protocol):
    """Hears how much is done, and of how much, once that is known."""

    def __call__(self, done: int, total: int | None = None, /) -> None:
        """Hear it."""
        ...


def drawn(*columns: ProgressColumn, quiet: bool) -> Progress:
    """Return how far something is, drawn on a terminal while it lasts, and nowhere else.

    Where no `columns` are given, it is a bar with what it is about and how much of it is done.
    """
    console = Console(stderr=True)
    hidden = quiet or not console.is_terminal
    return Progress(*columns, console=console, transient=True, disable=hidden)


@contextmanager
def passing(
    name: str, *columns: ProgressColumn, total: int | None = None, quiet: bool
) -> Iterator[Passed]:
    """Draw how far one thing is, called `name`, for as long as it lasts."""
    with drawn(*columns, quiet=quiet) as progress:
        task = progress.add_task(name, total=total)
        yield lambda done, total=None: progress.update(task, completed=done, total=total)


@contextmanager
def stoppable(said: Callable[[], str]) -> Iterator[None]:
    """Raise `Stopped` with what is `said` where somebody presses Ctrl-C in here.

    What is under way in a transaction is undone first.
    """
    try:
        yield
    except asyncio.CancelledError:
        raise Stopped(said()) from None


async def whole(step: Awaitable[Found]) -> Found:
    """Bring one step to its end, though somebody stops the command meanwhile, and stop then.

    Else it might be committed already, and be told as not in.
    """
    task = asyncio.ensure_future(step)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
