"""What the older REST interface (v4) answers, as plain values. It tells less than GraphQL."""

from connectors.consonance.trouble import NoTitles
from connectors.titles import values
from connectors.titles.trouble import Bad
from domain.catalog.works.model import (
    Collateral,
    Descriptive,
    Identifier,
    Notice,
    Problem,
    Product,
    Publishing,
    Record,
    Related,
    TitlePart,
    Words,
)
from domain.title_house.model import Told

#: The main description, in the older list 33 and in list 153; and for whom it is: anybody.
_MAIN, _DESCRIPTION, _UNRESTRICTED = "01", "03", "00"


def page(answer: object) -> tuple[list[object], int]:
    """Return the products of a page, and how many pages there are; `NoTitles` if it is none."""
    found = values.mapping(answer)
    products, pages = found.get("products"), values.number(found.get("total_pages"))
    if not isinstance(products, list) or pages is None:
        raise NoTitles("unreadable", "answered a page that has no products, or no total_pages")
    return products, pages


def told(given: object, house: str) -> Told:
    """Return a product as it is told, or why it cannot be taken in."""
    product = values.mapping(given)
    ref = values.number(product.get("id"))
    if ref is None:
        return Told(Problem(0, None, "a product has no id", "Ask Consonance's support."))
    reference = f"consonance.{house}.{ref}"
    try:
        digits = values.isbn(product.get("isbn"))
        title = values.named(product.get("full_title"), "title")
        if not title:
            raise Bad("it has no title", "Give it one in Consonance.")
        subtitle = values.named(product.get("subtitle"), "subtitle") or None
        barred = product.get("rights_not_available_countries")
        sales = values.sales([], barred, worldwide=True) if isinstance(barred, list) else None
        dates = values.published(product.get("pub_date"))
    except Bad as bad:
        return Told(Problem(0, reference, bad.reason, bad.cure))
    work = values.number(product.get("work_id"))
    value = Product(
        reference,
        values.known_as(str(ref), digits, "consonance"),
        digits,
        descriptive=Descriptive(
            values.form(product.get("product_form")),
            (),
            (TitlePart("01", title, None, subtitle),),
            statement=values.line(product.get("authorship"))[:1000] or None,
        ),
        collateral=Collateral(tuple(_texts(product.get("marketingtexts")))),
        publishing=Publishing(
            imprint=values.line(product.get("imprint"))[: values.NAME_MAX] or None,
            status=values.line(product.get("publishing_status"))[:2] or None,
            dates=dates,
            sales=sales,
        ),
        related=Related(() if work is None else (Identifier("01", str(work), "consonance"),)),
    )
    return Told(Record(value, Notice.CONFIRMED, 0, 0))


def _texts(given: object) -> list[Words]:
    found = []
    for one in values.listed(given):
        text = values.mapping(one)
        said = values.plain(text.get("external_text"))
        if text.get("code") == _MAIN and said:
            found.append(Words(_DESCRIPTION, (_UNRESTRICTED,), said))
    return found
