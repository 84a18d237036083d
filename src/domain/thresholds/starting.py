"""What an alert starts: whether a threshold may say so, and asking for it in a job of its own."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from domain.errors import Invalid
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.metrics.model import SubjectKind
from domain.thresholds.model import Alert, AlertMove, Side, Starts, Terms, Work

#: Asked for when an alert opened, and when it ended.
KIND = "alerts.follow"

#: What may be asked for by the side figures are on; the first is what is usual.
ASKED: Mapping[Side, tuple[Work, ...]] = MappingProxyType(
    {Side.ABOVE: (Work.REPURPOSE,), Side.BELOW: (Work.REVISION, Work.RETIREMENT)}
)


def check(terms: Terms) -> None:
    """Raise `Invalid` for work that cannot follow from what these terms say."""
    if terms.starts is not Starts.REQUEST:
        if terms.work is not None:
            said = "Only a request is of a kind; say that it starts one, or leave this out."
            raise Invalid("no_request", said, ("work",))
        return
    if terms.subject_kind is SubjectKind.ASSET:
        said = "A file alone was never asked for, so no request follows from it; start a case."
        raise Invalid("nothing_to_follow", said, ("starts",))
    allowed = ASKED[terms.side]
    if terms.work not in (None, *allowed):
        said = f"What is {terms.side} its bound asks for {' or '.join(allowed)}."
        raise Invalid("other_direction", said, ("work",))


def work_of(terms: Terms) -> Work:
    """Return the kind of request that follows from an alert."""
    return terms.work or ASKED[terms.side][0]


async def ask(hub: Hub, alert: Alert, move: AlertMove, now: datetime) -> None:
    """Have it looked at what follows from an alert that opened or ended; in a transaction.

    What a source owes starts nothing.
    """
    if alert.threshold_id is None or move not in (AlertMove.OPENED, AlertMove.RESOLVED):
        return
    await jobs.ask(
        hub.wake,
        now,
        key=f"{KIND}:{alert.id}:{move}",
        kind=KIND,
        lane=f"{KIND}:{alert.subject_id}",
        details={"alert_id": alert.id},
    )
