"""The parts of a hub that a process can be: a door for front ends, the bot's door, a worker."""

from enum import StrEnum

from domain.errors import Conflict


class Part(StrEnum):
    """One part."""

    API = "api"
    BOT = "bot"
    WORKER = "worker"


ALL = frozenset(Part)


def require_together(url: str, parts: frozenset[Part]) -> None:
    """Raise `Conflict` where one process would be a part only, and the database is a file."""
    if parts != ALL and url.startswith("sqlite://"):
        raise Conflict(
            "one_process",
            f"On SQLite one process is the whole hub, and {url} is a file: run `greenlight serve`."
            " Several processes need PostgreSQL: set GREENLIGHT_DATABASE_URL=postgres://...",
        )
