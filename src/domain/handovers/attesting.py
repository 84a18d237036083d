"""Saying as somebody of a team that what the hub could not take down, or see gone, is gone.

It is proof of its own kind: the record and the receipt say that a person said so, and who.
"""

from domain import text as texts
from domain.actor import Actor
from domain.audit import service as audit
from domain.campaigns import removing as campaigns
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Invalid
from domain.handovers.receiving import require_team
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.placements import records as placements
from domain.removals import campaign_records
from domain.removals import records as removals
from domain.removals.model import Removal
from domain.requests import reading
from domain.requests import records as requests
from domain.requests.model import Request
from domain.targets import records as published
from domain.targets import removing
from domain.targets.model import Published, Report, Standing

#: The longest word on what was seen, in characters. Ours: three of them fit into a receipt.
SEEN_MAX = 300


async def waits(request_id: str) -> list[Published]:
    """Return what is to be gone, and was not seen to be: of a request, or asked for by it."""
    asked = (await removals.of_requests([request_id]))[request_id]
    named = {one.publication_id for one in asked if one.gone_at is None and one.publication_id}
    found = {one.id: one for one in await published.of_request(request_id)}
    for publication_id in named - set(found):
        one = await published.get(publication_id)
        found |= {one.id: one} if one else {}
    going = [one for one in found.values() if one.going_since and one.closed_at is None]
    return sorted(going, key=lambda one: one.id)


async def hang(request_id: str) -> list[str]:
    """Return by target what people have to look at, since the hub cannot tell or cannot do it."""
    there = [one.target for one in await waits(request_id) if one.stuck_since]
    return there + [one.target for one in await _campaigns(request_id) if one.stuck_since]


async def _campaigns(request_id: str) -> list[Removal]:
    """Return what a request had taken down of campaigns that was not seen to be gone."""
    asked = (await campaign_records.of_requests([request_id]))[request_id]
    return [one for one in asked if one.gone_at is None]


async def gone(hub: Hub, actor: Actor, request_id: str, seen: str) -> Request:
    """Write that people looked, and that what a request had, or has, taken down is gone.

    For the team it was handed to; `seen` is what they saw, and where. Raises `Forbidden` for
    others, `Invalid` without it, `Conflict` where nothing is on its way out.
    """
    require(actor, Act.TAKE_ON)
    said = _clean(seen)
    request = await reading.get(actor, request_id)
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)  # Before any row, as all do who write what is live.
        require_team(actor, (await placements.hand_overs_of([request.id])).get(request.id))
        going, running = await waits(request.id), await _campaigns(request.id)
        if not going and not running:
            raise Conflict("nothing_going", "Nothing of this is on its way out any more.")
        for one in going:
            await _gone(hub, actor, one, said)
        for campaign in running:
            await campaigns.said_gone(hub, actor, campaign, _evidence(said))
            await requests.set_trouble(request.id, None, hub.clock.now())
    return request


async def _gone(hub: Hub, actor: Actor, one: Published, said: str) -> None:
    now, evidence = hub.clock.now(), _evidence(said)
    await published.answered(one, Report(Standing.GONE, one.outside, evidence=evidence), now)
    await audit.record(
        now, actor, "publication.said_gone", one.request_id, {"target": one.target, "seen": said}
    )
    await requests.set_trouble(one.request_id, None, now)
    told = {"target": one.target, "why": "a person said so", "evidence": list(evidence)}
    await removing.ended(hub, one, told, evidence, said_by=actor.user_id)


def _evidence(said: str) -> tuple[str, ...]:
    return (f"somebody of the team looked, and says: {said}",)


def _clean(seen: str) -> str:
    said = " ".join(seen.split()).rstrip(".")
    if not said:
        raise Invalid("seen_missing", "Say where you looked, and what was there.", ("seen",))
    if len(said) > SEEN_MAX:
        words = f"This has at most {SEEN_MAX} characters; it has {len(said)}."
        raise Invalid("seen_too_long", words, ("seen",))
    texts.require_honest(said, ("seen",))
    return said
