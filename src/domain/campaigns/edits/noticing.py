"""Noticing what others edited of campaigns that are live. Safe to repeat: an edit is kept once.

Nothing is undone: who edits in the ad account may do so. Those who follow the request are told
who changed what, and those who look after the brand where it is money or people; whoever may, has
the campaign paused. Once paused it does not run again as something nobody here approved.
"""

from datetime import datetime
from typing import Any

from domain.actor import CONNECTOR
from domain.campaigns import records as campaigns
from domain.campaigns.edits import records, rules
from domain.campaigns.edits.model import Edit, EditHistory
from domain.campaigns.model import Draft
from domain.database import transaction
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.requests import ledger
from domain.requests import records as requests
from domain.requests.kinds.campaign import CampaignBrief
from domain.requests.ledger import Ledger
from domain.requests.model import RequestState

#: Asked for every hour: has each campaign that is due looked at by a job of its own.
KIND = "campaigns.edits"

#: The job that looks at one campaign.
LOOK = "campaign.edits"

#: What the record calls it.
EDITED = "campaign.edited_outside"

#: Whose stage is told where money or people were edited.
BRAND = "brand"

#: While what of a request stands at the publisher.
_STANDING = frozenset({RequestState.PUBLISHED, RequestState.LIVE})


async def ask_due(hub: Hub, _: Job) -> None:
    """Ask for this hour's look at every campaign that stands at the publisher; for the job.

    One that is over is looked at once a day: campaigns pile up, and Spotify counts calls.
    """
    now = hub.clock.now()
    for request_id, request in (await requests.get_many(await records.standing())).items():
        ends_at = CampaignBrief.model_validate(request.payload).ends_at
        await jobs.ask(
            hub.wake,
            now,
            key=f"{LOOK}:{request_id}:{rules.turn(ends_at, now)}",
            kind=LOOK,
            lane=f"{LOOK}:{request_id}",
            details={"request_id": request_id},
        )


async def look(hub: Hub, history: EditHistory, job: Job) -> None:
    """Look what others edited of one campaign, and tell what is new; the handler of `LOOK`."""
    request_id, now = job.details["request_id"], hub.clock.now()
    request, draft = await requests.get(request_id), await campaigns.get(request_id)
    if request is None or draft is None or request.state not in _STANDING:
        return
    if "campaign" not in draft.outside:
        return  # It stands somewhere else: there is nothing at Spotify to look at.
    began_at, since = await _since(draft, now)
    outside = draft.outside
    known = [one for part, one in outside.items() if not part.startswith("asset:")]
    found = await history.edits(outside["campaign"], known, since)
    async with transaction():
        before = await ledger.load(request_id)
        if before.request.state not in _STANDING:
            return  # It ended meanwhile: nobody is asked about it any more.
        fresh = [edit for edit in found if await records.add(request_id, edit, now)]
        await records.put_looked(request_id, began_at, now)
        if fresh:
            await _tell(hub, before, fresh)


async def _since(draft: Draft, now: datetime) -> tuple[datetime, datetime]:
    """Return when a campaign was published, or drafted where nobody noted that; and since when."""
    looked = await records.looked(draft.request_id)
    began_at, last = looked or (draft.updated_at, None)
    return began_at, rules.since(last, began_at, now)


async def _tell(hub: Hub, before: Ledger, fresh: list[Edit]) -> None:
    details: dict[str, Any] = {
        "edits": [edit.id for edit in fresh],
        "problems": rules.told(fresh, named=False),
    }
    stage = before.stage_keyed(BRAND)
    if rules.asks(fresh):
        details["asks"] = before.request.id
        if stage is not None:
            details |= {"stage": stage.key, "round": stage.round}
    note = f"Edited at Spotify by others: {'; '.join(rules.told(fresh))}."
    await ledger.write(
        hub, CONNECTOR, before, before.stages, move=None, act=EDITED, note=note, details=details
    )
