"""Recording what is live, and that it is no more."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from domain import ids
from domain.actor import CONNECTOR, Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.database.turns import Turn
from domain.errors import Conflict, Invalid, Missing
from domain.exposures import telling_houses
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import may, require
from domain.requests.kinds.parts import address_problems
from domain.requests.model import Request
from domain.rights import subjects
from domain.rights.live import records, rules, standing
from domain.rights.live.model import Exposure, Shown, Source
from domain.territories import area


@dataclass(frozen=True, slots=True)
class Known:
    """How we know that something is live, since when, and whose it is."""

    source: Source
    live_from: datetime
    request_id: str | None = None
    owner_id: str | None = None


async def record(hub: Hub, actor: Actor, shown: Shown, live_from: datetime) -> Exposure:
    """Record that something is live, as somebody noticed; what stands already stays as it is.

    Where the same is live at the same address elsewhere or otherwise, that has ended. For those
    who answer for the rights of its brand there, and wherever it was live before.
    """
    require(actor, Act.CHANGE_RIGHTS)
    shown = rules.checked(shown)
    # Whoever is to take it down has to find it.
    if problems := address_problems(shown.outside_id, "address"):
        raise problems[0]
    rules.check_instant(live_from, hub.clock.now(), "live_from")
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        placed = await subjects.placed(shown.subject)
        if placed.brand_id is None:
            said = f"No {shown.subject.kind} is live itself; say which episode, show or file is."
            raise Invalid("not_live_itself", said, ("kind",))
        _require(actor, placed.brand_id, shown)
        before = await records.same_live(shown)
        if before is not None:
            # To say that it is live otherwise is to say that what it was before has ended.
            _require(actor, before.brand_id, before.shown)
        known = Known(Source.NOTICE, live_from, owner_id=actor.user_id)
        return await put(hub, actor, shown, placed.brand_id, known)


async def end(hub: Hub, actor: Actor, exposure_id: str, live_to: datetime) -> Exposure:
    """Record that something is live no more since `live_to`; for the same people."""
    require(actor, Act.CHANGE_RIGHTS)
    rules.check_instant(live_to, hub.clock.now(), "live_to")
    async with transaction():
        await sql.take_turns(Turn.RIGHTS)
        found = await records.get(exposure_id)
        if found is None or not may(actor, Act.SEE_RIGHTS, brand_id=found.brand_id):
            said = f"There is no exposure `{exposure_id[:40]}`."
            raise Missing("no_such_exposure", said, ("exposure_id",))
        _require(actor, found.brand_id, found.shown)
        if not found.live:
            raise Conflict("ended_already", "It has ended already.", ("exposure_id",))
        if live_to < found.live_from:
            raise Invalid("ends_before_start", "It went live later than that.", ("live_to",))
        return await finish(hub, actor, found, live_to, "said")


async def put(hub: Hub, actor: Actor, shown: Shown, brand_id: str, known: Known) -> Exposure:
    """Write that something is live, unless that is known, and judge it; the turn has to be ours.

    What the same was before has ended.
    """
    before = await records.same_live(shown)
    if before is not None and before.shown == shown:
        return before
    value = Exposure(
        ids.new(ids.Prefix.EXPOSURE),
        shown,
        brand_id,
        known.source,
        known.live_from,
        request_id=known.request_id,
        owner_id=known.owner_id,
    )
    if before is not None:
        value = replace(
            value,
            live_from=max(known.live_from, before.live_from),
            request_id=known.request_id or before.request_id,
            owner_id=known.owner_id or before.owner_id,
        )
        await finish(hub, actor, before, value.live_from, "changed")
    await records.add(value)
    await audit.record(hub.clock.now(), actor, "exposure.recorded", value.id, _told(value))
    await standing.refresh(hub, [value])
    await telling_houses.tell(hub, value)
    return await records.get(value.id) or value


async def finish(hub: Hub, actor: Actor, value: Exposure, live_to: datetime, why: str) -> Exposure:
    """Write that an exposure ended, `why` in a word; the turn has to be ours."""
    now = hub.clock.now()
    await records.end(value, live_to)
    details = {"live_to": live_to.isoformat(), "why": why}
    await audit.record(now, actor, "exposure.ended", value.id, details)
    # Always: a takedown may have been asked for since `value` was read.
    await standing.ask_enforce(hub, value.id, value.version + 1, now)
    if why != "changed":  # What it became tells of itself.
        await telling_houses.tell(hub, value, why)
    return replace(value, live_to=live_to, standing=None, uncleared=frozenset(), due_at=None)


async def keep_without(
    hub: Hub, actor: Actor, value: Exposure, gone: Collection[str], at: datetime
) -> None:
    """Write that something was taken down in the territories `gone`, and lasts in the others."""
    shown = value.shown
    left = shown.area.touched.difference(gone)
    if not left:
        await finish(hub, actor, value, at, "taken_down")
        return
    whole = area(shown.include, shown.exclude).whole
    # Of a country of which only a part was live, that is all that is known still.
    parts = {
        place for place in shown.include if place not in whole and place.partition("-")[0] in left
    }
    places = tuple(sorted((left & whole) | parts)) or tuple(sorted(left))
    known = Known(value.source, at, value.request_id, value.owner_id)
    await put(hub, actor, replace(shown, include=places, exclude=()), value.brand_id, known)


async def follow(hub: Hub, request: Request, shown: Collection[Shown], *, live: bool) -> None:
    """Write what the hub itself put live for a request, or took away again; in a transaction."""
    if request.brand_id is None:
        return
    now = hub.clock.now()
    await sql.take_turns(Turn.RIGHTS)
    if live:
        known = Known(Source.HUB, now, request.id, request.requester_id)
        for one in shown:
            await put(hub, CONNECTOR, one, request.brand_id, known)
    else:
        for old in await records.live_of_request(request.id):
            await finish(hub, CONNECTOR, old, now, "stopped")


def _require(actor: Actor, brand_id: str, shown: Shown) -> None:
    where = tuple(sorted(shown.area.touched))
    require(actor, Act.CHANGE_RIGHTS, brand_id=brand_id, markets=where)


def _told(value: Exposure) -> dict[str, object]:
    shown = value.shown
    return {
        "subject": shown.subject.ref,
        "use": shown.use,
        "channel": shown.channel,
        "language": shown.language,
        "publisher": shown.publisher,
        "outside_id": shown.outside_id,
        "include": list(shown.include),
        "exclude": list(shown.exclude),
        **({"barred": shown.barred} if shown.barred else {}),
        "source": value.source,
        "live_from": value.live_from.isoformat(),
        "request": value.request_id,
    }
