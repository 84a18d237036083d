"""What a title's publisher says it is and is about, in the schema."""

from datetime import date
from typing import TypedDict

import strawberry

from domain.catalog.works import model


@strawberry.type(description="A text with which a title is sold, and who may be shown it when.")
class TitleDescription:
    """See `domain.catalog.works.model.Words`."""

    kind: str = strawberry.field(
        description="Code of ONIX list 153: 02 short, 03 long, 10 promotional, 12 a contributor's."
    )
    audience: list[str] = strawberry.field(
        description="Codes of ONIX list 154, such as 00 for everybody, 03 for customers."
    )
    text: str = strawberry.field(description="The text, without marks.")
    usable_from: date | None = strawberry.field(
        description="The first day it may be used; null if that was always. 9999-12-31 if its"
        " dates are in words only: nobody can say that it may."
    )
    usable_until: date | None = strawberry.field(
        description="The last day it may be used; null if there is none."
    )


@strawberry.type(description="What a title is about.")
class TitleSubject:
    """See `domain.catalog.works.model.Subject`."""

    scheme: str = strawberry.field(description="Code of ONIX list 27, such as 93 for Thema.")
    code: str = strawberry.field(description="The code there.")
    heading: str = strawberry.field(description="Its words; empty where they were not told.")


@strawberry.type(description="A language of a title.")
class TitleLanguage:
    """See `domain.catalog.works.model.Language`."""

    role: str = strawberry.field(
        description="Code of ONIX list 22: 01 of the text, 02 of the original."
    )
    code: str = strawberry.field(description="ISO 639-2/B, such as ger.")


@strawberry.type(description="How long a title is.")
class TitleExtent:
    """See `domain.catalog.works.model.Extent`."""

    kind: str = strawberry.field(description="Code of ONIX list 23, such as 09 for duration.")
    value: str = strawberry.field(description="How much, as it was written.")
    unit: str = strawberry.field(description="Code of ONIX list 24, such as 03 for pages.")
    seconds: int | None = strawberry.field(description="The same in seconds, if it is a time.")


class TitleParts(TypedDict):
    """The fields of a title that hold these."""

    descriptions: list[TitleDescription]
    subjects: list[TitleSubject]
    languages: list[TitleLanguage]
    extents: list[TitleExtent]


def parts_of(product: model.Product) -> TitleParts:
    """Show what is said of a product."""
    texts = product.collateral.texts if product.collateral else ()
    about = product.descriptive
    return TitleParts(
        descriptions=[
            TitleDescription(
                kind=one.kind,
                audience=list(one.audience),
                text=one.text,
                usable_from=one.first,
                usable_until=one.last,
            )
            for one in texts
        ],
        subjects=[
            TitleSubject(scheme=one.scheme, code=one.code, heading=one.heading)
            for one in (about.subjects if about else ())
        ],
        languages=[
            TitleLanguage(role=one.role, code=one.code)
            for one in (about.languages if about else ())
        ],
        extents=[
            TitleExtent(kind=one.kind, value=one.value, unit=one.unit, seconds=one.seconds)
            for one in (about.extents if about else ())
        ],
    )
