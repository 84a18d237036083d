"""Saying where the hub publishes a show by itself, and asking it to publish something again."""

from domain import text as texts
from domain.actor import Actor
from domain.audit import service as audit
from domain.catalog import outlet_records
from domain.catalog import records as catalog
from domain.catalog.model import ShowTarget
from domain.database import transaction
from domain.errors import Conflict, Invalid, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.removals import records as removals
from domain.requests import ledger, reading
from domain.requests.kinds import episode_release
from domain.requests.model import Request
from domain.requests.rules import OVER, reach
from domain.targets import handing, records, rules
from domain.targets.connected import Targets
from domain.targets.publishing import OUT

#: The longest name of a show at a target, in characters; what the column holds.
PLACE_MAX = 200


async def set_target(
    hub: Hub, actor: Actor, show_id: str, target: episode_release.Target, place: str
) -> ShowTarget:
    """Have the hub publish a show at a target by itself, in place of what was said of the two.

    For managers and admins. It counts from the next hand-over on, whether such a target is
    connected by then or not. Raises `Invalid`.
    """
    require(actor, Act.CHANGE_CATALOG)
    if target is episode_release.Target.PUBLISHING_TEAM:
        said = "A team publishes by itself; choose where the hub does."
        raise Invalid("people_publish", said, ("target",))
    named = _place(place)
    async with transaction():
        await _require_show(actor, show_id)
        before, now = await outlet_records.get(show_id, target), hub.clock.now()
        version = before.version + 1 if before else 1
        after = ShowTarget(show_id, target.value, named, actor.user_id, now, version)
        await outlet_records.put(after)
        details = {"target": target.value, "place": named, "before": before and before.place}
        await audit.record(now, actor, "show.target_set", show_id, details)
    return after


async def remove_target(
    hub: Hub, actor: Actor, show_id: str, target: episode_release.Target
) -> str:
    """Have a team publish a show there again from now on; return the show's id.

    What stands there stays, and is followed. Raises `Invalid` for no show, `Missing` if it was not
    set up.
    """
    require(actor, Act.CHANGE_CATALOG)
    async with transaction():
        await _require_show(actor, show_id)
        before = await outlet_records.get(show_id, target)
        if before is None:
            said = f"This show is not published by `{target.value}`."
            raise Missing("not_set_up", said, ("target",))
        await outlet_records.remove(show_id, target)
        details = {"target": target.value, "place": before.place}
        await audit.record(hub.clock.now(), actor, "show.target_removed", show_id, details)
    return show_id


async def republish(hub: Hub, actor: Actor, request_id: str) -> Request:
    """Have what the hub published for a request published again as it was approved.

    For managers and admins. Raises `Missing` where it published nothing, `Conflict` where nothing
    of it may stand any more, people took it over, or it is being revised.
    """
    require(actor, Act.REPUBLISH)
    request = await reading.get(actor, request_id)
    require(actor, Act.REPUBLISH, **reach(request))
    async with transaction():
        request = (await ledger.load(request_id, actor)).request
        published = (await records.last_of([request.id])).get(request.id)
        if published is None:
            said = "The hub itself publishes nothing of this; the team it was handed to does."
            raise Missing("not_published_here", said)
        going = published.going_since is not None
        going = going or bool(await removals.waiting(published.id))
        if request.state in OVER or published.closed_at is not None or going:
            said = "Nothing of this is published by the hub any more, so it cannot be again."
            raise Conflict("not_followed", said)
        if request.state not in OUT:
            said = "This is being revised; it is published anew once that was handed over."
            raise Conflict("being_revised", said)
        now = hub.clock.now()
        asked = await records.ask_again(published.id, now)
        await handing.ask(hub, Targets(), asked)
        if asked.standing in rules.FOLLOWED:  # It is followed whatever comes of that.
            await handing.ask_look(hub, asked, rules.next_look(asked, now))
        details = {"target": asked.target, "standing": asked.standing}
        await audit.record(now, actor, "publication.asked_again", request.id, details)
        await ledger.follow(hub, request, now, unchanged=True)
    return request


def _place(given: str) -> str:
    named = given.strip()
    if len(named) > PLACE_MAX:
        said = f"A place has at most {PLACE_MAX} characters; this has {len(named)}."
        raise Invalid("place_too_long", said, ("place",))
    if problem := texts.one_line(named, ("place",)):
        raise problem
    return named


async def _require_show(actor: Actor, show_id: str) -> None:
    show = await catalog.row_of("shows", show_id)
    if show is None:
        raise Invalid("no_such_show", f"There is no show `{show_id[:40]}`.", ("show_id",))
    require(actor, Act.CHANGE_CATALOG, brand_id=show["brand_id"])
