"""Titles, series and contributors in the schema."""

from datetime import date, datetime

import strawberry

from api.catalog.materials import ContributorMaterial
from api.context import Info, identified
from api.conventions.nodes import Node
from api.titles.audio_fit import WINDOW, AudioFit, of_title
from api.titles.launches import Launch
from api.titles.parts import (
    TitleDescription,
    TitleExtent,
    TitleLanguage,
    TitleSubject,
    parts_of,
)
from domain.audio_fit.model import Asked, By
from domain.audit.model import Event
from domain.catalog.works import credit_records, model, rules
from domain.launches import reading
from domain.title_house import reporting
from domain.title_house.model import ChannelState, Deed

#: How much of what was told is shown.
_TOLD_MAX = 50


@strawberry.type(description="A series of titles.")
class Series(Node):
    """See `domain.catalog.works.model.Series`."""

    name: str = strawberry.field(description="Its name, with that of the part of it, if any.")

    @classmethod
    def of(cls, series: model.Series) -> "Series":
        """Show it."""
        return cls(id=identified(series.id), name=series.name)


@strawberry.type(description="Where a title stands in a series.")
class SeriesPlace:
    """A series, and the number in it."""

    number: str | None = strawberry.field(description="Its number there, as it is printed.")
    series: Series = strawberry.field(description="The series.")


@strawberry.type(description="A date of a title, and the days it may mean.")
class TitleDate:
    """See `domain.catalog.works.model.Day`."""

    role: str = strawberry.field(
        description="Code of ONIX list 163, such as 01 for publication, 30 for streaming embargo."
    )
    said: str = strawberry.field(description="As the publisher wrote it.")
    first: date | None = strawberry.field(description="The first day; null if it is in words only.")
    last: date | None = strawberry.field(
        description="The last day, until which what waits for it waits; null if in words only."
    )


@strawberry.type(description="Where a title may be sold, or not. A fence, and no permission.")
class TerritoryRight:
    """One kind of sales rights, with its territories."""

    kind: str = strawberry.field(
        description="Code of ONIX list 46: 01 and 02 for sale, 03 to 06 not, 00 unknown."
    )
    territories: list[str] = strawberry.field(description="ISO 3166 codes, in order.")


@strawberry.type(description="What the house of a title was told of where it can be heard.")
class TitleLinkTold:
    """What `domain.title_house.reporting` recorded."""

    at: datetime = strawberry.field(description="When.")
    dry_run: bool = strawberry.field(
        description="Whether it was only written down: nothing was told while that is switched on."
    )
    deed: Deed = strawberry.field(description="What was done, or would have been.")
    channel: str = strawberry.field(description="The channel.")
    state: ChannelState = strawberry.field(description="How the title stands there.")
    url: str = strawberry.field(description="The address that was linked.")
    note: str = strawberry.field(description="The note on the link.")

    @classmethod
    def of(cls, event: Event) -> "TitleLinkTold":
        """Show it."""
        told = event.details
        return cls(
            at=event.at,
            dry_run=event.act == reporting.WOULD_TELL,
            deed=Deed(told["deed"]),
            channel=told["channel"],
            state=ChannelState(told["state"]),
            url=told["url"],
            note=told["note"],
        )


@strawberry.type(description="A title as its publisher tells of it, and where that came from.")
class Title(Node):
    """See `domain.catalog.works.model.Title`."""

    work_id: strawberry.ID = strawberry.field(description="The work it is a form of.")
    reference: str = strawberry.field(description="What its record is known by.")
    isbn: str | None = strawberry.field(description="Its ISBN, 13 digits.")
    name: str = strawberry.field(description="What it is called.")
    subtitle: str | None = strawberry.field(description="Its subtitle.")
    form: str = strawberry.field(
        description="Code of ONIX list 150, such as AJ for a downloadable audiobook."
    )
    duration_seconds: int | None = strawberry.field(description="How long it is heard.")
    descriptions: list[TitleDescription] = strawberry.field(
        description="The texts with which it is sold."
    )
    subjects: list[TitleSubject] = strawberry.field(description="What it is about.")
    languages: list[TitleLanguage] = strawberry.field(description="In which languages it is.")
    extents: list[TitleExtent] = strawberry.field(description="How long it is.")
    publisher: str | None = strawberry.field(description="Who publishes it.")
    imprint: str | None = strawberry.field(description="Under which imprint.")
    status: str | None = strawberry.field(
        description="Code of ONIX list 64, such as 04 for active, 01 for cancelled."
    )
    published_on: date | None = strawberry.field(
        description="The day of publication, or the last day it may be."
    )
    dates: list[TitleDate] = strawberry.field(description="Every date that is told.")
    sales_rights: list[TerritoryRight] = strawberry.field(
        description="Where it may be sold; of territories in none of these nothing is known."
    )
    contested_territories: list[str] = strawberry.field(
        description="Territories that were given to several kinds, so that none counts."
    )
    sales_restrictions: list[str] = strawberry.field(
        description="Codes of ONIX list 71, such as 12 for all but subscription services."
    )
    sender: str = strawberry.field(description="Who sent its record.")
    sent_at: datetime | None = strawberry.field(description="When, if that was told.")
    file: str = strawberry.field(description="The file it came in.")
    line: int = strawberry.field(description="The line its record begins at.")
    imported_at: datetime = strawberry.field(description="When it changed here last.")
    removed_at: datetime | None = strawberry.field(
        description="When its publisher took the record back; null while it counts."
    )

    @classmethod
    def of(cls, title: model.Title) -> "Title":
        """Show it."""
        product = title.product
        name, subtitle = rules.name_of(product)
        published = product.publishing or model.Publishing()
        sales = published.sales or model.SalesRights()
        return cls(
            id=identified(title.id),
            work_id=identified(title.work_id),
            reference=product.reference,
            isbn=product.isbn,
            name=name,
            subtitle=subtitle,
            form=product.descriptive.form if product.descriptive else "",
            duration_seconds=rules.seconds_of(product),
            publisher=published.publisher,
            imprint=published.imprint,
            status=published.status,
            published_on=rules.published_on(product),
            dates=[
                TitleDate(role=day.role, said=day.said, first=day.first, last=day.last)
                for day in published.dates
            ],
            sales_rights=[
                TerritoryRight(kind=kind, territories=list(codes)) for kind, codes in sales.kinds
            ],
            contested_territories=list(sales.contested),
            sales_restrictions=list(published.restrictions),
            sender=title.origin.sender,
            sent_at=title.origin.sent_at,
            file=title.origin.file,
            line=title.line,
            imported_at=title.imported_at,
            removed_at=title.removed_at,
            **parts_of(product),
        )

    @strawberry.field(
        description="The launch of its work, by the title that leads it; null if none is"
        " planned, or for a brand that is not yours."
    )
    async def launch(self, info: Info) -> Launch | None:
        """Show what is planned around it."""
        found = await info.context.loaders.launches.load(self.work_id)
        if found is None or not reading.may_see(info.context.actor, found):
            return None
        return Launch.of(found)

    @strawberry.field(
        description="How it does as audio among all titles of the brands and the market you have a"
        " role for; null if nothing of it is heard or planned there."
    )
    async def audio_fit(
        self,
        info: Info,
        window: int = WINDOW,
        brand: strawberry.ID | None = None,
        market: str | None = None,
    ) -> AudioFit | None:
        """Show how it does."""
        return await of_title(info, self.id, Asked(By.TITLE, window, brand, market))

    @strawberry.field(
        description="What its house was told of where it can be heard, or would have been in a dry"
        " run, the newest first, up to 50; nothing while telling is switched off."
    )
    async def links_told(self, info: Info) -> list[TitleLinkTold]:
        """Show what was told."""
        told = await info.context.loaders.trails.load(self.id) or []
        acts = {reporting.TOLD, reporting.WOULD_TELL}
        found = [TitleLinkTold.of(one) for one in told if one.act in acts]
        return found[::-1][:_TOLD_MAX]


@strawberry.type(description="A title that somebody has a part in.")
class ContributorTitle:
    """One of `domain.catalog.works.credit_records.credited`."""

    roles: list[str] = strawberry.field(
        description="Codes of ONIX list 17, such as A01 for the author, E07 for the reader."
    )
    bio: str | None = strawberry.field(
        description="What the title's record tells of them; not approved by that alone."
    )
    title: Title = strawberry.field(description="The title.")


@strawberry.type(description="Somebody, or a company, with a part in titles.")
class Contributor(Node):
    """See `domain.catalog.works.model.Contributor`."""

    name: str = strawberry.field(description="The name.")
    isni: str | None = strawberry.field(
        description="The International Standard Name Identifier, 16 characters."
    )

    @classmethod
    def of(cls, contributor: model.Contributor) -> "Contributor":
        """Show them."""
        return cls(id=identified(contributor.id), name=contributor.name, isni=contributor.isni)

    @strawberry.field(description="Their titles, up to 1,000, each with what they did for it.")
    async def titles(self, info: Info) -> list[ContributorTitle]:
        """Show what they have a part in."""
        found = await info.context.loaders.credited.load(self.id)
        return [
            ContributorTitle(roles=list(credit.roles), bio=credit.bio, title=Title.of(title))
            for title, credit in found
        ]

    @strawberry.field(description="Their bios and headshots, the oldest first; withdrawn ones too.")
    async def materials(self, info: Info) -> list[ContributorMaterial]:
        """Show what shows them."""
        found = await info.context.loaders.contributor_materials.load(self.id)
        return [ContributorMaterial.of(one) for one in found]


@strawberry.type(description="What somebody did for a title.")
class Credit:
    """See `domain.catalog.works.credit_records.Credit`."""

    roles: list[str] = strawberry.field(
        description="Codes of ONIX list 17, such as A01 for the author, E07 for the reader."
    )
    bio: str | None = strawberry.field(description="About them, as told with this title; plain.")
    contributor: Contributor = strawberry.field(description="Who it was.")

    @classmethod
    def of(cls, credit: credit_records.Credit) -> "Credit":
        """Show it."""
        who = Contributor.of(credit.contributor)
        return cls(roles=list(credit.roles), bio=credit.bio, contributor=who)
