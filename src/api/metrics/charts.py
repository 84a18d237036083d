"""Charts in the schema: their addresses, and what they say in words."""

from datetime import date
from typing import Annotated

import strawberry

from api.context import Info
from domain.charted import asking
from domain.charts.model import Look, Theme
from domain.charts.spec import Kind, Spec
from domain.people import languages
from domain.people.names import clean_locale
from domain.pictures import service


@strawberry.type(description="A chart, to be fetched by whoever asked for it, for a quarter hour.")
class Chart:
    """See `domain.pictures.service.Addresses`."""

    svg: str = strawberry.field(description="Where it is fetched as SVG.")
    png: str = strawberry.field(description="Where it is fetched as PNG, 1,080 pixels wide.")
    alt: str = strawberry.field(description="What it says, in words, for who does not see it.")


Themed = Annotated[Theme, strawberry.argument(description="What it is to lie on.")]
Read = Annotated[
    str | None,
    strawberry.argument(description="Whose numbers and words, such as `de-AT`; yours if left out."),
]


@strawberry.type
class ChartQuery:
    """Asking for charts."""

    @strawberry.field(
        description="A chart of things whose figures you may see; of others the answer is that"
        " there is none. Not for agencies."
    )
    async def chart(  # noqa: PLR0913, PLR0917  All that a chart may be asked for by.
        self,
        info: Info,
        kind: Annotated[Kind, strawberry.argument(description="Which kind of chart.")],
        subjects: Annotated[
            list[strawberry.ID],
            strawberry.argument(
                description="What it is about: the id of a campaign, of an alert for `THRESHOLD`,"
                " of a brand for `PORTFOLIO`; up to five titles, shows or the like for"
                " `COMPARISON`."
            ),
        ],
        metric: Annotated[
            str | None,
            strawberry.argument(description="The key of the metric, where the kind has not one."),
        ] = None,
        from_: Annotated[
            date | None,
            strawberry.argument(name="from", description="The first day; 27 before if left out."),
        ] = None,
        to: Annotated[
            date | None, strawberry.argument(description="The last day; today in UTC if left out.")
        ] = None,
        theme: Themed = Theme.LIGHT,
        locale: Read = None,
    ) -> Chart | None:
        """Give its addresses out."""
        hub, look = info.context.hub, await _look(info, theme, locale)
        return await _addressed(
            info,
            asking.of_things(hub, kind, subjects, look, metric=metric, first=from_, last=to),
        )

    @strawberry.field(
        description="The chart of an alert that you may see: spend against flight where it is"
        " about pace, else its measure against what it is held to."
    )
    async def alert_chart(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Which alert.")],  # noqa: A002  The convention's name.
        theme: Themed = Theme.LIGHT,
        locale: Read = None,
    ) -> Chart | None:
        """Give its addresses out."""
        look = await _look(info, theme, locale)
        spec = await asking.of_alert(info.context.hub, info.context.actor, id, look)
        return await _addressed(info, spec)


async def _look(info: Info, theme: Theme, locale: str | None) -> Look:
    if locale:
        return Look(theme, clean_locale(locale))
    return Look(theme, (await languages.of_person(info.context.actor.user_id or "")).locale)


async def _addressed(info: Info, spec: Spec) -> Chart:
    hub = info.context.hub
    found = await service.addressed(hub, info.context.actor, spec)
    return Chart(
        svg=f"{hub.public_url}{found.svg}", png=f"{hub.public_url}{found.png}", alt=found.alt
    )
