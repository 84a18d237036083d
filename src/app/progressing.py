"""How far an import is, drawn for whoever watches; and what is said where they stop it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, ProgressColumn

from app.inside import Stopped


def drawn(*columns: ProgressColumn, quiet: bool) -> Progress:
    """Return how far something is, drawn on a terminal while it lasts, and nowhere else."""
    console = Console(stderr=True)
    hidden = quiet or not console.is_terminal
    return Progress(*columns, console=console, transient=True, disable=hidden)


@contextmanager
def stoppable(said: Callable[[], str]) -> Iterator[None]:
    """Raise `Stopped` with what is `said` where somebody presses Ctrl-C in here.

    What is under way in a transaction is undone first.
    """
    try:
        yield
    except asyncio.CancelledError:
        raise Stopped(said()) from None
