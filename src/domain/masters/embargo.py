"""Nothing of a title comes out before the days of its record, unless a manager waives them.

Looked at in every job that is about to let a release out, by the record as it is then: a day that
moves later holds what was free before, and one that moves earlier lets go what was held. The job
comes again as the day begins, and as soon as titles change (`looked_again`).
"""

from collections.abc import Sequence
from datetime import date, datetime

from domain import text as texts
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.catalog.works import records as works
from domain.database import transaction
from domain.errors import Conflict, Invalid
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job, RetryLater
from domain.masters import embargoes, waiver_records
from domain.masters.embargoes import Embargo, Waiver
from domain.masters.rules import REASON_MAX
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import ledger, outcomes, reading
from domain.requests import records as requests
from domain.requests.kinds import episode_release
from domain.requests.kinds.episode_release import EpisodeReleaseBrief
from domain.requests.model import Request, RequestState
from domain.requests.rules import reach

#: Why a job waits that is held so; an index of jobs names it as well.
HELD = "held by the days of a title"

#: The longest between two looks, in seconds, whatever becomes of the word that titles changed.
LOOK_AGAIN_SECONDS_MAX = 86_400.0

#: Where a release is not out yet: what is handed over may still be held where the hub publishes it.
_AHEAD = frozenset(
    {
        RequestState.IN_REVIEW,
        RequestState.CHANGES_REQUESTED,
        RequestState.APPROVED,
        RequestState.PUBLISHED,
    }
)


async def wait(hub: Hub, request: Request, job: Job) -> None:
    """Raise `RetryLater` as long as the title's record holds a release; its card says until when.

    What may not go out at all waits for nothing: look at that before.
    """
    found = await _holding(hub, request)
    if not found:
        return
    day, now = _releases_on(request), hub.clock.now()
    said = embargoes.held(found, day)
    if request.trouble != said:
        await outcomes.tell(hub, request.id, "request.held_by_record", said, job.key)
    turn = embargoes.next_turn(found, day, await _zones(request), now)
    raise RetryLater(min((turn - now).total_seconds(), LOOK_AGAIN_SECONDS_MAX), HELD)


async def looked_again(hub: Hub, _: Job) -> None:
    """Have all that is held so looked at now, since titles changed. For the job."""
    async with transaction():
        await jobs.hurry(hub.wake, hub.clock.now(), HELD)


async def waited(request: Request) -> bool:
    """Whether the days of its title held a release, so that its own day may have come meanwhile."""
    return embargoes.is_held(request.trouble) or await waiver_records.of(request.id) is not None


async def opening(request: Request) -> datetime | None:
    """Return when the days of its title are over for a release, if one begins after its own."""
    found, waiver = await standing(request)
    zones = await _zones(request)
    return None if waiver or not found else max(one.over_at(zones) for one in found)


async def objections(hub: Hub, request: Request) -> list[str]:
    """Return what of its title's record keeps a release from coming out on its day, if anything."""
    return [f"the title {one.said}" for one in await _holding(hub, request)]


async def standing(request: Request) -> tuple[list[Embargo], Waiver | None]:
    """Return before which days of its title a release comes out, and how these were waived."""
    day = _day(request)
    found = await _after(request)
    if not found or day is None:
        return [], None
    let = await waiver_records.of(request.id)
    return found, let if embargoes.is_waived(let, day, found[0].day) else None


async def require_waivable(actor: Actor, request: Request) -> None:
    """Raise what `waive` would of who asks and what for, before they are asked why."""
    require(actor, Act.WAIVE_EMBARGO, **reach(request))
    await _require_held(request)


async def waive(hub: Hub, actor: Actor, request_id: str, reason: str) -> Request:
    """Let a release come out before its title's days, `reason` says why; for managers.

    It counts for the days as they are now: for no earlier release, and no later day of the title.
    Raises `Invalid` without a reason, `Missing`, `Forbidden`, and `Conflict` where no day holds it
    or it is out.
    """
    require(actor, Act.WAIVE_EMBARGO)
    said = reason.strip()
    if not 0 < len(said) <= REASON_MAX:
        raise Invalid("reason_missing", f"Say why, in 1 to {REASON_MAX} characters.", ("reason",))
    texts.require_honest(said, ("reason",))
    request = await reading.get(actor, request_id)
    require(actor, Act.WAIVE_EMBARGO, **reach(request))
    now = hub.clock.now()
    async with transaction():
        request = (await ledger.load(request_id, actor)).request
        until, day = await _require_held(request), _releases_on(request)
        await waiver_records.put(Waiver(request.id, day, until, said, actor.user_id, now))
        if embargoes.is_held(request.trouble):
            await requests.set_trouble(request.id, None, now)
        details = {"releases_on": day.isoformat(), "until": until.isoformat(), "reason": said}
        await audit.record(now, actor, "request.embargo_waived", request.id, details)
        await ledger.follow(hub, request, now, unchanged=True)
        await jobs.hurry(hub.wake, now, HELD)
    return request


async def _require_held(request: Request) -> date:
    """Return until when a release that is not out yet is held; `Conflict` for any other."""
    found = await _after(request)
    if not found:
        said = "No day of a title's record comes after this one's release, so nothing holds it."
        raise Conflict("no_embargo", said)
    if request.state not in _AHEAD:
        state = request.state.replace("_", " ")
        raise Conflict("not_ahead", f"This is {state}; there is nothing to let go.")
    return found[0].day


async def _holding(hub: Hub, request: Request) -> Sequence[Embargo]:
    """Return what of its title's record holds a release now, unless it was waived."""
    found, waiver = await standing(request)
    if not found or waiver is not None:
        return ()
    zones = await _zones(request)
    return embargoes.holding(found, _releases_on(request), zones, hub.clock.now())


async def _after(request: Request) -> list[Embargo]:
    """Return which days of its title are after a release's; none of what is told by no title."""
    title_id, day = request.payload.get("title_id"), _day(request)
    if day is None or title_id is None:
        return []
    title = (await works.titles_by_id([title_id])).get(title_id)
    if title is None or title.removed_at is not None:
        return []  # A title that was taken back is an objection of its own.
    return embargoes.after(title.product, day, await _zones(request))


async def _zones(request: Request) -> list[str]:
    """Return the time zones of the markets that a release is for."""
    return [one.time_zone for one in await catalog.markets() if one.code in request.markets]


def _day(request: Request) -> date | None:
    return _releases_on(request) if request.kind == episode_release.KIND.name else None


def _releases_on(request: Request) -> date:
    return EpisodeReleaseBrief.model_validate(request.payload).releases_on
