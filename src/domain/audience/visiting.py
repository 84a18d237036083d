"""Following a link: where it leads, and what is kept of it.

Of visitors nobody knows only their number is kept; of their addresses nothing but in which of 1,024
buckets of a rate they fell, for as long as the rate takes to be full again.
"""

from contextlib import suppress

from domain.actor import Actor, Door, Role, RoleGrant
from domain.audience import guarding, lead_records, records, signals
from domain.audience.model import CapturePoint
from domain.audience.points import LEADING
from domain.case_forms.rules import shard_of
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import RetryLater

#: What visitors do comes in by the hub itself, for nobody else stands behind it.
OUTSIDE = Actor(None, "Somebody outside", Door.API, (RoleGrant(Role.MANAGER),))

#: Visits per second from one address, with what may come at once; more are no person's. Ours.
VISITOR_RATE = (0.05, 10.0)


async def follow(hub: Hub, code: str, sender: str, mark: str, *, person: bool) -> str:
    """Return where a link leads, and count the visit; `Missing` where there is no such link.

    It leads where somebody of ours set it, if that host is still allowed, and nowhere else. `mark`
    is what the visitor's browser keeps, empty if nothing; `sender` is the address they come from;
    `person` whether what they sent is what a person's browser sends.
    """
    point = await records.by_code(code.lower()[:40])
    now = hub.clock.now()
    known = point is not None and point.kind in LEADING and now < point.expires_at
    host = guarding.host_of(point.target) if point is not None else None
    if point is None or not known or host is None or not await records.allowed(host):
        raise Missing("no_such_link", "This link has ended.")
    counts = person and await _may_come(hub, sender)
    async with transaction():
        await records.count(point.id, now.date(), person=counts)
    if counts and mark:
        await _keep(hub, point, mark)
    return point.target


async def _keep(hub: Hub, point: CapturePoint, mark: str) -> None:
    """Count a visit for the lead that a browser names, if that one agrees; once a day."""
    lead_id = guarding.marked(hub.secrets, mark)
    now = hub.clock.now()
    with suppress(Conflict):  # Who does not agree any more is nobody here.
        async with transaction():
            await sql.take_turns(Turn.LEADS)
            lead = await lead_records.get(lead_id) if lead_id else None
            if lead is None or lead.brand_id != point.brand_id or lead.forgotten_at is not None:
                return
            key = f"visit:{point.id}:{lead.id}:{now.date()}"
            await signals.keep(hub, OUTSIDE, lead, point, now, key)


async def _may_come(hub: Hub, sender: str) -> bool:
    """Whether a visit from an address is one of a person's, by how many came from there."""
    key = f"capture:{shard_of(sender)}"
    rate, burst = VISITOR_RATE
    try:
        await jobs.take(key, hub.clock.now(), rate_per_second=rate, burst=burst)
    except RetryLater:
        return False
    return True
