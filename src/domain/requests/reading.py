"""Reading requests: one, a page of them, what waits for me. Visibility is part of every query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from domain import ids
from domain.actor import Actor, RoleGrant, StandsIn
from domain.approvals import records as approvals
from domain.approvals.model import Stage
from domain.database import sql
from domain.database.authors import AUTHORS_OF
from domain.database.listing import Listing, Shown
from domain.errors import Invalid, Missing
from domain.pages import Direction, Page, PageRequest
from domain.people.model import Act, Sight
from domain.people.rules import grants_for, sight_of
from domain.placements import records as placements
from domain.requests import records, rules, seeing
from domain.requests.model import Request, RequestState
from domain.requests.projection import Listed, Projection

Item = TypeVar("Item")

#: The longest part of a title to look for: the longest title.
TITLE_PART_MAX = 200

#: The most kinds a list is narrowed to.
KINDS_MAX = 50


class Order(StrEnum):
    """What a list of requests can be sorted by."""

    CREATED = "created_at"
    UPDATED = "updated_at"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Where:
    """What a list of requests is narrowed to; None and empty mean anything."""

    states: tuple[RequestState, ...] = ()
    kinds: tuple[str, ...] = ()
    brand_id: str | None = None
    market: str | None = None
    mine: bool = False
    waiting_for_me: bool = False
    decided_by_me: bool = False
    title_contains: str | None = None

    def __post_init__(self) -> None:
        """Refuse what no list can be narrowed to."""
        if len(self.title_contains or "") > TITLE_PART_MAX:
            raise Invalid(
                "too_long",
                f"A title has at most {TITLE_PART_MAX} characters; look for fewer.",
                ("where", "title_contains"),
            )
        if len(self.kinds) > KINDS_MAX:
            raise Invalid(
                "too_many", f"Name at most {KINDS_MAX} kinds, each once.", ("where", "kinds")
            )


async def get(actor: Actor, request_id: str) -> Request:
    """Return a request the actor may see; `Missing` if there is none."""
    return await _seen(actor, await records.get(request_id), request_id)


async def get_by_number(actor: Actor, number: int) -> Request:
    """Return the request people call `number`, if the actor may see it."""
    return await _seen(actor, await records.get_by_number(number), f"#{number}")


#: Where parts of requests are kept, and under which column they name the request.
_PARTS = {
    ids.Prefix.STAGE: ("stages", "request_id"),
    ids.Prefix.VOTE: ("votes", "request_id"),
    ids.Prefix.PLACEMENT: ("placements", "request_id"),
    ids.Prefix.EVENT: ("audit_events", "subject"),
}


async def owners_of(actor: Actor, kind: ids.Prefix, part_ids: Sequence[str]) -> dict[str, Request]:
    """Return the requests that stages, votes, placements or events belong to, by the part's id.

    What is not there is left out, and so is what belongs to a request the actor may not see.
    """
    table, column = _PARTS[kind]
    rows = await sql.fetch(
        f"SELECT id, {column} AS owner FROM {table}"
        f" WHERE id IN ({sql.placeholders(1, len(part_ids))})",
        *part_ids,
    )
    requests = await seen(actor, list({row["owner"] for row in rows}))
    return {row["id"]: requests[row["owner"]] for row in rows if row["owner"] in requests}


async def page(
    actor: Actor, where: Where, order: Order, direction: Direction, wanted: PageRequest
) -> Page[Request]:
    """Return a page of the requests the actor may see."""
    query = _Query(where, actor, Shown(records.from_row))
    return await query.page(order.value, direction, wanted)


async def listed(
    actor: Actor,
    where: Where,
    order: Order,
    direction: Direction,
    wanted: PageRequest,
    projection: Projection,
) -> Page[Listed]:
    """Return a page of the requests the actor may see, with those parts that are asked for."""
    query = _Query(where, actor, records.shown(projection))
    return await query.page(order.value, direction, wanted)


async def count(actor: Actor, where: Where) -> int:
    """Return how many requests there are that the actor may see."""
    return await _Query(where, actor, Shown(records.from_row)).count()


async def stages(requests: Sequence[str]) -> dict[str, list[Stage]]:
    """Return the stages of requests by id."""
    return await approvals.stages_of(requests)


async def seen(actor: Actor, request_ids: Sequence[str]) -> dict[str, Request]:
    """Return those requests that `actor` may see, by id; of the others not that they exist."""
    return await _visible(actor, await records.get_many(request_ids))


async def _visible(actor: Actor, found: Mapping[str, Request]) -> dict[str, Request]:
    if not found:
        return {}
    stages = await approvals.stages_of([*found])
    handed = await placements.hand_overs_of([*found])
    sight, mine = sight_of(actor), dict[str, Request]()
    for request in found.values():
        teams = {stage.team_id for stage in stages[request.id] if stage.team_id}
        if request.id in handed:
            teams.add(handed[request.id].team_id)
        if rules.visible(sight, request, frozenset(teams)):
            mine[request.id] = request
    return mine


async def _seen(actor: Actor, request: Request | None, wanted: str) -> Request:
    if request is not None and await _visible(actor, {request.id: request}):
        return request
    raise Missing("no_such_request", f"There is no request `{wanted[:40]}` that you may see.")


class _Query(Listing[Item]):
    """One list of requests, of each of which is read what is `shown`."""

    def __init__(self, where: Where, actor: Actor, shown: Shown[Item]) -> None:
        super().__init__("requests", "r", shown)
        self._see(sight_of(actor))
        self._narrow(where, actor)

    def _see(self, sight: Sight) -> None:
        if not sight.everything:
            self.only(seeing.within(self, sight))

    def _narrow(self, where: Where, actor: Actor) -> None:
        self.only_among("state", where.states)
        self.only_among("kind", where.kinds)
        self.only_one("brand_id", where.brand_id)
        self.only_titled(where.title_contains)
        if where.market is not None:
            self.only(seeing.in_market(self, where.market))
        if where.mine:
            self.only(f"r.requester_id = {self.arg(actor.user_id or '')}")
        if where.decided_by_me:
            self.only(
                "EXISTS (SELECT 1 FROM votes v WHERE v.request_id = r.id"
                f" AND v.voter_id = {self.arg(actor.user_id or '')} AND v.taken_back_at IS NULL)"
            )
        if where.waiting_for_me:
            self.only(self._waiting(actor))

    def _waiting(self, actor: Actor) -> str:
        me = actor.user_id or ""
        own = StandsIn(me, actor.team_ids)
        ways = [
            f"({self._waits_for(seat, me)})"
            for seat in (own, *sight_of(actor).seats)
            if seat.team_ids
        ]
        if sight_of(actor).called:
            ways.append(self._waits_for_handed(me))
        if not ways:
            return "1 = 0"
        return (
            f"r.state = 'in_review' AND ({self._within(grants_for(actor, Act.VOTE))})"
            f" AND {self._not_written_by(me)} AND ({' OR '.join(ways)})"
        )

    def _waits_for(self, seat: StandsIn, me: str) -> str:
        """Return the condition that an open stage waits for a seat that `me` may fill."""
        teams = self.args(sorted(seat.team_ids))
        written = "" if seat.user_id == me else f" AND {self._not_written_by(seat.user_id)}"
        return (
            "EXISTS (SELECT 1 FROM stages s"
            f" WHERE s.request_id = r.id AND s.state = 'open' AND s.team_id IN ({teams})"
            " AND NOT EXISTS (SELECT 1 FROM votes v WHERE v.stage_id = s.id"
            "  AND v.round = s.round AND v.taken_back_at IS NULL"
            f"  AND (v.voter_id = {self.arg(me)}"
            f"   OR COALESCE(v.instead_of_id, v.voter_id) = {self.arg(seat.user_id)})))"
            f"{written}{seeing.narrowed(self, seat)}"
        )

    def _waits_for_handed(self, me: str) -> str:
        """Return the condition that an open stage waits for a seat that was handed to `me`."""
        return (
            "EXISTS (SELECT 1 FROM handed_seats h JOIN stages s"
            " ON s.id = h.stage_id AND s.round = h.round"
            " WHERE s.request_id = r.id AND s.state = 'open' AND s.escalated > 0"
            f" AND h.holder_id = {self.arg(me)}"
            " AND NOT EXISTS (SELECT 1 FROM votes v WHERE v.stage_id = s.id"
            "  AND v.round = s.round AND v.taken_back_at IS NULL"
            "  AND (v.voter_id = h.holder_id"
            "   OR COALESCE(v.instead_of_id, v.voter_id) = h.member_id)))"
        )

    def _not_written_by(self, user_id: str) -> str:
        return f"{self.arg(user_id)} NOT IN ({AUTHORS_OF.format(request='r.id')})"

    def _within(self, grants: Sequence[RoleGrant]) -> str:
        """Return the condition that roles, taken together, cover brand and markets.

        It says in SQL what `people.rules.covers` says of one request.
        """
        wide = [self._of_brand(grant) for grant in grants if grant.market is None]
        narrow = [
            f"({self._of_brand(grant)} AND m.market = {self.arg(grant.market)})"
            for grant in grants
            if grant.market is not None
        ]
        if narrow:
            wide.append(
                "(r.brand_id IS NOT NULL AND NOT EXISTS"
                " (SELECT 1 FROM request_markets m WHERE m.request_id = r.id"
                f" AND NOT ({' OR '.join(narrow)})))"
            )
        return " OR ".join(wide) or "1 = 0"

    def _of_brand(self, grant: RoleGrant) -> str:
        return "1 = 1" if grant.brand_id is None else f"r.brand_id = {self.arg(grant.brand_id)}"
