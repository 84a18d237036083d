"""One server per SQLite file, and one who migrates it.

Two processes that both drain the outbox of one file would free each other's jobs when they start.
Several processes need PostgreSQL. Commands that only look or add something need no lock.
"""

import asyncio
import fcntl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from domain.errors import Conflict

#: What every database of SQLite begins with; an empty file is one too.
_HEADER = b"SQLite format 3\0"


def require_database(url: str) -> None:
    """Raise `Conflict` where `url` names something that is there and is no database.

    SQLite finds that out late, and what opened it half waits for itself then.
    """
    path = _file(url)
    if path is None or not path.exists():
        return
    if path.is_file():
        with path.open("rb") as file:
            if file.read(len(_HEADER)) in {_HEADER, b""}:
                return
    raise Conflict(
        "no_database",
        f"{path} is no database. Set GREENLIGHT_DATABASE_URL to another place: sqlite:// and the"
        " path of a database, or of a file that is to be made.",
    )


def require_there(url: str) -> None:
    """Raise `Conflict` where `url` names no database, or nothing, which SQLite would begin."""
    require_database(url)
    path = _file(url)
    if path is not None and not path.exists():
        raise Conflict(
            "not_migrated",
            f"There is no database at {path}. Look at GREENLIGHT_DATABASE_URL, or make it with"
            " `greenlight migrate`.",
        )


@contextmanager
def sole_server(url: str) -> Iterator[None]:
    """Hold the file of `url` for this process while the block runs; other databases need none.

    What lives in memory is nobody else's. The lock is the operating system's, so it ends with the
    process however that ends. Raises `Conflict` if another process serves the file.
    """
    if (path := _file(url)) is None:
        yield
        return
    with _beside(path, "server").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Conflict(
                "served_already",
                f"Another Greenlight serves {path} already. Stop it, or use PostgreSQL, which"
                " several processes may share.",
            ) from error
        yield


@asynccontextmanager
async def taking_turns(url: str) -> AsyncIterator[None]:
    """Wait until nobody else migrates the file of `url`, and hold them back while the block runs.

    SQLite's own lock would last for one migration only, and two may not both find the next undone.
    """
    if (path := _file(url)) is None:
        yield
        return
    with _beside(path, "migrating").open("a") as lock:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        yield


def _file(url: str) -> Path | None:
    """Return the file of a database, links followed: who names it otherwise means the same one."""
    name = url.removeprefix("sqlite://").partition("?")[0]
    if not url.startswith("sqlite://") or ":memory:" in name:
        return None
    return Path(name).resolve()


def _beside(path: Path, ending: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f"{path.name}.{ending}")
