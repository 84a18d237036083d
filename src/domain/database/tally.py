"""How often this process changed the database: what was read before may be otherwise since."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class _Tally:
    """A number that only grows."""

    count = 0


#: Whether what is written now is left out.
_aside: ContextVar[bool] = ContextVar("aside", default=False)


def changes() -> int:
    """Return how many commits and writes of their own there were in this process."""
    return _Tally.count


def changed() -> None:
    """Count one more; call it once others can see the change."""
    if not _aside.get():
        _Tally.count += 1


@contextmanager
def aside() -> Iterator[None]:
    """Leave out what the block writes: accounts of work, on which nothing that is shown hangs."""
    token = _aside.set(True)
    try:
        yield
    finally:
        _aside.reset(token)
