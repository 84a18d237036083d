"""One person's inbox: read, narrowed, put off."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import ceil

from domain.actor import Actor
from domain.approvals import rules as approval_rules
from domain.approvals.model import Stage, StageState
from domain.audit import service as audit
from domain.catalog import records as catalog
from domain.database import transaction
from domain.errors import Forbidden, Invalid
from domain.hub import Hub
from domain.inbox import records, rules
from domain.inbox.model import DigestWish, Inbox, Looks, Row, Snooze, Tab
from domain.pages import Direction, PageRequest
from domain.people.service import get_user
from domain.requests import reading
from domain.requests.model import Request
from domain.requests.reading import Order, Where
from domain.requests.rules import teams_spoken_for
from domain.zones import zones

#: How much of what waits for somebody is looked through. Ours: nobody reads more.
WAITING_MAX = 300

#: How many rows a page of an inbox shows, and how many pages there are at most. Ours: as many as
#: a Home tab holds within the size we keep, and as far as what waits is looked through.
ROWS, PAGES_MAX = 5, WAITING_MAX // 5


async def look(hub: Hub, actor: Actor, looks: Looks) -> Inbox:
    """Return the inbox of `actor`."""
    now = hub.clock.now()
    held = await _waiting(actor, now)
    off = await records.snoozed(_me(actor), now)
    every = [replace(row, snoozed_until=off.get(row.request.id)) for row in held]
    counts = {
        Tab.WAITING: sum(row.snoozed_until is None for row in every),
        Tab.MINE: await reading.count(actor, Where(mine=True)),
        Tab.DECIDED: await reading.count(actor, Where(decided_by_me=True)),
        Tab.SNOOZED: sum(row.snoozed_until is not None for row in every),
    }
    rows = await _rows(actor, looks, every)
    brands = await catalog.brand_names(
        sorted({row.request.brand_id for row in every if row.request.brand_id}
               | ({looks.brand_id} if looks.brand_id else set()))
    )  # fmt: skip
    # What was decided meanwhile may have been all there was on a page.
    looks = replace(looks, page=max(1, min(looks.page, ceil(len(rows) / ROWS))))
    end = looks.page * ROWS
    return Inbox(
        looks=looks,
        rows=rows[end - ROWS : end],
        counts=counts,
        more=len(rows) > end and looks.page < PAGES_MAX,
        kinds=sorted({row.request.kind for row in (*every, *rows)}),
        brands=brands,
        markets=sorted({code for row in (*every, *rows) for code in row.request.markets}),
        cut=len(held) == WAITING_MAX,
    )


async def waiting(hub: Hub, actor: Actor) -> list[Row]:
    """Return what waits for `actor` and was not put off, overdue first."""
    now = hub.clock.now()
    off = await records.snoozed(_me(actor), now)
    return [row for row in await _waiting(actor, now) if row.request.id not in off]


async def snooze(hub: Hub, actor: Actor, request_id: str, how: Snooze) -> datetime:
    """Put off what waits for `actor`; return until when."""
    now, me = hub.clock.now(), _me(actor)
    request = await reading.get(actor, request_id)
    row = next((r for r in await _waiting(actor, now) if r.request.id == request.id), None)
    if row is None:
        raise Invalid("not_waiting", "This does not wait for you, so it cannot be put off.")
    user = await get_user(me)
    until = rules.until(how, now, user.time_zone, row.due_at)
    await records.snooze(me, request.id, until)
    return until


async def wake(actor: Actor, request_id: str) -> None:
    """Bring back what `actor` put off."""
    await records.wake(_me(actor), request_id)


async def wish_for(hub: Hub, actor: Actor, wish: DigestWish, zone: str) -> None:
    """Keep whether `actor` wants digests, at which hour, and in which time zone they live."""
    if not 0 <= wish.hour <= 23:  # noqa: PLR2004  The hours of a day.
        raise Invalid("bad_hour", "An hour is 0 to 23.", ("hour",))
    if zone not in zones():
        raise Invalid("unknown_time_zone", "Use a zone such as Europe/Berlin.", ("zone",))
    me = _me(actor)
    async with transaction():
        await records.set_wish(me, wish)
        await records.set_zone(me, zone)
        details = {"digest": wish.wanted, "hour": wish.hour, "zone": zone}
        await audit.record(hub.clock.now(), actor, "user.digest_changed", me, details)


async def _rows(actor: Actor, looks: Looks, every: Sequence[Row]) -> list[Row]:
    if looks.tab in {Tab.WAITING, Tab.SNOOZED}:
        asleep = looks.tab is Tab.SNOOZED
        return [
            row
            for row in every
            if (row.snoozed_until is not None) == asleep and _fits(looks, row.request)
        ]
    where = Where(
        kinds=(looks.kind,) if looks.kind else (),
        brand_id=looks.brand_id,
        market=looks.market,
        mine=looks.tab is Tab.MINE,
        decided_by_me=looks.tab is Tab.DECIDED,
    )
    wanted = PageRequest(min(looks.page, PAGES_MAX) * ROWS + 1)
    page = await reading.page(actor, where, Order.UPDATED, Direction.DESC, wanted)
    return [Row(request) for _, request in page.items]


def _fits(looks: Looks, request: Request) -> bool:
    return (
        looks.kind in {None, request.kind}
        and looks.brand_id in {None, request.brand_id}
        and (looks.market is None or looks.market in request.places)
    )


async def _waiting(actor: Actor, now: datetime) -> list[Row]:
    wanted = PageRequest(WAITING_MAX)
    page = await reading.page(
        actor, Where(waiting_for_me=True), Order.CREATED, Direction.ASC, wanted
    )
    requests = [request for _, request in page.items]
    stages = await reading.stages([request.id for request in requests])
    return rules.urgent_first(_row(request, stages, actor, now) for request in requests)


def _row(
    request: Request, stages: Mapping[str, Sequence[Stage]], actor: Actor, now: datetime
) -> Row:
    teams = teams_spoken_for(actor, request)
    mine = [
        stage
        for stage in stages[request.id]
        if stage.state is StageState.OPEN and stage.team_id in teams
    ]
    dues = sorted(due for stage in mine if (due := approval_rules.due_at(stage)) is not None)
    late = any(approval_rules.overdue(stage, now) for stage in mine)
    return Row(request, dues[0] if dues else None, late)


def _me(actor: Actor) -> str:
    if actor.user_id is None:
        raise Forbidden("nobody_asks", "Only a person has an inbox.")
    return actor.user_id
