"""Ending a connection: by its people, or since the publisher takes the hub's word no more."""

from domain.actor import CONNECTOR, SCHEDULE, Actor
from domain.audit import service as audit
from domain.cases import open_case
from domain.cases.model import (
    CaseKind,
    Given,
    Priority,
    Report,
    Severity,
    Source,
    Subject,
    SubjectKind,
)
from domain.cases.open_case import Place
from domain.cases.rules import MANAGERS
from domain.catalog import records as catalog
from domain.connections import records
from domain.connections.model import Connection, ConnectionState, Purpose
from domain.credentials import records as credentials
from domain.database import transaction
from domain.errors import Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require

#: How many minutes of business time there are to answer, and to connect it again.
MINUTES = (240, 960)

#: Why a connection is broken; there is no other reason.
REFUSED = "Spotify no longer lets the hub in"

#: How it is mended, wherever it is told.
REMEDY = "have a manager of the brand connect it again with `beginConnection`"


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
        await _tell(hub, now)
        hub.announce(now.id)


async def _end(one: Connection, state: ConnectionState, trouble: str = "") -> None:
    await records.end(one.id, state, trouble)
    await credentials.forget(one.id)


async def _tell(hub: Hub, one: Connection) -> None:
    """Open the case by which the brand's managers hear that it has to be connected again."""
    names = await catalog.brand_names([one.brand_id])
    name = names.get(one.brand_id, one.brand_id)
    why = f"{REFUSED}: the account of {name} for playlists is no longer connected."
    report = Report(
        kind=CaseKind.CONTENT_ISSUE,
        source=Source.WATCH,
        title=f"Connect the playlist account of {name} again",
        text=f"{why}\nWhat waits for it is given up: {REMEDY}, and it goes on.",
        given=Given(severity=Severity.HIGH),
        brand_id=one.brand_id,
        market=None,
        subjects=(Subject(SubjectKind.BRAND, one.brand_id),),
    )
    await open_case.notice(hub, SCHEDULE, report, Place(Priority.P2, MANAGERS, *MINUTES, (why,)))


async def _known(brand_id: str) -> Connection:
    found = await records.of_brand(Purpose.PLAYLISTS, brand_id)
    if found is None:
        raise RuntimeError("a connection vanished; none is ever deleted")
    return found
