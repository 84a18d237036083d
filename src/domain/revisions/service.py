"""Opening drafts when revisions are approved, and asking for them as their owners changed them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.actor import SCHEDULE, Actor
from domain.audit import service as audit
from domain.database import transaction
from domain.errors import Conflict, Missing
from domain.hub import Hub
from domain.jobs.model import Job
from domain.launches.drafting import normal
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import ledger, reading, submit
from domain.requests.kinds.revision import RevisionBrief
from domain.requests.model import Request, RequestState
from domain.requests.rules import OVER, require_owner
from domain.revisions import records
from domain.revisions.model import Draft

#: What is recorded on what is out when a draft of it opens, and on the revision when it is used.
OPENED, SUBMITTED = "request.draft_opened", "request.asked_anew"


#: A team may acknowledge a revision before its draft was opened.
_HANDED_OVER = frozenset({RequestState.PUBLISHED, RequestState.LIVE})


@dataclass(frozen=True, slots=True)
class Asked:
    """A draft with the changes of its owner, and what the rules say of it."""

    draft: Draft
    considered: submit.Considered


async def follow(hub: Hub, job: Job) -> None:
    """Open the draft of a revision that was handed over; drop it if that is over. For the job."""
    async with transaction():
        request = (await ledger.load(job.details["request_id"])).request
        now = hub.clock.now()
        if request.state in OVER:
            await records.drop(request.id, now)
        if request.state not in _HANDED_OVER:
            return
        brief = RevisionBrief.model_validate(request.payload)
        subject = (await ledger.load(brief.subject_id)).request
        draft = Draft(request.id, subject.id, subject.requester_id, now)
        if await records.add(draft):
            details = {"revision": request.id, "reason": f"#{request.number}: {brief.change}"}
            await audit.record(now, SCHEDULE, OPENED, subject.id, details)
            await ledger.follow(hub, subject, now, unchanged=True)


async def mine(actor: Actor) -> list[Draft]:
    """Return the drafts that wait for the actor, the oldest first."""
    require(actor, Act.SUBMIT_REQUEST)
    return await records.waiting_for(actor.user_id) if actor.user_id else []


async def consider(hub: Hub, actor: Actor, request_id: str, values: Mapping[str, Any]) -> Asked:
    """Ask the rules about what is out with `values` in place of its own; not in a transaction.

    None empties a field. Raises `Missing` where there is none they may see, `Forbidden` for others
    than its owner and the managers of its brand, `Conflict` where it was used or dropped, and what
    asking for a request raises.
    """
    require(actor, Act.SUBMIT_REQUEST)
    draft = await records.get(request_id)
    seen = await reading.seen(actor, [draft.subject_id]) if draft else {}
    if draft is None or draft.subject_id not in seen:
        raise _no_draft(request_id)
    subject = seen[draft.subject_id]
    require_owner(actor, Act.REVISE_REQUEST, subject)
    _require_open(draft)
    changed = dict.fromkeys(values) | normal(subject.kind, values)
    note = f"In place of #{subject.number}."
    given = {**subject.payload, "note": note, **changed}
    kept = {name: value for name, value in given.items() if value is not None}
    return Asked(draft, await submit.consider(hub, actor, subject.kind, kept))


async def keep(hub: Hub, actor: Actor, asked: Asked) -> Request:
    """Ask for what was considered: a request like any other, linked to what it replaces."""
    async with transaction():
        request = await submit.keep(hub, actor, asked.considered)
        if not await records.lead_to(asked.draft.request_id, request.id):
            raise _used()
        details = {"request": request.id, "in_place_of": asked.draft.subject_id}
        await audit.record(hub.clock.now(), actor, SUBMITTED, asked.draft.request_id, details)
        hub.announce(asked.draft.request_id)
    return request


def _require_open(draft: Draft) -> None:
    if not draft.open:
        raise _used()


def _used() -> Conflict:
    return Conflict(
        "no_draft", "This was asked for already, or its revision was withdrawn; look at it."
    )


def _no_draft(request_id: str) -> Missing:
    return Missing("no_such_draft", f"There is no draft that follows from `{request_id[:40]}`.")
