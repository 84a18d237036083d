"""Whether something that was to be told to a person still is, at the moment it would be."""

from datetime import datetime

from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import RetryLater
from domain.people import entering
from domain.people.preferences import quiet_hours_of
from domain.people.resting import quiet_until
from domain.reminding.service import is_open
from domain.requests import ledger, seats
from domain.tellings import records
from domain.tellings.model import Outcome, Telling, What

#: What became of a telling for good.
_ENDED = frozenset({Outcome.DELIVERED, Outcome.FAILED, Outcome.DROPPED})


async def to_tell(hub: Hub, telling_id: str, *, again: bool = False) -> Telling | None:
    """Return what is to be told now; None if it was, or is not to be told any more.

    Reminders end with their stage, and with the vote of whom they are for. With `again` what
    failed is to be told still. Raises `RetryLater` until the quiet hours of whom it is for are
    over.
    """
    now = hub.clock.now()
    async with transaction():
        found = await records.get(telling_id)
        ended = _ENDED - {Outcome.FAILED} if again else _ENDED
        if found is None or found.outcome in ended:
            return None
        if said := await _needless(found, now):
            await records.came_to(found.id, Outcome.DROPPED, now, reason=said)
            return None
        until = quiet_until(await quiet_hours_of(found.user_id), now) if found.user_id else None
        if until is not None:
            await records.came_to(found.id, Outcome.SUPPRESSED, now, until=until)
    if until is not None:
        raise RetryLater((until - now).total_seconds(), "they are not to be disturbed now")
    return found


async def _needless(told: Telling, now: datetime) -> str | None:
    """Return why something is not to be told any more; None if it is."""
    if told.user_id is not None and not await entering.may_enter(told.user_id):
        return "they may not enter any more"
    if told.request_id is None or told.stage_id is None:
        return None
    before = await ledger.look(told.request_id)  # What is told of changes nothing of it.
    stage = before.stage(told.stage_id)
    if not is_open(before, stage, told.round):
        return "the stage was decided"
    if told.what is not What.REMINDER:
        return None
    held = await seats.seats_of(stage, before.request, before.authors, now)
    waiting = {seat.holder_id for seat in seats.missing(held, stage, before.votes)}
    return None if told.user_id in waiting else "it does not wait for them any more"
