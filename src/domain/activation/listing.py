"""Accounts on lists that went out: written down, and taken off again where consent ended.

An endpoint that was sent the list is told, and its answer is the receipt. What the hub uploaded it
uploads anew. Where people have the list they are told by a case, and it waits until somebody says
that the account is off.
"""

from collections.abc import Awaitable, Callable

from domain import text as texts
from domain.activation import asking, records, rules
from domain.activation.journeys import removing
from domain.activation.model import Listed
from domain.activation.off import is_off
from domain.actor import SCHEDULE, Actor
from domain.audience.hashed import agrees
from domain.audience.keys import records as keys
from domain.audience.segments import records as segments
from domain.audit import service as audit
from domain.consents import records as consents
from domain.database import transaction
from domain.errors import Conflict, Forbidden, Invalid, Missing
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job
from domain.people.model import Act
from domain.people.rules import require
from domain.placements import records as placements
from domain.requests import reading
from domain.requests import records as requests
from domain.requests.kinds.targeting import TargetingBrief
from domain.requests.model import Request

#: The job that looks who of a list that just went out has to come off already.
LOOK = "listing.look"

#: Has the hub take an account off a list that it has elsewhere; False where people have to.
TakeOff = Callable[[Hub, Request, Listed], Awaitable[bool]]

#: The longest receipt, in characters; what the column holds.
RECEIPT_MAX = 500


async def went_out(hub: Hub, request: Request, receiver: str) -> None:
    """Write down who is on the list that is handed over, in the running transaction.

    Who took their consent back in this very moment is found by the job that it asks for.
    """
    brief = rules.brief_of(request)
    if not isinstance(brief, TargetingBrief) or not brief.account_ids:
        return
    await records.add(request.id, brief.account_ids, receiver, hub.clock.now())
    await _ask_look(hub, request.id, str(request.version))


async def judged(hub: Hub, job: Job) -> None:
    """Have all lists looked at that were made of groups of accounts which were judged anew."""
    async with transaction():
        for request_id in await segments.proposals(job.details["brand_id"]):
            await _ask_look(hub, request_id, job.details["run_id"])


async def _ask_look(hub: Hub, request_id: str, why: str) -> None:
    await jobs.ask(
        hub.wake,
        hub.clock.now(),
        key=f"{LOOK}:{request_id}:{why}",
        kind=LOOK,
        lane=f"{LOOK}:{request_id}",
        details={"request_id": request_id},
    )


async def look(hub: Hub, take_off: TakeOff, job: Job) -> None:
    """Have everybody taken off a list, or an account off every list, who is to be on it no more.

    That is who does not agree any more, and who left the group that the list was made of.
    `take_off` has the hub itself do it where it can.
    """
    details = job.details
    async with transaction():
        if "account_id" in details:
            held = await records.of_accounts([details["account_id"]])
        else:
            held = await records.of_requests([details["request_id"]])
        due = [one for found in held.values() for one in found if one.asked_at is None]
        ledgers = await consents.of_subjects(sorted({one.account_id for one in due}))
        await _forget_key(details.get("account_id"))
        asked = await requests.get_many(sorted({one.request_id for one in due}))
        groups = {request_id: await segments.left(request_id) for request_id in asked}
        for one in due:
            request = asked.get(one.request_id)
            brief = rules.brief_of(request) if request else None
            agreed = isinstance(brief, TargetingBrief) and rules.agreed(
                brief, ledgers[one.account_id]
            )
            group = groups.get(one.request_id)
            belongs = group is None or one.account_id in group
            if request is not None and not (agreed and belongs):
                await _ask_off(hub, take_off, request, one)


async def confirm(hub: Hub, actor: Actor, listed_id: str, receipt: str) -> Listed:
    """Say that an account is off a list, as somebody of the team that was handed it.

    `receipt` is what they have to say of it. Raises `Missing` where there is no such thing that
    they may see, `Conflict` where it need not come off, or is off already.
    """
    require(actor, Act.TAKE_ON)
    said = _clean(receipt)
    async with transaction():
        one = await records.get(listed_id)
        if one is None:
            raise _missing(listed_id)
        try:
            request = await reading.get(actor, one.request_id)
        except Missing as none:
            raise _missing(listed_id) from none
        handed = (await placements.hand_overs_of([request.id])).get(request.id)
        if handed is None or handed.team_id not in actor.team_ids:
            raise Forbidden("not_the_receiver", "The team that has the list says that.")
        if one.asked_at is None:
            raise Conflict("still_agrees", "Nothing says that this account has to come off.")
        if one.removed_at is not None:
            raise Conflict("off_already", "A colleague has said that it is off already.")
        await is_off(hub, actor, one, said)
    found = await records.get(listed_id)
    return found or one


async def _ask_off(hub: Hub, take_off: TakeOff, request: Request, one: Listed) -> None:
    """Have an account taken off a list, once, by whoever has it: an endpoint, the hub, people."""
    now = hub.clock.now()
    if not await records.ask(one.id, now):
        return
    details = {"account": one.account_id, "listed": one.id, "receiver": one.receiver}
    await audit.record(now, SCHEDULE, "listing.removal_asked", request.id, details)
    gone = await removing.take_off(hub, request, one) or await take_off(hub, request, one)
    if not gone:
        await asking.people(hub, request, one)
    hub.announce(request.id)


async def _forget_key(account_id: str | None) -> None:
    """Destroy the key of an account that does not agree to be on lists for advertising any more."""
    if account_id is None:
        return
    entries = (await consents.of_subjects([account_id]))[account_id]
    if not agrees(entries):
        await keys.forget(account_id)


def _missing(listed_id: str) -> Missing:
    return Missing("not_listed", f"There is no listed account `{listed_id[:40]}` that you may see.")


def _clean(receipt: str) -> str:
    said = receipt.strip()
    if not 0 < len(said) <= RECEIPT_MAX:
        words = f"Say what was done, in 1 to {RECEIPT_MAX} characters."
        raise Invalid("receipt_missing", words, ("receipt",))
    texts.require_honest(said, ("receipt",))
    return said
