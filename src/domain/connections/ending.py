"""Ending a connection: by its people, or since the publisher takes the hub's word no more."""

from domain.actor import CONNECTOR, Actor
from domain.audit import service as audit
from domain.connections import records, telling
from domain.connections.model import Connection, ConnectionState, Purpose
from domain.connections.rules import REFUSED
from domain.credentials import records as credentials
from domain.database import transaction
from domain.errors import Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require


async def cut(hub: Hub, actor: Actor, brand_id: str) -> Connection:
    """End a brand's connection for playlists, for its managers; what opens it is forgotten.

    Whoever is connecting it just now has to begin anew. Raises `Missing` where none was begun.
    """
    require(actor, Act.CONNECT_ACCOUNTS, brand_id=brand_id)
    now = hub.clock.now()
    async with transaction():
        before = await records.of_brand(Purpose.PLAYLISTS, brand_id, locked=True)
        if before is None:
            raise Missing("not_connected", "This brand has no account to cut off.", ("brand_id",))
        await records.call_off(before.id)
        if before.state is not ConnectionState.CUT:
            await _end(before, ConnectionState.CUT)
            details = {"brand": brand_id, "before": before.state.value}
            await audit.record(now, actor, "connection.cut", before.id, details)
            hub.announce(before.id)
    return await _known(brand_id)


async def broke(hub: Hub, refused: Connection) -> None:
    """Write that the publisher refused what opens a connection, and tell those who manage.

    Nothing happens where it was connected anew since, or ended, or told already.
    """
    async with transaction():
        now = await records.get(refused.id)
        if now is None or now.credential is None or now.credential != refused.credential:
            return
        await _end(now, ConnectionState.BROKEN, REFUSED)
        details = {"brand": now.brand_id, "connected_by": now.user_id}
        await audit.record(hub.clock.now(), CONNECTOR, "connection.broken", now.id, details)
        await telling.broken(hub, now)
        hub.announce(now.id)


async def _end(one: Connection, state: ConnectionState, trouble: str = "") -> None:
    await records.end(one.id, state, trouble)
    await credentials.forget(one.id)


async def _known(brand_id: str) -> Connection:
    found = await records.of_brand(Purpose.PLAYLISTS, brand_id)
    if found is None:
        raise RuntimeError("a connection vanished; none is ever deleted")
    return found
