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
LOOK_AGAIN_SECONDS_MAX = 900.0

#: Which days of its title a release comes out before, and how these were waived.
Standing = tuple[list[Embargo], Waiver | None]

#: Where a release is not out yet: what is handed over may still be held where the hub publishes it.
_AHEAD = frozenset(
    {
        RequestState.IN_REVIEW,
        RequestState.CHANGES_REQUESTED,
        RequestState.APPROVED,
        RequestState.PUBLISHED,
    }
)


async def holds(hub: Hub, request: Request) -> bool:
    """Whether the title's record holds a release now in any of its markets."""
    return bool(await _holding(hub, request))


async def wait(hub: Hub, request: Request, job: Job) -> None:
    """Raise `RetryLater` as long as the title's record holds a release; its card says until when.

    What may not go out at all waits for nothing, and a market where it does not come out holds
    nothing back: look at both before.
    """
    found = await _holding(hub, request)
    if not found:
        return
    day, now, zones = _releases_on(request), hub.clock.now(), await _zones(request)
    said = embargoes.held(found, day, zones)
    if request.trouble != said:
        await outcomes.tell(hub, request.id, "request.held_by_record", said, job.key)
    turn = embargoes.next_turn(found, day, zones, now)
    raise RetryLater(min((turn - now).total_seconds(), LOOK_AGAIN_SECONDS_MAX), HELD)


async def looked_again(hub: Hub, job: Job) -> None:
    """Have what is held by titles of the works that changed looked at now. For the job."""
    async with transaction():
        waiting = await jobs.postponed(hub.clock.now(), HELD)
        held = await requests.get_many(sorted(set(waiting.values())))
        titles = await works.titles_by_id(sorted({_title(one) or "" for one in held.values()}))
        changed = {one.id for one in titles.values() if one.work_id in job.details["works"]}
        due = {one.id for one in held.values() if _title(one) in changed}
        await jobs.hurry_these(
            hub.wake, hub.clock.now(), [one for one, about in waiting.items() if about in due]
        )


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


async def standing(request: Request) -> Standing:
    """Return before which days of its title a release comes out, and how these were waived."""
    return (await _standing_of([request]))[request.id]


async def of_requests(request_ids: Sequence[str]) -> dict[str, Standing]:
    """Return the same of releases by id; the same statements however many there are."""
    return await _standing_of(list((await requests.get_many(request_ids)).values()))


def told_by_title(request: Request) -> bool:
    """Whether days of a title could hold something: a release that is told by one."""
    return request.kind == episode_release.KIND.name and _title(request) is not None


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
        waiting = await jobs.postponed(hub.clock.now(), HELD)
        mine = [one for one, about in waiting.items() if about == request.id]
        await jobs.hurry_these(hub.wake, now, mine)
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


async def _standing_of(found: Sequence[Request]) -> dict[str, Standing]:
    days = await _after_each(found)
    let = await waiver_records.of_requests([one for one, after in days.items() if after])
    standing = dict[str, Standing]()
    for request in found:
        after, waiver = days[request.id], let.get(request.id)
        waived = after and embargoes.is_waived(waiver, _releases_on(request), after[0].day)
        standing[request.id] = after, waiver if waived else None
    return standing


async def _after(request: Request) -> list[Embargo]:
    """Return which days of its title are after a release's; none of what is told by no title."""
    return (await _after_each([request]))[request.id]


async def _after_each(found: Sequence[Request]) -> dict[str, list[Embargo]]:
    told = {one.id: _title(one) for one in found if told_by_title(one)}
    titles = await works.titles_by_id(sorted({title for title in told.values() if title}))
    markets = {one.code: one.time_zone for one in await catalog.markets()} if titles else {}
    after = dict[str, list[Embargo]]()
    for request in found:
        title = titles.get(told.get(request.id) or "")
        zones = [zone for code, zone in markets.items() if code in request.markets]
        after[request.id] = []
        if title is not None and title.removed_at is None:  # Else it is an objection of its own.
            after[request.id] = embargoes.after(title.product, _releases_on(request), zones)
    return after


async def _zones(request: Request) -> list[str]:
    """Return the time zones of the markets that a release is for."""
    return [one.time_zone for one in await catalog.markets() if one.code in request.markets]


def _title(request: Request) -> str | None:
    """Return the title that a request is told by, if it is told by one."""
    return request.payload.get("title_id")


def _releases_on(request: Request) -> date:
    return EpisodeReleaseBrief.model_validate(request.payload).releases_on
