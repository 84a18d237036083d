"""Which titles are free for something, in the schema: a page of rows, each with its first no."""

from datetime import datetime

import strawberry

from api.context import Info
from api.conventions.pages import Edge, PageInfo, cursor, request_page
from api.rights.grants import RightsFinding
from api.titles.title import Title
from domain.catalog.works.title_lists import IDS_MAX, TitleWhere
from domain.instants import in_utc
from domain.rights import avails, reading, windows
from domain.rights.avails import LOOKED_MAX
from domain.rights.model import Use
from domain.rights.verdicts import Standing
from domain.rights.windows import REASONS_MAX, Freedom
from domain.territories import spoken

#: The order of the list, as cursors name it.
_ORDER = "title_availability:desc:id_text"


@strawberry.input(description="What titles are narrowed to; all of these at once.")
class TitleAvailabilityWhere:
    """See `domain.catalog.works.title_lists.TitleWhere`."""

    text_contains: str | None = strawberry.field(
        default=None,
        description="With this in what their work is called, or in the name of a contributor or"
        " series; upper and lower case alike.",
    )
    series_id: strawberry.ID | None = strawberry.field(default=None, description="Of this series.")
    ids: list[strawberry.ID] | None = strawberry.field(
        default=None, description=f"These titles, up to {IDS_MAX}; no other, and none twice."
    )

    def narrowed(self) -> TitleWhere:
        """Return it as the core takes it."""
        ids = None if self.ids is None else tuple(self.ids)
        return TitleWhere(self.text_contains, self.series_id, ids)


@strawberry.input(description="What titles are to be free for.")
class WantedRightsInput:
    """See `domain.rights.avails.Wanted`."""

    use: Use = strawberry.field(description="What is to be done with them.")
    since: datetime = strawberry.field(description="From this instant on.")
    until: datetime = strawberry.field(
        description="Until just before this instant, ten years later at most."
    )
    territories: list[str] | None = strawberry.field(
        default=None, description="Places as grants name them; the world if left out."
    )
    language: str | None = strawberry.field(
        default=None, description="BCP 47 language; every one if left out."
    )
    channel: str | None = strawberry.field(
        default=None, description="The channel, as grants name it; every one if left out."
    )
    least_days: int = strawberry.field(
        default=0, description="How many days a window has at least, for its titles to be free."
    )

    def read(self, show: list[Freedom] | None) -> avails.Wanted:
        """Return it as the core takes it."""
        since, until = in_utc(self.since, ("since",)), in_utc(self.until, ("until",))
        return avails.Wanted(
            reading.question(self.use, since, self.language, self.channel),
            until,
            None if self.territories is None else tuple(self.territories),
            self.least_days,
            None if show is None else frozenset(show),
        )


@strawberry.type(description="Territories that stand alike over a span of time.")
class TerritoryFreedom:
    """See `domain.rights.windows.Places`."""

    territories: list[str] = strawberry.field(description="ISO 3166 codes, each in one answer.")
    said: str = strawberry.field(description="The territories in words.")
    standing: Freedom = strawberry.field(description="How they stand over the span.")
    available_from: datetime | None = strawberry.field(
        description="From when on the title is free there; null if it is not. The first such"
        " window, where there are several: `Rights.availability` shows all of them."
    )
    available_until: datetime | None = strawberry.field(
        description="Until just before when, the end of the span at the latest; null if not free."
    )

    @classmethod
    def of(cls, value: windows.Places) -> "TerritoryFreedom":
        """Show it."""
        return cls(
            territories=sorted(value.territories),
            said=spoken(value.territories),
            standing=value.freedom,
            available_from=value.free_from,
            available_until=value.free_until,
        )


@strawberry.type(description="Where and when a title is not free, and why not.")
class FirstNo:
    """See `domain.rights.windows.No`."""

    territories: list[str] = strawberry.field(description="ISO 3166 codes.")
    said: str = strawberry.field(description="The territories in words.")
    starts_at: datetime = strawberry.field(description="From this instant on.")
    ends_at: datetime = strawberry.field(description="Until just before this instant.")
    standing: Standing = strawberry.field(description="The worst of its layers.")
    reasons: list[RightsFinding] = strawberry.field(
        description=f"Layers that say no, the one that decides first; up to {REASONS_MAX}."
    )

    @classmethod
    def of(cls, value: windows.No) -> "FirstNo":
        """Show it."""
        return cls(
            territories=sorted(value.territories),
            said=spoken(value.territories),
            starts_at=value.span.starts_at,
            ends_at=value.span.ends_at,
            standing=value.span.standing,
            reasons=[RightsFinding.of(one) for one in value.span.findings],
        )


@strawberry.type(description="How a title stands over a span of time.")
class TitleAvailability:
    """See `domain.rights.avails.Row`."""

    title: Title = strawberry.field(description="The title.")
    standing: Freedom = strawberry.field(description="How it stands, all territories together.")
    territories: list[TerritoryFreedom] = strawberry.field(
        description="The territories that were asked for, by how they stand, the free ones first."
    )
    first_no: FirstNo | None = strawberry.field(
        description="The first that is not free, and of several that begin together the worst;"
        " null if it is free everywhere, or was not judged."
    )
    not_judged: str | None = strawberry.field(
        description="Why it could not be judged, and so is unknown; null if it was."
    )

    @classmethod
    def of(cls, row: avails.Row) -> "TitleAvailability":
        """Show it."""
        found = row.summary
        return cls(
            title=Title.of(row.title),
            standing=found.freedom,
            territories=[TerritoryFreedom.of(one) for one in found.places],
            first_no=FirstNo.of(found.first_no) if found.first_no else None,
            not_judged=row.problem.message if row.problem else None,
        )


@strawberry.type(description="A page of titles, and how they stand over a span of time.")
class TitleAvailabilityConnection:
    """Relay's connection; it goes forwards only."""

    edges: list[Edge[TitleAvailability]] = strawberry.field(description="The titles shown.")
    page_info: PageInfo = strawberry.field(
        description="Where this page stands. Its end is the last title that was looked at, shown"
        " or not: a page may be short, or empty, with others after it."
    )
    examined_count: int = strawberry.field(
        description=f"How many titles were looked at for this page, up to {LOOKED_MAX}; fewer where"
        " their rights change often."
    )
    where: strawberry.Private[TitleWhere]

    @strawberry.field(description="How many titles there are to look at, however they stand.")
    async def title_count(self, info: Info) -> int:
        """Count them."""
        return await avails.count(info.context.actor, self.where)


@strawberry.type
class TitleAvailabilityQuery:
    """Looking for titles by what they are free for."""

    @strawberry.field(
        description="How titles stand for what is wanted, the one that came last first: each as"
        " `Rights.availability` would have it. Those taken back are left out. Not for agencies."
    )
    async def title_availability(
        self,
        info: Info,
        wanted: WantedRightsInput,
        show: list[Freedom] | None = None,
        where: TitleAvailabilityWhere | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> TitleAvailabilityConnection | None:
        """Look for titles."""
        narrowed = where.narrowed() if where else TitleWhere()
        request = request_page(_ORDER, first, after, None, None)
        last = request.after[1] if request.after else None
        found = await avails.page(
            info.context.actor, narrowed, wanted.read(show), last, request.size
        )
        edges = [
            Edge(cursor=_cursor(row.title.id), node=TitleAvailability.of(row)) for row in found.rows
        ]
        # Who goes on does so after the last title that was looked at, shown or not.
        seen = [*(row.title.id for row in found.rows), *([found.last_id] if found.last_id else [])]
        page_info = PageInfo(
            has_next_page=found.more,
            has_previous_page=last is not None,
            order=_ORDER,
            keys=[(one, one) for one in seen],
        )
        return TitleAvailabilityConnection(
            edges=edges, page_info=page_info, examined_count=found.looked_at, where=narrowed
        )


def _cursor(title_id: str) -> str:
    return cursor(_ORDER, (title_id, title_id))
