"""Releases of a series go out in its order: each waits until the number before it is out.

A job that waits so looks again as soon as it could go on: a release was asked for or moved, titles
changed, a manager let it go (`looked_again`).
"""

from domain import text as texts
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import transaction
from domain.errors import Conflict, Invalid
from domain.feed_writing import EpisodeType
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.jobs.model import Job, RetryLater
from domain.masters import records, rules
from domain.masters.model import Numbered, Override
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import ledger, outcomes, reading
from domain.requests import records as requests
from domain.requests.kinds import episode_release
from domain.requests.kinds.episode_release import EpisodeReleaseBrief
from domain.requests.kinds.titled import Told
from domain.requests.model import Request, RequestState
from domain.requests.rules import reach

#: Why a job waits that is held so; an index of jobs names it as well.
HELD = "held by its place in a series"

#: The longest between two looks, in seconds, whatever becomes of the word that something moved.
LOOK_AGAIN_SECONDS_MAX = 900.0

#: Where a release is handed over, and where it may be yet.
_OUT = frozenset({RequestState.PUBLISHED, RequestState.LIVE})
_AHEAD = frozenset({RequestState.IN_REVIEW, RequestState.CHANGES_REQUESTED, RequestState.APPROVED})


async def wait(hub: Hub, request: Request, job: Job) -> None:
    """Raise `RetryLater` as long as a release has to wait for its turn; its card says for what.

    What may not go out at all waits for nothing: look at that before.
    """
    why = await _reason(request)
    if why is None:
        return
    said = rules.in_line(why)
    if request.trouble != said:
        await outcomes.tell(hub, request.id, "request.waits_in_line", said, job.key)
    raise RetryLater(LOOK_AGAIN_SECONDS_MAX, HELD)


async def looked_again(hub: Hub, _: Job) -> None:
    """Have all that waits in line looked at now, since something moved. For the job."""
    async with transaction():
        await jobs.hurry(hub.wake, hub.clock.now(), HELD)


async def override(hub: Hub, actor: Actor, request_id: str, reason: str) -> Request:
    """Let a release go out before the number before it, `reason` says why; for managers.

    It counts for its present place in its series, whatever else is revised. Raises `Conflict`
    where nothing is to go out any more, or the release is of no series.
    """
    require(actor, Act.OVERRIDE_SEQUENCE)
    said = reason.strip()
    if not 0 < len(said) <= rules.REASON_MAX:
        raise Invalid(
            "reason_missing", f"Say why, in 1 to {rules.REASON_MAX} characters.", ("reason",)
        )
    texts.require_honest(said, ("reason",))
    request = await reading.get(actor, request_id)
    require(actor, Act.OVERRIDE_SEQUENCE, **reach(request))
    now = hub.clock.now()
    async with transaction():
        request = (await ledger.load(request_id, actor)).request
        _require_ahead(request)
        await records.put_override(Override(request.id, request.revision, said, now))
        if rules.is_in_line(request.trouble):
            await requests.set_trouble(request.id, None, now)
        details = {"revision": request.revision, "reason": said, "trouble": request.trouble}
        await audit.record(now, actor, "request.sequence_overridden", request.id, details)
        await ledger.follow(hub, request, now, unchanged=True)
        await jobs.hurry(hub.wake, now, HELD)
    return request


def _require_ahead(request: Request) -> None:
    brief = _brief(request)
    if brief is None or brief.series is None or rules.number_of(brief.series_number) is None:
        raise Conflict("no_series", "This has no number in a series, so it waits for nothing.")
    if request.state not in _AHEAD:
        state = request.state.replace("_", " ")
        raise Conflict("not_ahead", f"This is {state}; there is nothing to let go.")


async def _reason(request: Request) -> str | None:
    """Return why a release has to wait; None if it need not."""
    brief = _brief(request)
    if brief is None or brief.series is None:
        return None
    own = rules.number_of(brief.series_number)
    if own is None:
        return None
    if await _let(request):
        return None
    told = []
    if brief.title_id is not None and Told.SERIES in brief.from_record:
        told = await records.numbers_beside(brief.title_id, brief.series)
    states = [str(one) for one in (*_OUT, *_AHEAD)]
    found = [_numbered(one, brief) for one in await records.releases(brief.show_id, None, *states)]
    others = [one for one in found if one is not None and one.request_id != request.id]
    return rules.waits_for(
        brief.series, own, brief.releases_on, others, told, reader=request.agency_id
    )


async def _let(request: Request) -> bool:
    """Whether a manager let a release go from the place in its series that it has now."""
    let = await records.override_of(request.id)
    if let is None or let.revision == request.revision:
        return let is not None
    then = {one["number"]: one["payload"] for one in await requests.revisions(request.id)}
    return rules.same_place(then[let.revision], request.payload)


def _brief(request: Request) -> EpisodeReleaseBrief | None:
    """Return what an episode asks for; trailers and what is besides have no place in the line."""
    if request.kind != episode_release.KIND.name:
        return None
    brief = EpisodeReleaseBrief.model_validate(request.payload)
    return brief if brief.episode_type is EpisodeType.FULL else None


def _numbered(request: Request, beside: EpisodeReleaseBrief) -> Numbered | None:
    """Return a release of the same series with its number; None of another one."""
    brief = _brief(request)
    number = rules.number_of(brief.series_number) if brief else None
    series = (beside.series or "").casefold()
    if brief is None or number is None or (brief.series or "").casefold() != series:
        return None
    out = request.state in _OUT
    called = f"#{request.number}"
    return Numbered(request.id, number, called, out, brief.releases_on, request.agency_id)
