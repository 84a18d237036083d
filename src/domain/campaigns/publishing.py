"""Publishing a campaign that was approved, in the version that was. Safe to repeat."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from domain.activation import service as activation
from domain.campaigns import records, watching
from domain.campaigns.edits import records as edits
from domain.campaigns.model import AdPublisher, Draft, Edited, NotAccepted
from domain.campaigns.orders import PUBLISHER, READINESS, order_of, place
from domain.campaigns.remedies import ticking as remedies
from domain.database import transaction
from domain.hub import Hub
from domain.jobs.model import Job
from domain.placements.model import PlacementState
from domain.publishing import followers
from domain.requests import last_look, outcomes
from domain.requests.model import Move, Request

#: The stages that look again after somebody edited the draft at the publisher.
LOOK_AGAIN = ("brand", "legal", "finance", "executive")


class TooLate(Exception):
    """What was approved must not go live any more; `problems` say why."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


async def publish(hub: Hub, publisher: AdPublisher, job: Job) -> None:
    """Publish the draft in the version that was approved, or open the approval again."""
    request = await outcomes.approved_as(job.details["request_id"], job.details["version"])
    if request is None:
        return
    draft = await records.get(request.id)
    version = draft.approved_version if draft and draft.revision == request.revision else None
    if draft is None or version is None:
        await _make_ready_again(hub, request)
        return
    tried = draft.tried_by == job.id
    try:
        if followers.followed(request) and not tried:
            # It may wait for long and be woken often: nothing is read there until it may go.
            await _may_go(hub, request, job)
        await publisher.publish(
            await order_of(request),
            draft.outside,
            version,
            tried=tried,
            going=partial(_going, hub, request, draft, job),
        )
    except Edited as edit:
        await _reopen(hub, publisher, request, draft, edit)
    except last_look.LookFirst as more:
        await last_look.ask(hub, request, more.found)
    except TooLate as late:
        await _sent_back(hub, request, "It was not published", late.problems)
    except NotAccepted as refusal:
        await _sent_back(hub, request, "Spotify did not publish it", refusal.problems)
    else:
        await _published(hub, request, draft)


async def _going(hub: Hub, request: Request, draft: Draft, job: Job) -> None:
    """Take the last look, and write down that it is about to be published."""
    await _may_go(hub, request, job)
    await records.put(replace(draft, tried_by=job.id))


async def _may_go(hub: Hub, request: Request, job: Job) -> None:
    """Raise `TooLate` with what stands against a campaign, or `RetryLater` while it waits.

    Raises `LookFirst` where only somebody has to look whom nobody asked.
    """
    found = await last_look.look(hub, request)
    problems = (*found.refused, *await activation.objections(hub, request))
    if problems:
        raise TooLate(problems)
    if found.unasked:
        raise last_look.LookFirst(found)
    await followers.require_out(hub, request, job)


async def _reopen(
    hub: Hub, publisher: AdPublisher, request: Request, draft: Draft, edit: Edited
) -> None:
    if edit.published:
        await publisher.stop(draft.outside)
    changes = " ".join(edit.changes) or "What changed is not said."
    details = {"approved": draft.approved_version, "found": edit.version, "changes": edit.recorded}
    async with transaction():
        if edit.published:
            await place(hub, request, draft.outside, PlacementState.STOPPED)
        note = _edited(draft, edit, changes)
        await outcomes.reopen(hub, request.id, (READINESS, *LOOK_AGAIN), note, details)


def _edited(draft: Draft, edit: Edited, changes: str) -> str:
    if edit.published:
        return f"It was published, and edited at Spotify since. It is paused there. {changes}"
    found = "is no longer there" if edit.version is None else f"became {edit.version}"
    return (
        "Somebody edited the draft at the publisher after it was approved: version"
        f" {draft.approved_version} {found}. Nothing was published. {changes}"
    )


async def _make_ready_again(hub: Hub, request: Request) -> None:
    """Bring back a request whose draft came to grief after the hub had called it ready."""
    note = "Its draft was not ready any more, and is made ready again."
    async with transaction():
        await outcomes.reopen(hub, request.id, (READINESS,), note, {})


async def _published(hub: Hub, request: Request, draft: Draft) -> None:
    now = hub.clock.now()
    async with transaction():
        await place(hub, request, draft.outside, PlacementState.IN_PUBLISHER_REVIEW)
        await records.forget_pause(request.id)
        await edits.begin(request.id, now)
        details = {
            "publisher": PUBLISHER,
            "version": draft.approved_version,
            "outside": dict(draft.outside),
        }
        after = await outcomes.move(
            hub, request.id, Move.PUBLISH, "request.published", details=details
        )
        await remedies.went_out(hub, after)
        await watching.ask_watch(hub, after)


async def _sent_back(hub: Hub, request: Request, what: str, problems: Sequence[str]) -> None:
    async with transaction():
        await outcomes.move(
            hub,
            request.id,
            Move.SEND_BACK,
            "request.not_accepted",
            note=f"{what}: {'; '.join(problems)}.",
            details={"publisher": PUBLISHER, "problems": list(problems)},
        )
