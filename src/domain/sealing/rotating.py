"""Sealing everything anew with the present secret, while the hub runs.

Whoever reads meanwhile has both secrets, so nothing is unreadable in between; whoever writes is
not written over. It may be ended at any moment and begun again, by several at once.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from domain.actor import Actor
from domain.audience.guarding import CONTACT_USE
from domain.audit import records as record
from domain.audit import service as audit
from domain.audit.service import ANCHOR_USE
from domain.database import transaction
from domain.errors import Invalid
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.sealing import records, rules
from domain.sealing.model import Place, Rotated, Row, Standing
from domain.sealing.places import PLACES
from domain.secrets import KeptKey, Secrets

#: How many rows are read, and written in one transaction, at once.
BATCH = 200


async def rotate(
    hub: Hub, actor: Actor, progress: Callable[[str, int], None] = lambda _place, _done: None
) -> Rotated:
    """Seal all that earlier secrets sealed with the present one, and keep what they signed by.

    `progress` is told a place and how many of its rows were looked at. Run again, it changes
    nothing. Raises `Forbidden` for whoever may not change who enters.
    """
    require(actor, Act.CHANGE_PEOPLE)
    written: Counter[str] = Counter()
    unreadable: Counter[str] = Counter()
    if kept := await _keep_keys(hub):
        written["kept_keys"] = kept
    for place in PLACES:
        done = 0
        async for rows in _pages(place):
            async with transaction():
                for row in rows:
                    said = await _seal_anew(hub.secrets, place, row)
                    written[place.name] += said is True
                    unreadable[place.name] += said is None
            done += len(rows)
            progress(place.name, done)
    found = Rotated(dict(+written), dict(+unreadable))
    if found.written:
        async with transaction():
            details = {"written": found.written, "unreadable": found.unreadable}
            await audit.record(hub.clock.now(), actor, "secrets.rotated", "secrets", details)
    return found


async def standing(secrets: Secrets) -> list[Standing]:
    """Return with which secrets the things of each place are sealed, where there are any."""
    found = []
    for place in PLACES:
        said = Standing(place.name, 0, 0, 0)
        async for rows in _pages(place):
            more = rules.standing(secrets, place.name, rows)
            said = Standing(
                place.name,
                said.total + more.total,
                said.earlier + more.earlier,
                said.unreadable + more.unreadable,
            )
        if said.total:
            found.append(said)
    return found


async def with_kept(secrets: Secrets) -> Secrets:
    """Return secrets with the keys that were kept of earlier ones; `Invalid` if they are shut."""
    return replace(secrets, kept=tuple(await records.kept(secrets)))


async def _pages(place: Place) -> AsyncIterator[list[Row]]:
    after = ""
    while rows := await records.page(place, after, BATCH):
        yield rows
        after = rows[-1].id


async def _seal_anew(secrets: Secrets, place: Place, row: Row) -> bool | None:
    """Say whether a row was written; None where no secret that is set opens it."""
    try:
        sealed = rules.sealed_anew(secrets, row)
    except Invalid:
        return None
    return sealed is not None and await records.replace(place, row, sealed)


async def _keep_keys(hub: Hub) -> int:
    """Keep by which keys earlier secrets signed anchors and marked addresses; count what is new."""
    kept = 0
    async with transaction():
        anchors = await record.anchors()
        for key in hub.secrets.accepted(ANCHOR_USE)[1:]:
            if reach := rules.reach(key, anchors):
                kept += await records.keep(hub.secrets, KeptKey(ANCHOR_USE, key, reach))
        for key in hub.secrets.accepted(CONTACT_USE)[1:]:
            kept += await records.keep(hub.secrets, KeptKey(CONTACT_USE, key))
    return kept
