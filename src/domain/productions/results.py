"""How productions did: what listeners did with their episodes, and what reviewers noted."""

from collections.abc import Sequence

from domain.actor import Actor
from domain.approvals import records as approvals
from domain.metrics import summing
from domain.people.model import Act
from domain.people.rules import may
from domain.productions import records
from domain.productions.model import Note, Out, Result
from domain.requests import reading as requests
from domain.requests.kinds import production
from domain.requests.model import Request

#: What is told of an episode.
METRICS = (
    "plays",
    "streams_60s",
    "downloads",
    "consumption_hours",
    "plays_completed",
    "play_completion_rate",
)

#: How many earlier episodes of its show a production is told of.
EARLIER_MAX = 5


async def of_requests(request_ids: Sequence[str]) -> dict[str, list[Result]]:
    """Return how productions did, by request id; nothing of those that did not come out."""
    outs = await records.of_requests(request_ids)
    did = {one.out.request_id: one for one in await _results(list(outs.values()))}
    return {one: [did[one]] if one in did else [] for one in request_ids}


async def of_shows(show_ids: Sequence[str]) -> dict[str, list[Result]]:
    """Return how the last productions of shows did, by show id, the latest first.

    There is one more than are shown, for whoever looks may be one of them.
    """
    found = await records.of_shows(show_ids, EARLIER_MAX + 1)
    did = {
        one.out.request_id: one
        for one in await _results([o for some in found.values() for o in some])
    }
    return {show: [did[one.request_id] for one in some] for show, some in found.items()}


async def before(request: Request) -> list[Result]:
    """Return how earlier productions of a production's show did; nothing for other kinds."""
    if request.kind != production.KIND.name:
        return []
    show: str = request.payload["show_id"]
    return earlier((await of_shows([show]))[show], request.id)


def earlier(results: Sequence[Result], request_id: str) -> list[Result]:
    """Return those that came out before a production, or beside it: up to five of the latest."""
    return [one for one in results if one.out.request_id != request_id][:EARLIER_MAX]


def sees(actor: Actor, brand_id: str | None) -> bool:
    """Whether somebody sees what listeners did with episodes of a brand."""
    return may(actor, Act.SEE_METRICS, brand_id=brand_id)


async def notes_of(actor: Actor, out: Out) -> list[Note]:
    """Return what reviewers said of a production and of its episode's releases, oldest first.

    Of releases that the actor may not see there is nothing. What was taken back is not said.
    """
    releases = await records.releases_of(out.episode_id)
    seen = await requests.seen(actor, [out.request_id, *releases])
    found = []
    stages = await approvals.stages_of(sorted(seen))
    votes = await approvals.votes_of(sorted(seen))
    for request_id in seen:
        titles = {stage.id: stage.title for stage in stages[request_id]}
        found += [
            Note(request_id, titles[one.stage_id], one.choice, one.voter_id, one.reason, one.at)
            for one in votes[request_id]
            if one.reason and one.taken_back_at is None
        ]
    return sorted(found, key=lambda one: (one.at, one.request_id))


async def _results(outs: Sequence[Out]) -> list[Result]:
    sums = await summing.sums_of(sorted({one.episode_id for one in outs}), METRICS)
    return [Result(one, sums[one.episode_id]) for one in outs]
