"""Writing what changed in a launch: for people to read, and into the record."""

from collections.abc import Sequence
from typing import Any

from domain import ids
from domain.actor import SCHEDULE
from domain.audit import service as audit
from domain.hub import Hub
from domain.launches import records, telling
from domain.launches.model import Change, Note, Plan


async def keep(hub: Hub, plan: Plan, notes: Sequence[Note], look: str) -> None:
    """Write what `look` changed in a launch, if it did, and have its owner told.

    In the transaction, so that nothing is kept of which nobody is told.
    """
    if not notes:
        return
    now = hub.clock.now()
    change = Change(ids.new(ids.Prefix.CHANGE), plan.id, plan.owner_id, now, tuple(notes))
    await records.add_change(change)
    details = {
        "change": change.id,
        "work": plan.work_id,
        "notes": [_told(note) for note in notes],
    }
    await audit.record(now, SCHEDULE, "launch.changed", plan.id, details)
    await telling.once_over(hub, look)


def _told(note: Note) -> dict[str, Any]:
    """Return a note as the record keeps it: which field, and not what stands there."""
    return {
        "what": note.what,
        "milestone": note.milestone,
        "kind": note.kind,
        "field": note.field,
    }
