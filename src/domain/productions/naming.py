"""Saying which episode a production came out as, so that what listeners did comes back to it."""

from tortoise.exceptions import IntegrityError

from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.database import transaction
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.productions import records
from domain.productions.model import Out
from domain.requests import ledger, reading
from domain.requests.kinds import production
from domain.requests.model import Request, RequestState
from domain.requests.rules import reach

#: What the record calls it.
CAME_OUT = "production.came_out"

_OUT = frozenset({RequestState.PUBLISHED, RequestState.LIVE})


async def name(hub: Hub, actor: Actor, request_id: str, episode_id: str) -> Request:
    """Say as which episode of its show a production came out, in place of what was said before.

    Raises `Missing` where the actor sees no such request or there is no such episode, `Invalid`
    for what is no production or of another show, `Conflict` before it was handed over and for an
    episode that came of another one.
    """
    require(actor, Act.TAKE_ON)
    request = await reading.get(actor, request_id)
    require(actor, Act.TAKE_ON, **reach(request))
    try:
        async with transaction():
            return await _name(hub, actor, request.id, episode_id)
    except IntegrityError as error:  # Somebody was quicker.
        raise _taken() from error


async def _name(hub: Hub, actor: Actor, request_id: str, episode_id: str) -> Request:
    held = (await ledger.load(request_id)).request
    _check(held)
    episode = (await catalog.episodes_by_id([episode_id])).get(episode_id)
    if episode is None:
        said = f"There is no episode `{episode_id[:40]}`; add it to its show first."
        raise Missing("no_such_episode", said, ("episode_id",))
    if episode.show_id != held.payload["show_id"]:
        said = "This episode is of another show than the production."
        raise Invalid("other_show", said, ("episode_id",))
    other = await records.of_episode(episode_id)
    if other is not None and other.request_id != held.id:
        raise _taken()
    before = (await records.of_requests([held.id])).get(held.id)
    if before is not None and before.episode_id == episode_id:
        return held
    now = hub.clock.now()
    out = Out(held.id, episode_id, episode.title, episode.show_id, now)
    await records.put(out, actor.user_id or held.requester_id)
    details = {"before": before.episode_id if before else None, "after": episode_id}
    await audit.record(now, actor, CAME_OUT, held.id, details)
    await ledger.follow(hub, held, now, unchanged=True)
    return held


def _taken() -> Conflict:
    said = "This episode came of another production; look which one it is."
    return Conflict("taken", said)


def _check(request: Request) -> None:
    if request.kind != production.KIND.name:
        raise Invalid(
            "no_production", "Only a production comes out as an episode.", ("request_id",)
        )
    if request.state not in _OUT:
        said = "It was not handed over yet; say as what it came out when it did."
        raise Conflict("not_out", said)
