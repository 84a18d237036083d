"""Keeping by what it was seen that something is gone, and having what asked for it settled."""

from collections.abc import Sequence
from datetime import datetime

from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.database import must_be_in_transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.removals import campaign_records, records
from domain.removals.model import How, Removal

#: The job that looks whether all that a takedown, or a retirement, names is gone.
SETTLE = "takedown.settle"


async def gone(
    hub: Hub, publication_id: str, evidence: Sequence[str], said_by: str | None = None
) -> None:
    """Write that a publication is gone as a whole, for all who wait for it; in a transaction.

    The hub saw it, or it was `said_by` a person.
    """
    for one in await records.waiting(publication_id):
        await _seen(hub, one, How.WHOLE, evidence, said_by)


async def narrowed(hub: Hub, publication_id: str, asked: datetime, evidence: Sequence[str]) -> None:
    """Write that what was asked for until `asked` stands there no more, though others do."""
    for one in await records.waiting(publication_id):
        if one.how is not How.WHOLE and one.asked_at <= asked:
            await _seen(hub, one, one.how, evidence)


async def campaign_gone(
    hub: Hub, campaign_id: str, evidence: Sequence[str], said_by: str | None = None
) -> None:
    """Write that a campaign runs no more as a whole, for all who wait for it."""
    for one in await campaign_records.of_campaign(campaign_id):
        if one.gone_at is None:
            await _seen(hub, one, How.WHOLE, evidence, said_by)


async def campaign_narrowed(
    hub: Hub, one: Removal, evidence: Sequence[str], said_by: str | None = None
) -> None:
    """Write that a campaign runs no more in the places that were asked for."""
    await _seen(hub, one, one.how, evidence, said_by)


async def _seen(
    hub: Hub, one: Removal, how: How, evidence: Sequence[str], said_by: str | None = None
) -> None:
    must_be_in_transaction()
    now = hub.clock.now()
    if one.publication_id is None:
        await campaign_records.seen_gone(one.id, how, evidence, now, said_by)
    else:
        await records.seen_gone(one.id, how, evidence, now, said_by)
    details = {
        "removal": one.id,
        "publication": one.publication_id,
        "target": one.target,
        "how": how,
        "places": list(one.places),
        "evidence": list(evidence),
    }
    act = "takedown.said_gone" if said_by else "takedown.seen_gone"
    await audit.record(now, CONNECTOR, act, one.request_id, {**details, "said_by": said_by})
    await jobs.ask(
        hub.wake,
        now,
        key=f"{SETTLE}:{one.id}",
        kind=SETTLE,
        lane=f"{SETTLE}:{one.request_id}",
        details={"request_id": one.request_id},
    )
