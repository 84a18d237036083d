"""How the replica stands that lists are read from, as `greenlight doctor` tells it."""

import asyncio

from app.findings import PERSON
from domain.database import replica
from domain.database.replica import LOOK_SECONDS, Replica

#: How long a replica has to show that it is near enough, in seconds, where it may be further
#: behind than that: somebody waits for the answer.
PATIENCE_SECONDS = 10.0


async def standing() -> list[str]:
    """Return a line about the replica; nothing where none is set."""
    copy = replica.opened()
    if copy is None:
        return []
    await _looked_at(copy)
    found = copy.standing
    return [f"{PERSON if found.problem else ''}{found.said}"]


async def _looked_at(copy: Replica) -> None:
    looks = int(min(copy.most, PATIENCE_SECONDS) / LOOK_SECONDS)
    for look in range(looks):
        if look:
            await asyncio.sleep(LOOK_SECONDS)
        await copy.look()
        if copy.near:
            return
