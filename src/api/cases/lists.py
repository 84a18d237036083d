"""Reading cases: one by id or number, lists by page, mine."""

import strawberry

from api.cases.case import Case, seen
from api.context import Context, Info
from api.conventions.pages import PageInfo, cursor, page_info, request_page
from domain.cases import reading
from domain.cases.model import CaseKind, CaseState, Priority, Subject, SubjectKind
from domain.cases.reading import CaseOrder, CaseWhere
from domain.cases.rules import OPEN
from domain.errors import Missing
from domain.pages import Direction


@strawberry.input(description="Something cases are about.")
class CaseSubjectInput:
    """See `domain.cases.model.Subject`."""

    kind: SubjectKind = strawberry.field(description="What it is.")
    ref: str = strawberry.field(description="Its id, code or pseudonymous name.")

    def value(self) -> Subject:
        """Return it as the core takes it."""
        return Subject(self.kind, self.ref)


@strawberry.input(description="What a list of cases is narrowed to; all of these at once.")
class CaseWhereInput:
    """See `domain.cases.reading.CaseWhere`."""

    states: list[CaseState] = strawberry.field(
        default_factory=list, description="Standing at one of these."
    )
    kinds: list[CaseKind] = strawberry.field(
        default_factory=list, description="Of one of these kinds."
    )
    priorities: list[Priority] = strawberry.field(
        default_factory=list, description="Of one of these priorities."
    )
    queue: str | None = strawberry.field(default=None, description="In this queue.")
    brand_id: strawberry.ID | None = strawberry.field(default=None, description="For this brand.")
    market: str | None = strawberry.field(default=None, description="For this market (ISO 3166).")
    subject: CaseSubjectInput | None = strawberry.field(default=None, description="About this.")
    mine: bool = strawberry.field(
        default=False, description="Whether I own or reported it; false for anybody."
    )
    unassigned: bool = strawberry.field(
        default=False, description="Whether nobody owns it; false for either."
    )
    title_contains: str | None = strawberry.field(
        default=None, description="With this in the title, upper and lower case alike."
    )

    def narrowed(self) -> CaseWhere:
        """Return it as the core takes it."""
        return CaseWhere(
            states=tuple(self.states),
            kinds=tuple(self.kinds),
            priorities=tuple(self.priorities),
            queue=self.queue,
            brand_id=self.brand_id,
            market=self.market,
            subject=self.subject.value() if self.subject else None,
            mine=self.mine,
            unassigned=self.unassigned,
            title_contains=self.title_contains,
        )


@strawberry.input(description="How a list of cases is sorted.")
class CaseOrderInput:
    """A column and a direction."""

    field: CaseOrder = strawberry.field(default=CaseOrder.UPDATED, description="By what.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


@strawberry.type(description="A case in a list.")
class CaseEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the list can go on from.")
    node: Case = strawberry.field(description="The case.")


@strawberry.type(description="A page of cases.")
class CaseConnection:
    """Relay's connection."""

    edges: list[CaseEdge] = strawberry.field(description="The cases of this page.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    where: strawberry.Private[CaseWhere]

    @strawberry.field(description="How many there are on all pages together.")
    async def total_count(self, info: Info) -> int:
        """Count them."""
        return await reading.count(info.context.actor, self.where)


@strawberry.type
class CaseQuery:
    """Reading cases."""

    @strawberry.field(description="A case by id; null if there is none you may see.")
    async def case(self, info: Info, id: strawberry.ID) -> Case | None:  # noqa: A002  Relay's name.
        """Find a case."""
        return await seen(info, id)

    @strawberry.field(description="A case by number; null if there is none you may see.")
    async def case_by_number(self, info: Info, number: int) -> Case | None:
        """Find a case by what people call it."""
        try:
            return Case.of(await reading.get_by_number(info.context.actor, number))
        except Missing:
            return None

    @strawberry.field(description="Cases you may see; newest change first by default.")
    async def cases(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: CaseWhereInput | None = None,
        order_by: CaseOrderInput | None = None,
    ) -> CaseConnection:
        """List cases."""
        narrowed = where.narrowed() if where else CaseWhere()
        wanted = (first, after, last, before)
        return await _connection(info.context, narrowed, order_by or CaseOrderInput(), wanted)

    @strawberry.field(description="Open cases that you own or reported, the most urgent first.")
    async def my_cases(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> CaseConnection:
        """List the caller's cases by when they are to be resolved."""
        order = CaseOrderInput(field=CaseOrder.RESOLUTION_DUE, direction=Direction.ASC)
        where = CaseWhere(mine=True, states=tuple(sorted(OPEN)))
        return await _connection(info.context, where, order, (first, after, last, before))


async def _connection(
    context: Context,
    where: CaseWhere,
    order: CaseOrderInput,
    wanted: tuple[int | None, str | None, int | None, str | None],
) -> CaseConnection:
    name = f"case:{order.direction}:{order.field}"
    page = await reading.page(
        context.actor, where, order.field, order.direction, request_page(name, *wanted)
    )
    edges = [CaseEdge(cursor=cursor(name, key), node=Case.of(item)) for key, item in page.items]
    return CaseConnection(edges=edges, page_info=page_info(name, page), where=where)
