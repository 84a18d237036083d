"""Looking what a publisher shows, and writing what that changes of what is known to be live."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.actor import CONNECTOR
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Missing
from domain.exposures import service
from domain.hub import Hub
from domain.rights import subjects
from domain.rights.live import records, rules
from domain.rights.live.model import Exposure, Shown, Source


class LiveNow(Protocol):
    """A publisher that says what it shows."""

    @property
    def publisher(self) -> str:
        """The publisher's name, as exposures have it."""
        ...

    @property
    def within(self) -> str:
        """What the names of all that this says begin with; empty if it says all of a publisher."""
        ...

    async def shown(self) -> Sequence[Shown]:
        """Return all that it shows now; raises rather than leave anything out."""
        ...


@dataclass(frozen=True, slots=True)
class Polled:
    """What a look found: what is live that was not known, what ended, what is not ours."""

    found: tuple[str, ...]
    ended: tuple[str, ...]
    unknown: tuple[Shown, ...]


async def poll(hub: Hub, source: LiveNow) -> Polled:
    """Look what a publisher shows, and write what changed, in one transaction.

    What notices and the hub itself said of it stays: a poll ends only what a poll found.
    """
    seen = [rules.checked(one) for one in await source.shown()]
    now = hub.clock.now()
    found: list[str] = []
    unknown: list[Shown] = []
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        before = {one.id: one for one in await _known(source)}
        still: set[str] = set()
        for one in seen:
            brand_id = await _brand_of(one)
            if brand_id is None:
                unknown.append(one)
                continue
            known = service.Known(Source.POLL, now)
            kept = await service.put(hub, CONNECTOR, one, brand_id, known)
            still.add(kept.id)
            if kept.source is Source.POLL and kept.id not in before:
                found.append(kept.id)
        gone = [one for one in await _known(source) if one.id not in still]
        for old in gone:
            await service.finish(hub, CONNECTOR, old, now, "not_seen")
    return Polled(tuple(found), tuple(one.id for one in gone), tuple(unknown))


async def _known(source: LiveNow) -> list[Exposure]:
    """Return what looks at a source found to be live."""
    found = await records.live_at(source.publisher, Source.POLL)
    return [one for one in found if one.shown.outside_id.startswith(source.within)]


async def _brand_of(shown: Shown) -> str | None:
    """Return whose something is; None if it is not known here, or of no brand."""
    try:
        return (await subjects.placed(shown.subject)).brand_id
    except Missing:
        return None
