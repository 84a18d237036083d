"""How connections stand: to act with, to be shown, and which need a person."""

from domain.catalog import records as catalog
from domain.connections import records
from domain.connections.model import Connection, ConnectionState, Purpose
from domain.connections.rules import REFUSED, REMEDY
from domain.errors import Conflict


async def connected(brand_id: str) -> tuple[Connection, str]:
    """Return a brand's connection for playlists, and the key of what opens it.

    Raises `Conflict`, which says what to do, unless it is connected.
    """
    found = await records.of_brand(Purpose.PLAYLISTS, brand_id)
    if found is None or found.credential is None:
        broken = found is not None and found.state is ConnectionState.BROKEN
        why = REFUSED if broken else "this brand has no account for playlists"
        raise Conflict("not_connected", f"{why}; {REMEDY}")
    return found, found.credential


async def has_account(brand_id: str) -> bool:
    """Whether a brand's account is connected, or was and has to be connected again."""
    found = await records.of_brand(Purpose.PLAYLISTS, brand_id)
    return found is not None and found.state in {ConnectionState.CONNECTED, ConnectionState.BROKEN}


async def troubles() -> list[str]:
    """Return a sentence for every connection that somebody has to make again."""
    found = await records.broken()
    names = await catalog.brand_names([one.brand_id for one in found])
    return [
        f"the playlist account of {names[one.brand_id]}: {one.trouble}; {REMEDY}" for one in found
    ]
