"""Works in the schema: what titles of publishers have in common. Not for agencies."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.nodes import Node
from api.conventions.pages import PageInfo, cursor, page_info, request_page
from api.titles.title import Credit, Series, SeriesPlace, Title
from domain.catalog.works import model, reading
from domain.catalog.works.reading import Where
from domain.errors import Missing

#: The order of lists, as cursors name it.
_ORDER = "desc:updated_at"


@strawberry.type(description="What titles have in common: the same words as a book and as audio.")
class Work(Node):
    """See `domain.catalog.works.model.Work`."""

    title: str = strawberry.field(description="What its leading title is called: audio first.")
    subtitle: str | None = strawberry.field(description="The subtitle of that title.")
    language: str | None = strawberry.field(description="Language of the text, ISO 639-2/B.")
    updated_at: datetime = strawberry.field(description="When one of its titles changed last.")
    removed_at: datetime | None = strawberry.field(
        description="When the last of its titles was taken back; null while there is one."
    )
    leader_id: strawberry.Private[str]

    @classmethod
    def of(cls, work: model.Work) -> "Work":
        """Show it."""
        return cls(
            id=identified(work.id),
            title=work.title,
            subtitle=work.subtitle,
            language=work.language,
            updated_at=work.updated_at,
            removed_at=work.removed_at,
            leader_id=work.leader_id,
        )

    @strawberry.field(description="Who did what for its leading title, in order.")
    async def contributors(self, info: Info) -> list[Credit]:
        """Show who has a part in it."""
        found = await info.context.loaders.credits.load(self.leader_id)
        return [Credit.of(credit) for credit in found]

    @strawberry.field(description="The series its leading title stands in.")
    async def series(self, info: Info) -> list[SeriesPlace]:
        """Show its places in series."""
        found = await info.context.loaders.title_series.load(self.leader_id)
        return [SeriesPlace(number=number, series=Series.of(one)) for one, number in found]

    @strawberry.field(description="Its titles, by reference; those taken back are left out.")
    async def titles(self, info: Info) -> list[Title]:
        """Show its titles."""
        return [Title.of(title) for title in await info.context.loaders.titles.load(self.id)]


@strawberry.input(description="What a list of works is narrowed to; all of these at once.")
class WorkWhere:
    """See `domain.catalog.works.reading.Where`."""

    text_contains: str | None = strawberry.field(
        default=None,
        description="With this in the title, or in the name of a contributor or series; upper and"
        " lower case alike.",
    )
    isbn: str | None = strawberry.field(default=None, description="With a title of this ISBN.")
    series_id: strawberry.ID | None = strawberry.field(default=None, description="Of this series.")
    contributor_id: strawberry.ID | None = strawberry.field(
        default=None, description="With a part of this contributor."
    )

    def narrowed(self) -> Where:
        """Return it as the core takes it."""
        return Where(self.text_contains, self.isbn, self.series_id, self.contributor_id)


@strawberry.type(description="A work in a list.")
class WorkEdge:
    """Relay's edge."""

    cursor: str = strawberry.field(description="Where the list can go on from.")
    node: Work = strawberry.field(description="The work.")


@strawberry.type(description="A page of works.")
class WorkConnection:
    """Relay's connection."""

    edges: list[WorkEdge] = strawberry.field(description="The works of this page.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    where: strawberry.Private[Where]

    @strawberry.field(description="How many there are on all pages together.")
    async def total_count(self, info: Info) -> int:
        """Count them."""
        return await reading.count(info.context.actor, self.where)


@strawberry.type
class WorkQuery:
    """Reading works."""

    @strawberry.field(description="A work by id; null if there is none you may see.")
    async def work(self, info: Info, id: strawberry.ID) -> Work | None:  # noqa: A002  Relay's name.
        """Find a work."""
        try:
            return Work.of(await reading.get(info.context.actor, id))
        except Missing:
            return None

    @strawberry.field(
        description="Works of which there are titles, the one that changed last first."
        " Not for agencies."
    )
    async def works(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        where: WorkWhere | None = None,
    ) -> WorkConnection | None:
        """List works."""
        narrowed = where.narrowed() if where else Where()
        request = request_page(_ORDER, first, after, last, before)
        page = await reading.page(info.context.actor, narrowed, request)
        edges = [
            WorkEdge(cursor=cursor(_ORDER, key), node=Work.of(item)) for key, item in page.items
        ]
        return WorkConnection(edges=edges, page_info=page_info(_ORDER, page), where=narrowed)
