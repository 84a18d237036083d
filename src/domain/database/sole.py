"""One server per SQLite file.

Two processes that both drain the outbox of one file would free each other's jobs when they start.
Several processes need PostgreSQL. Commands that only look or add something need no lock.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import Conflict


@contextmanager
def sole_server(url: str) -> Iterator[None]:
    """Hold the file of `url` for this process while the block runs; other databases need none.

    What lives in memory is nobody else's. The lock is the operating system's, so it ends with the
    process however that ends. Raises `Conflict` if another process serves the file.
    """
    name = url.removeprefix("sqlite://").partition("?")[0]
    if not url.startswith("sqlite://") or ":memory:" in name:
        yield
        return
    # Whoever names the file otherwise, or through a link, means the same one.
    path = Path(name).resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.server").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict(
                "served_already",
                f"Another Greenlight serves {name} already. Stop it, or use PostgreSQL, which"
                " several processes may share.",
            ) from error
        yield
