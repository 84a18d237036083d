"""Reading cases: one, a page of them, mine. Visibility is part of every query."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from domain.actor import Actor
from domain.audit import service as audit
from domain.audit.model import Event
from domain.cases import records, rules
from domain.cases.docket import Docket, no_such_case
from domain.cases.model import Case, CaseKind, CaseState, Comment, CommentKind, Priority, Subject
from domain.database.listing import Listing, Shown
from domain.errors import Forbidden, Invalid
from domain.pages import Direction, Page, PageRequest
from domain.people.model import Act, Sight
from domain.people.rules import may, sight_of
from domain.tellings.model import Telling

#: The teams that were asked about a case, where they are known already; None to look them up.
Teams = Collection[str] | None


class CaseOrder(StrEnum):
    """What a list of cases can be sorted by."""

    CREATED = "created_at"
    UPDATED = "updated_at"
    RESPONSE_DUE = "response_due_at"
    RESOLUTION_DUE = "resolution_due_at"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class CaseWhere:
    """What a list of cases is narrowed to; None and empty mean anything.

    `mine` are those assigned to or reported by whoever asks.
    """

    states: tuple[CaseState, ...] = ()
    kinds: tuple[CaseKind, ...] = ()
    priorities: tuple[Priority, ...] = ()
    queue: str | None = None
    brand_id: str | None = None
    market: str | None = None
    subject: Subject | None = None
    mine: bool = False
    unassigned: bool = False
    title_contains: str | None = None

    def __post_init__(self) -> None:
        """Refuse what no list can be narrowed to."""
        if len(self.title_contains or "") > rules.TITLE_MAX:
            raise Invalid(
                "too_long",
                f"A title has at most {rules.TITLE_MAX} characters; look for fewer.",
                ("where", "title_contains"),
            )


async def get(actor: Actor, case_id: str) -> Case:
    """Return a case the actor may see; `Missing` if there is none."""
    return (await _seen(actor, await records.get(case_id), case_id)).case


async def get_by_number(actor: Actor, number: int) -> Case:
    """Return the case people call `number`, if the actor may see it."""
    return (await _seen(actor, await records.get_by_number(number), f"#{number}")).case


async def handles(actor: Actor, case: Case, teams: Teams = None) -> bool:
    """Whether the actor answers for `case`, and so sees what is said inside the house."""
    asked = await records.teams_of(case.id) if teams is None else teams
    return rules.handles(actor, case, asked)


async def answers_for(actor: Actor, case_id: str) -> bool:
    """Whether the actor answers for a case, by id; False as well where there is none."""
    case = await records.get(case_id)
    return case is not None and await handles(actor, case)


async def comments(
    actor: Actor, case: Case, found: list[Comment], teams: Teams = None
) -> list[Comment]:
    """Return those of the comments `found` of a case that the actor may read."""
    inside = await _inside(actor, case, teams)
    return [one for one in found if inside or one.kind is not CommentKind.INTERNAL]


async def subjects(
    actor: Actor, case: Case, found: list[Subject], teams: Teams = None
) -> list[Subject]:
    """Return those of the subjects `found` of a case that the actor may see."""
    inside = await _inside(actor, case, teams)
    return [one for one in found if inside or not one.inside]


async def tellings(
    actor: Actor, case: Case, found: list[Telling], teams: Teams = None
) -> list[Telling]:
    """Return those of the tellings `found` of a case that the actor may see.

    Who reads nothing that is said inside the house sees what the reporter was told, and learns
    nothing of its people and channels.
    """
    if await _inside(actor, case, teams):
        return found
    return [one for one in found if one.user_id and one.user_id == case.reporter_id]


async def _inside(actor: Actor, case: Case, teams: Teams) -> bool:
    """Whether the actor is of the house, and answers for `case`, manages or audits it."""
    wide = rules.manages(actor, case) or _audits(actor, case)
    return actor.agency_id is None and (wide or await handles(actor, case, teams))


def _audits(actor: Actor, case: Case) -> bool:
    """Whether the actor may see the record of what `case` is about."""
    whole = case.brand_id is None and not case.markets
    return may(actor, Act.SEE_AUDIT, brand_id=case.brand_id, markets=case.markets, everywhere=whole)


async def trail(actor: Actor, case: Case) -> list[Event]:
    """Return the record of a case, for those who answer for it, and who may see the record."""
    await require_trail(actor, case)
    return await audit.trail(case.id)


async def require_trail(actor: Actor, case: Case, teams: Teams = None) -> None:
    """Raise `Forbidden` unless the actor may see the record of `case`."""
    if not (_audits(actor, case) or await handles(actor, case, teams)):
        raise Forbidden("not_allowed", "Only those who answer for a case see its record.")


async def page(
    actor: Actor, where: CaseWhere, order: CaseOrder, direction: Direction, wanted: PageRequest
) -> Page[Case]:
    """Return a page of the cases the actor may see."""
    return await _Query(where, actor).page(order.value, direction, wanted)


async def count(actor: Actor, where: CaseWhere) -> int:
    """Return how many cases there are that the actor may see."""
    return await _Query(where, actor).count()


async def _seen(actor: Actor, case: Case | None, wanted: str) -> Docket:
    if case is not None:
        teams = await records.teams_of(case.id)
        if rules.visible(sight_of(actor), case, teams):
            return Docket(case, teams)
    raise no_such_case(wanted)


class _Query(Listing[Case]):
    """One list of cases."""

    def __init__(self, where: CaseWhere, actor: Actor) -> None:
        super().__init__("cases", "c", Shown(records.from_row))
        self._see(sight_of(actor))
        self._narrow(where, actor)

    def _see(self, sight: Sight) -> None:
        if sight.everything:
            return
        if sight.agency_id is not None:
            self.only_one("agency_id", sight.agency_id)
            return
        me = self.arg(sight.user_id or "")
        ways = [f"c.reporter_id = {me}", f"c.assignee_id = {me}"]
        if sight.team_ids:
            teams = self.args(sight.team_ids)
            ways.append(f"c.team_id IN ({teams})")
            ways.append(
                "EXISTS (SELECT 1 FROM case_escalations e"
                f" WHERE e.case_id = c.id AND e.team_id IN ({teams}))"
            )
            ways.append(
                f"EXISTS (SELECT 1 FROM teams t JOIN cases k ON {records.SECOND_EYES}"
                f" WHERE k.id = c.id AND t.id IN ({teams}))"
            )
        ways += [self._granted(brand, market) for brand, market in sight.grants]
        self.only(f"({' OR '.join(ways)})")

    def _granted(self, brand: str | None, market: str | None) -> str:
        parts = []
        if brand is not None:
            parts.append(f"c.brand_id = {self.arg(brand)}")
        if market is not None:
            parts.append(f"c.market = {self.arg(market)}")
        return f"({' AND '.join(parts)})"

    def _narrow(self, where: CaseWhere, actor: Actor) -> None:
        self.only_among("state", where.states)
        self.only_among("kind", where.kinds)
        self.only_among("priority", where.priorities)
        self.only_one("queue", where.queue)
        self.only_one("brand_id", where.brand_id)
        self.only_one("market", where.market)
        self.only_titled(where.title_contains)
        if where.unassigned:
            self.only("c.assignee_id IS NULL")
        if where.mine:
            me = self.arg(actor.user_id or "")
            self.only(f"(c.assignee_id = {me} OR c.reporter_id = {me})")
        if where.subject is not None:
            kind, ref = self.arg(where.subject.kind), self.arg(where.subject.ref)
            # What is for the house alone leads nobody from outside it to their case, nor who
            # reported it.
            told = "NOT s.inside"
            if not actor.agency_id:
                me = self.arg(actor.user_id or "")
                told = f"(NOT s.inside OR COALESCE(c.reporter_id, '') <> {me})"
            self.only(
                "EXISTS (SELECT 1 FROM case_subjects s"
                f" WHERE s.case_id = c.id AND s.kind = {kind} AND s.ref = {ref} AND {told})"
            )
