"""What GraphQL answers, as plain values: products with their works, contracts, contributors."""

from collections.abc import Mapping
from typing import Any

from connectors.titles import values
from connectors.titles.trouble import Bad
from domain.catalog.works.model import (
    Contribution,
    Descriptive,
    Identifier,
    Notice,
    Problem,
    Product,
    Publishing,
    Record,
    Related,
    SeriesPlace,
    TitlePart,
)
from domain.title_house.model import Licence, Told

#: What is asked of a product, and of a work; `contract` only where the schema has it.
_PRODUCT = """
fragment ProductParts on Product {
  __typename id fullTitle titleWithoutPrefix titlePrefix subtitle isbn { isbn13 } publicationDate
  onixPublishingStatusCode onix21ProductFormCode authorshipDescription
  forSaleCountryCodes notForSaleCountryCodes isForSaleWorldwide
  contributions { sequenceNumber onixContributorRoleCode contributor {
    __typename id name isni
    ... on Person { personNameInverted biographicalNote }
    ... on Organisation { biographicalNote }
  } }
}
fragment WorkParts on Work {
  id seriesMemberships { partNumber series { id name printIssn onlineIssn } }CONTRACT
}
"""
_CONTRACT = " contract { id signedDate term terminatedDate licensedRights { id rightType } }"

_WORKS = """
query Works($search: WorkSearchAttributes) {
  works(workSearch: $search) { ...WorkParts products { ...ProductParts } }
}
"""
_PRODUCTS = """
query Products($search: ProductSearchAttributes) {
  products(productSearch: $search) { ...ProductParts work { ...WorkParts } }
}
"""

#: Some audio of which no more is known (list 150), and what types of products it is.
_AUDIO, _HEARD = "AA", frozenset({"ElectronicAudioProduct", "PhysicalAudioProduct"})

_CONTRIBUTORS_MAX = 500

Json = Mapping[str, Any]


def works_query(*, contracts: bool) -> str:
    """Return the GraphQL for a page of works with their products."""
    return _WORKS + _PRODUCT.replace("CONTRACT", _CONTRACT if contracts else "")


def products_query(*, contracts: bool) -> str:
    """Return the GraphQL for a page of products with their works."""
    return _PRODUCTS + _PRODUCT.replace("CONTRACT", _CONTRACT if contracts else "")


def told(given: object, work: object, house: str) -> Told:
    """Return a product of a work as it is told, or why it cannot be taken in.

    `house` tells one installation from another in what products are known by.
    """
    product, above = values.mapping(given), values.mapping(work)
    ref = values.number(product.get("id"))
    if ref is None:
        return Told(Problem(0, None, "a product has no id", "Ask Consonance's support."))
    reference = f"consonance.{house}.{ref}"
    try:
        value = _product(product, above, ref, reference)
        licences = _licences(values.mapping(above.get("contract")))
    except Bad as bad:
        return Told(Problem(0, reference, bad.reason, bad.cure))
    return Told(Record(value, Notice.CONFIRMED, 0, 0), licences)


def _product(given: Json, work: Json, ref: int, reference: str) -> Product:
    digits = values.isbn(values.mapping(given.get("isbn")).get("isbn13"))
    work_ref = values.number(work.get("id"))
    numbers = () if work_ref is None else (Identifier("01", str(work_ref), "consonance"),)
    return Product(
        reference,
        values.known_as(str(ref), digits, "consonance"),
        digits,
        descriptive=_descriptive(given, work),
        publishing=Publishing(
            status=values.line(given.get("onixPublishingStatusCode"))[:2] or None,
            dates=values.published(given.get("publicationDate")),
            sales=values.sales(
                given.get("forSaleCountryCodes"),
                given.get("notForSaleCountryCodes"),
                given.get("isForSaleWorldwide"),
            ),
        ),
        related=Related(numbers),
    )


def _descriptive(given: Json, work: Json) -> Descriptive:
    prefix = values.named(given.get("titlePrefix"), "prefix") or None
    rest = values.named(given.get("titleWithoutPrefix"), "title")
    text = f"{prefix} {rest}" if prefix and rest else rest
    text = text or values.named(given.get("fullTitle"), "title")
    if not text:
        raise Bad("it has no title", "Give it one in Consonance.")
    subtitle = values.named(given.get("subtitle"), "subtitle") or None
    listed = values.listed(given.get("contributions"))
    if len(listed) > _CONTRIBUTORS_MAX:
        raise Bad(f"it has more than {_CONTRIBUTORS_MAX} contributors", "Take some out.")
    people = [_contribution(values.mapping(one), place) for place, one in enumerate(listed, 1)]
    places = [_series(values.mapping(one)) for one in values.listed(work.get("seriesMemberships"))]
    return Descriptive(
        form=_form(given),
        form_details=(),
        parts=(TitlePart("01", text[: values.TITLE_MAX], prefix, subtitle),),
        series=tuple(filter(None, places)),
        # A page may tell them in any order; what is the same has to look the same.
        contributors=tuple(
            sorted(
                filter(None, people),
                key=lambda one: (one.position, one.roles, one.name),
            )
        ),
        statement=values.line(given.get("authorshipDescription"))[:1000] or None,
    )


def _form(given: Json) -> str:
    code = values.form(given.get("onix21ProductFormCode"))
    heard = given.get("__typename") in _HEARD
    return _AUDIO if heard and not code.startswith("A") else code


def _contribution(given: Json, place: int) -> Contribution | None:
    who = values.mapping(given.get("contributor"))
    inverted = values.named(who.get("personNameInverted"), "contributor's name", values.NAME_MAX)
    name = values.named(who.get("name"), "contributor's name", values.NAME_MAX) or inverted
    if not name:
        return None  # Nobody to keep.
    isni = values.line(who.get("isni")).replace(" ", "")
    ref = values.number(who.get("id"))
    numbers = [Identifier("16", isni[:16])] if isni else []
    numbers += [Identifier("01", str(ref), "consonance")] if ref is not None else []
    said = values.number(given.get("sequenceNumber"))
    role = values.line(given.get("onixContributorRoleCode"))[:3]
    return Contribution(
        position=place if said is None else said,
        roles=(role,) if role else (),
        name=name,
        inverted=inverted or None,
        corporate=who.get("__typename") == "Organisation",
        identifiers=tuple(numbers),
        bio=values.plain(who.get("biographicalNote")) or None,
    )


def _series(given: Json) -> SeriesPlace | None:
    series = values.mapping(given.get("series"))
    name = values.named(series.get("name"), "series")
    if not name:
        return None
    issn = values.line(series.get("onlineIssn")) or values.line(series.get("printIssn"))
    ref = values.number(series.get("id"))
    numbers = [Identifier("02", issn[:20])] if issn else []
    numbers += [Identifier("01", str(ref), "consonance")] if ref is not None else []
    part = values.line(given.get("partNumber"))[: values.NUMBER_MAX] or None
    return SeriesPlace(name, "10", identifiers=tuple(numbers), number=part)


def _licences(contract: Json) -> tuple[Licence, ...]:
    ref = values.number(contract.get("id"))
    if ref is None:
        return ()
    months = values.line(contract.get("term"))
    term = int(months) if months.isascii() and months.isdigit() and len(months) <= 4 else None  # noqa: PLR2004  More is no term.
    signed, over = (values.day(contract.get(name)) for name in ("signedDate", "terminatedDate"))
    found = []
    for one in values.listed(contract.get("licensedRights")):
        right = values.mapping(one)
        number, kind = values.number(right.get("id")), values.line(right.get("rightType"))[:200]
        if number is not None and kind:
            found.append(Licence(str(number), kind, str(ref), signed, term, over))
    return tuple(found)
