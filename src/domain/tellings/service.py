"""Having something told, and writing down what became of it.

A telling and the job that does it are one transaction; who does it asks, in a transaction, whether
it is still to be told at all. How it is told is the doors' business.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from domain import ids
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.tellings import records
from domain.tellings.model import Outcome, Telling, Way, What

#: Asked for when there is something to tell to a person, or into a place.
TELL = "notice.tell"

#: What a telling can be about that is no request.
_OWN = frozenset({ids.Prefix.CASE, ids.Prefix.ALERT})


async def ask(hub: Hub, value: Telling, now: datetime) -> None:
    """Ask for something to be told, in the running transaction; once for its key."""
    await records.add(value)
    details: dict[str, Any] = {"telling_id": value.id}
    await jobs.ask(
        hub.wake,
        now,
        key=f"tell:{value.key}",
        kind=TELL,
        lane=f"tell:{value.user_id or value.place}",
        details=details | ({"request_id": value.request_id} if value.request_id else {}),
        after=max(value.until - now, timedelta(0)) if value.until else timedelta(0),
    )


async def log(  # noqa: PLR0913  Who was told what, where, with what outcome.
    hub: Hub,
    *,
    key: str,
    what: What,
    way: Way,
    subject_id: str,
    stage_id: str | None,
    round_: int,
    user_id: str | None,
    workspace_id: str,
    place: str,
    reason: str | None = None,
    details: Mapping[str, Any] | None = None,
    outcome: Outcome | None = None,
) -> None:
    """Write down something that was told already, or failed for `reason`; once for its key.

    An `outcome` says what else became of it.


    `subject_id` is the request, case or alert it is about.
    """
    now, about = hub.clock.now(), ids.kind_of(subject_id)
    await records.add(
        Telling(
            ids.new(ids.Prefix.TELLING),
            key,
            what,
            way,
            outcome or (Outcome.FAILED if reason else Outcome.DELIVERED),
            now,
            request_id=None if about in _OWN else subject_id,
            case_id=subject_id if about is ids.Prefix.CASE else None,
            alert_id=subject_id if about is ids.Prefix.ALERT else None,
            stage_id=stage_id,
            round=round_,
            user_id=user_id,
            workspace_id=workspace_id,
            place=place,
            details=details,
            reason=reason,
            at=now,
        )
    )
