"""One product of a message, in either form of tags, as plain values."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from connectors.onix.dates import span
from connectors.onix.descriptive import descriptive, identifiers
from connectors.onix.elements import Element, first, grouped, leaves, line, plain
from connectors.onix.rights import sales_rights
from connectors.onix.trouble import Bad
from domain.catalog.works.model import (
    COMPLETE,
    Collateral,
    Day,
    Identifier,
    Notice,
    Product,
    Publishing,
    Related,
    Words,
)
from domain.catalog.works.numbers import is_isbn

Block = TypeVar("Block")

#: The most characters of a record's reference, and of a text.
REFERENCE_MAX, TEXT_MAX = 200, 20_000

#: Which texts are kept (list 153): short and long description, headline, note on contributors.
_TEXTS = frozenset({"02", "03", "10", "12"})

#: What records for tests say they are sent for (list 1).
TESTS = frozenset({"88", "89"})

#: Until when and from when a text may be used (list 155).
_FROM, _UNTIL, _FROM_UNTIL = "14", "15", "24"

_ISBN, _GTIN = "15", "03"


def reference_of(found: dict[str, list[Element]]) -> str:
    """Return what a record is known by; `Bad` if it has nothing."""
    reference = first(found, "RecordReference")
    if not reference:
        raise Bad("it has no RecordReference", "Have the sender give every record its reference.")
    if len(reference) > REFERENCE_MAX:
        raise Bad(f"its RecordReference has more than {REFERENCE_MAX} characters", "Shorten it.")
    return reference


def notice_of(found: dict[str, list[Element]]) -> Notice:
    """Return what a record is sent for; `Bad` if that is nothing the hub can do."""
    code = first(found, "NotificationType")
    try:
        return Notice(code)
    except ValueError:
        raise Bad(
            f"its NotificationType is `{code[:10]}`" if code else "it has no NotificationType",
            "Have the sender use 01, 02 or 03 for a whole record, 04 for blocks, 05 to delete.",
        ) from None


def product(found: dict[str, list[Element]], notice: Notice, names: dict[str, str]) -> Product:
    """Return what a record says of its product, which its fields were `found` to be."""
    numbers = identifiers(found.get("ProductIdentifier", []), "ProductIDType", names)
    value = Product(
        reference=reference_of(found),
        identifiers=numbers,
        isbn=_isbn(numbers),
        descriptive=_block(found, "DescriptiveDetail", descriptive, names),
        collateral=_block(found, "CollateralDetail", _collateral, names),
        publishing=_block(found, "PublishingDetail", _publishing, names),
        related=_block(found, "RelatedMaterial", _related, names),
    )
    named = value.descriptive and any(part.text for part in value.descriptive.parts)
    if not named and (notice in COMPLETE or value.descriptive):
        raise Bad(
            "it has no title of type 01",
            "Have the sender give the title, or send blocks as a partial update (04).",
        )
    return value


def _block(
    found: dict[str, list[Element]],
    name: str,
    read: Callable[[Element, dict[str, str]], Block],
    names: dict[str, str],
) -> Block | None:
    return read(found[name][0], names) if name in found else None


def _isbn(numbers: tuple[Identifier, ...]) -> str | None:
    """Return the ISBN among numbers; `Bad` if one that says it is an ISBN is none."""
    for number in numbers:
        if number.scheme in {_ISBN, _GTIN}:
            digits = number.value.replace("-", "").replace(" ", "")
            if is_isbn(digits):
                return digits
            if number.scheme == _ISBN:
                raise Bad(
                    f"`{number.value[:20]}` is no ISBN",
                    "Have the sender correct it: 13 digits from 978 or 979, the last a check.",
                )
    return None


def _collateral(block: Element, names: dict[str, str]) -> Collateral:
    texts = []
    for one in grouped(block, names).get("TextContent", ()):
        found = grouped(one, names)
        kind = first(found, "TextType")
        if kind in _TEXTS and "Text" in found:
            audience = tuple(line(who.text)[:2] for who in found.get("ContentAudience", ()))
            said = plain(found["Text"][0])[:TEXT_MAX]
            texts.append(Words(kind, audience, said, *_usable(found, names)))
    return Collateral(tuple(texts))


def _usable(
    found: dict[str, list[Element]], names: dict[str, str]
) -> tuple[date | None, date | None]:
    """Return the first and last day on which a text may be used (list 155).

    What is from a date that may mean several days begins with the last of them, what is until it
    ends with the first. A date in words only lets the text be used on no day.
    """
    since, until = None, None
    for one in found.get("ContentDate", ()):
        parts = grouped(one, names)
        role, said = first(parts, "ContentDateRole"), first(parts, "Date")
        written = parts["Date"][0].get("dateformat") if "Date" in parts else None
        within = span(written or first(parts, "DateFormat"), said)
        if within is None and role in {_FROM, _UNTIL, _FROM_UNTIL}:
            return date.max, date.max
        if within is None:
            continue
        if role == _FROM:
            since = within[1]
        elif role == _UNTIL:
            until = within[0]
        elif role == _FROM_UNTIL:
            since, until = within
    return since, until


def _publishing(block: Element, names: dict[str, str]) -> Publishing:
    found = grouped(block, names)
    imprints = [leaves(one, names) for one in found.get("Imprint", ())]
    publishers = [leaves(one, names) for one in found.get("Publisher", ())]
    limits = [leaves(one, names) for one in found.get("SalesRestriction", ())]
    return Publishing(
        imprint=line(imprints[0].get("ImprintName"))[:300] or None if imprints else None,
        publisher=line(publishers[0].get("PublisherName"))[:300] or None if publishers else None,
        status=first(found, "PublishingStatus")[:2] or None,
        dates=tuple(_day(one, names) for one in found.get("PublishingDate", ())),
        sales=sales_rights(found, names),
        restrictions=tuple(line(one.get("SalesRestrictionType"))[:2] for one in limits),
    )


def _day(element: Element, names: dict[str, str]) -> Day:
    found = grouped(element, names)
    said = first(found, "Date")
    written = found["Date"][0].get("dateformat") if "Date" in found else None
    within = span(written or first(found, "DateFormat"), said)
    role = first(found, "PublishingDateRole")[:2]
    return Day(role, said[:100], *within) if within else Day(role, said[:100])


def _related(block: Element, names: dict[str, str]) -> Related:
    works: list[Identifier] = []
    for one in grouped(block, names).get("RelatedWork", ()):
        found = grouped(one, names)
        if first(found, "WorkRelationCode") == "01":
            works += identifiers(found.get("WorkIdentifier", []), "WorkIDType", names)
    return Related(tuple(works))
