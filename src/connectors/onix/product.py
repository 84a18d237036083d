"""One product of a message, in either form of tags, as plain values."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from connectors.onix.dates import Span, span
from connectors.onix.descriptive import descriptive, identifiers
from connectors.onix.elements import LINES, Element, Seen, fields, leaves, plain
from connectors.onix.rights import sales_rights
from connectors.onix.tags import Names
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

#: What records are sent for, by its code.
_NOTICES = {one.value: one for one in Notice}

#: Which texts are kept (list 153): short and long description, headline, note on contributors.
_TEXTS = frozenset({"02", "03", "10", "12"})

#: What records for tests say they are sent for (list 1).
TESTS = frozenset({"88", "89"})

#: Until when and from when a text may be used (list 155).
_FROM, _UNTIL, _FROM_UNTIL = "14", "15", "24"

_ISBN, _GTIN = "15", "03"


def reference_of(said: dict[str, str]) -> str:
    """Return what a record is known by; `Bad` if it has nothing."""
    reference = said.get("RecordReference")
    if not reference:
        raise Bad("it has no RecordReference", "Have the sender give every record its reference.")
    if len(reference) > REFERENCE_MAX:
        raise Bad(f"its RecordReference has more than {REFERENCE_MAX} characters", "Shorten it.")
    return reference


def notice_of(said: dict[str, str]) -> Notice:
    """Return what a record is sent for; `Bad` if that is nothing the hub can do."""
    code = said.get("NotificationType", "")
    if code not in _NOTICES:
        raise Bad(
            f"its NotificationType is `{code[:10]}`" if code else "it has no NotificationType",
            "Have the sender use 01, 02 or 03 for a whole record, 04 for blocks, 05 to delete.",
        )
    return _NOTICES[code]


def product(
    reference: str, notice: Notice, within: dict[str, list[Element]], names: Names
) -> Product:
    """Return what a record of that reference says of its product, which stands `within` it."""
    numbers = identifiers(within.get("ProductIdentifier", ()), "ProductIDType", names)
    value = Product(
        reference=reference,
        identifiers=numbers,
        isbn=_isbn(numbers),
        descriptive=_block(within, "DescriptiveDetail", descriptive, names),
        collateral=_block(within, "CollateralDetail", _collateral, names),
        publishing=_block(within, "PublishingDetail", _publishing, names),
        related=_block(within, "RelatedMaterial", _related, names),
    )
    named = value.descriptive and any(part.text for part in value.descriptive.parts)
    if not named and (notice in COMPLETE or value.descriptive):
        raise Bad(
            "it has no title of type 01",
            "Have the sender give the title, or send blocks as a partial update (04).",
        )
    return value


def _block(
    within: dict[str, list[Element]],
    name: str,
    read: Callable[[Element, Names], Block],
    names: Names,
) -> Block | None:
    return read(within[name][0], names) if name in within else None


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


def _collateral(block: Element, names: Names) -> Collateral:
    texts = []
    for one in fields(block, names)[1].get("TextContent", ()):
        said, within = fields(one, names)
        kind = said.get("TextType", "")
        if kind in _TEXTS and "Text" in within:
            audience = tuple([LINES[who.text][:2] for who in within.get("ContentAudience", ())])
            text = plain(within["Text"][0])[:TEXT_MAX]
            first, last = _usable(within.get("ContentDate", ()), names)
            texts.append(Words(kind, audience, text, first, last))
    return Collateral(tuple(texts))


def _usable(dates: Sequence[Element], names: Names) -> tuple[date | None, date | None]:
    """Return the first and last day on which a text may be used (list 155).

    What is from a date that may mean several days begins with the last of them, what is until it
    ends with the first. A date in words only lets the text be used on no day.
    """
    since, until = None, None
    for one in dates:
        said, within = fields(one, names)
        role, days = said.get("ContentDateRole"), _dated(said, within)[1]
        if days is None and role in {_FROM, _UNTIL, _FROM_UNTIL}:
            return date.max, date.max
        if days is None:
            continue
        if role == _FROM:
            since = days[1]
        elif role == _UNTIL:
            until = days[0]
        elif role == _FROM_UNTIL:
            since, until = days
    return since, until


def _publishing(block: Element, names: Names) -> Publishing:
    said, within = fields(block, names)
    limits = [leaves(one, names) for one in within.get("SalesRestriction", ())]
    return Publishing(
        imprint=_called(within.get("Imprint", ()), "ImprintName", names),
        publisher=_called(within.get("Publisher", ()), "PublisherName", names),
        status=said.get("PublishingStatus", "")[:2] or None,
        dates=tuple([_DAYS.of(one, names) for one in within.get("PublishingDate", ())]),
        sales=sales_rights(
            within.get("SalesRights", ()), said.get("ROWSalesRightsType", ""), names
        ),
        restrictions=tuple([one.get("SalesRestrictionType", "")[:2] for one in limits]),
    )


def _called(elements: Sequence[Element], name: str, names: Names) -> str | None:
    """Return what the first of some houses is called in the field `name`."""
    return leaves(elements[0], names).get(name, "")[:300] or None if elements else None


def _day(element: Element, names: Names) -> Day:
    said, within = fields(element, names)
    text, days = _dated(said, within)
    role = said.get("PublishingDateRole", "")[:2]
    return Day(role, text[:100], *days) if days else Day(role, text[:100])


#: Titles come out on the same days.
_DAYS = Seen(_day, most=4_096, long=500)


def _dated(said: dict[str, str], within: dict[str, list[Element]]) -> tuple[str, Span | None]:
    """Return the date that a composite has, as it is said, and the days it may mean."""
    if "Date" not in within:
        return "", span(said.get("DateFormat", ""), "")
    one = within["Date"][0]
    text = LINES[one.text]
    return text, span(one.get("dateformat") or said.get("DateFormat", ""), text)


def _related(block: Element, names: Names) -> Related:
    works: list[Identifier] = []
    for one in fields(block, names)[1].get("RelatedWork", ()):
        said, within = fields(one, names)
        if said.get("WorkRelationCode") == "01":
            works += identifiers(within.get("WorkIdentifier", ()), "WorkIDType", names)
    return Related(tuple(works))
