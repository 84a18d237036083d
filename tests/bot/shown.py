"""What the bot shows, drawn once in a process: all of it takes half a second."""

from functools import cache
from typing import Any

from bot.gallery import Shown, gallery


@cache
def shown() -> tuple[Shown, ...]:
    """Return the gallery; who reads it leaves it as it is."""
    return tuple(gallery())


def blocks(name: str) -> list[dict[str, Any]]:
    """Return the blocks of what is shown under a name."""
    (found,) = (one["payload"]["blocks"] for one in shown() if one["name"] == name)
    return list(found)
