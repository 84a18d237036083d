"""The block that says what a title is: its parts, series, contributors, languages and extents."""

from connectors.onix.elements import Element, first, grouped, leaves, line, plain
from connectors.onix.trouble import Bad
from domain.catalog.works.model import (
    Contribution,
    Descriptive,
    Extent,
    Identifier,
    Language,
    SeriesPlace,
    Subject,
    TitlePart,
)

#: The most contributors of a title, and the most characters of a name, a title, and a bio.
CONTRIBUTORS_MAX, NAME_MAX, TITLE_MAX, BIO_MAX = 500, 300, 500, 20_000

#: The most subjects of a title that are kept, and the most characters of a code and a heading.
SUBJECTS_MAX, CODE_MAX, HEADING_MAX = 50, 40, 200

#: The title that a thing is known by (list 15).
_KNOWN_BY = "01"

#: Which numbering of a series counts, the best first (list 197).
_NUMBERINGS = ("02", "03", "05", "04", "06", "07", "01")

#: How many seconds of time a unit of list 24 has.
_SECONDS = {"04": 3600, "05": 60, "06": 1}

#: Units of list 24 that are digits: of hours, of minutes, of seconds.
_DIGITS = {"14": (3,), "15": (3, 2), "16": (3, 2, 2)}

#: What a name is made of, in the order in which it is said.
_NAME_PARTS = (
    *("TitlesBeforeNames", "NamesBeforeKey", "PrefixToKey", "KeyNames", "NamesAfterKey"),
    "SuffixToKey",
)

_SHORTER = "Have the sender shorten it."


def descriptive(block: Element, names: dict[str, str]) -> Descriptive:
    """Return what a title is; `Bad` if that cannot be said."""
    found = grouped(block, names)
    contributors = found.get("Contributor", ())
    if len(contributors) > CONTRIBUTORS_MAX:
        raise Bad(f"it has more than {CONTRIBUTORS_MAX} contributors", _SHORTER)
    people = [_contribution(one, place, names) for place, one in enumerate(contributors, 1)]
    return Descriptive(
        form=first(found, "ProductForm")[:2],
        form_details=tuple(line(one.text)[:10] for one in found.get("ProductFormDetail", ())),
        parts=_parts(found.get("TitleDetail", ()), names),
        series=tuple(
            place for one in found.get("Collection", ()) if (place := _series(one, names))
        ),
        contributors=tuple(sorted(filter(None, people), key=lambda one: one.position)),
        statement=first(found, "ContributorStatement")[:1000] or None,
        languages=tuple(_language(one, names) for one in found.get("Language", ())),
        extents=tuple(_extent(one, names) for one in found.get("Extent", ())),
        subjects=_subjects(found.get("Subject", ()), names),
    )


def identifiers(
    elements: list[Element], kind: str, names: dict[str, str]
) -> tuple[Identifier, ...]:
    """Return the identifiers in composites whose scheme stands in the field `kind`."""
    found = []
    for one in elements:
        said = leaves(one, names)
        scheme, value = line(said.get(kind)), line(said.get("IDValue"))
        if scheme and value:
            found.append(Identifier(scheme[:3], value[:200], line(said.get("IDTypeName")) or None))
    return tuple(found)


def _subjects(elements: list[Element] | tuple[()], names: dict[str, str]) -> tuple[Subject, ...]:
    """Return subjects that have a code; keywords have none."""
    found = []
    for one in elements[:SUBJECTS_MAX]:
        said = leaves(one, names)
        scheme, code = line(said.get("SubjectSchemeIdentifier")), line(said.get("SubjectCode"))
        if scheme and code:
            heading = line(said.get("SubjectHeadingText"))[:HEADING_MAX]
            found.append(Subject(scheme[:3], code[:CODE_MAX], heading))
    return tuple(found)


def _parts(details: list[Element] | tuple[()], names: dict[str, str]) -> tuple[TitlePart, ...]:
    for detail in details:
        found = grouped(detail, names)
        if first(found, "TitleType") == _KNOWN_BY:
            return tuple(_part(one, names) for one in found.get("TitleElement", ()))
    return ()


def _part(element: Element, names: dict[str, str]) -> TitlePart:
    said = leaves(element, names)
    prefix = line(said.get("TitlePrefix")) or None
    rest = line(said.get("TitleWithoutPrefix"))
    text = line(said.get("TitleText")) or _joined(prefix, rest)
    subtitle = line(said.get("Subtitle")) or None
    if max(len(text), len(subtitle or "")) > TITLE_MAX:
        raise Bad(f"its title has more than {TITLE_MAX} characters", _SHORTER)
    number = line(said.get("PartNumber"))[:40] or None
    return TitlePart(line(said.get("TitleElementLevel"))[:2], text, prefix, subtitle, number)


def _joined(prefix: str | None, rest: str) -> str:
    if not prefix:
        return rest
    return f"{prefix}{rest}" if prefix.endswith(("'", "\u2019")) else f"{prefix} {rest}".strip()


def _series(element: Element, names: dict[str, str]) -> SeriesPlace | None:
    found = grouped(element, names)
    parts = _parts(found.get("TitleDetail", ()), names)
    parts = tuple(sorted(parts, key=_level))
    named = [part.text for part in parts if part.level >= "02" and part.text]
    if not named:
        return None
    numbers: dict[str, str] = {}
    for one in found.get("CollectionSequence", ()):
        said = leaves(one, names)
        kind = line(said.get("CollectionSequenceType"))
        numbers.setdefault(kind, line(said.get("CollectionSequenceNumber"))[:40])
    told = [numbers[kind] for kind in _NUMBERINGS if numbers.get(kind)]
    told += [part.number for part in parts if part.number]
    return SeriesPlace(
        name=named[0],
        kind=first(found, "CollectionType")[:2] or "00",
        below=tuple(named[1:]),
        identifiers=identifiers(found.get("CollectionIdentifier", []), "CollectionIDType", names),
        number=told[0] if told else None,
    )


def _level(part: TitlePart) -> str:
    return part.level


def _contribution(element: Element, place: int, names: dict[str, str]) -> Contribution | None:
    found = grouped(element, names)
    company = first(found, "CorporateName")
    name = first(found, "PersonName") or _built(found) or company
    inverted = first(found, "PersonNameInverted") or first(found, "CorporateNameInverted")
    name = name or inverted
    if not name:
        return None  # Somebody unnamed, such as "various": nobody to keep.
    if len(name) > NAME_MAX:
        raise Bad(f"the name of a contributor has more than {NAME_MAX} characters", _SHORTER)
    said = first(found, "SequenceNumber")
    notes = [plain(note) for note in found.get("BiographicalNote", ())]
    return Contribution(
        position=int(said) if said.isdecimal() and len(said) < 5 else place,  # noqa: PLR2004  Four digits.
        roles=tuple(line(one.text)[:3] for one in found.get("ContributorRole", ())),
        name=name,
        inverted=inverted[:NAME_MAX] or None,
        corporate=bool(company) and name == company,
        identifiers=identifiers(found.get("NameIdentifier", []), "NameIDType", names),
        bio="\n".join(filter(None, notes))[:BIO_MAX] or None,
    )


def _built(found: dict[str, list[Element]]) -> str:
    if "KeyNames" not in found:
        return ""
    return " ".join(filter(None, (first(found, name) for name in _NAME_PARTS)))


def _language(element: Element, names: dict[str, str]) -> Language:
    said = leaves(element, names)
    return Language(line(said.get("LanguageRole"))[:2], line(said.get("LanguageCode"))[:3])


def _extent(element: Element, names: dict[str, str]) -> Extent:
    said = leaves(element, names)
    value, unit = line(said.get("ExtentValue")), line(said.get("ExtentUnit"))
    return Extent(line(said.get("ExtentType"))[:2], value[:20], unit[:2], _seconds(value, unit))


def _seconds(value: str, unit: str) -> int | None:
    """Return a time in seconds; None if the unit is none of time. `Bad` if it is no time."""
    if not value or (unit not in _SECONDS and unit not in _DIGITS):
        return None
    plainly = value.isascii() and value.replace(".", "", 1).isdigit() and len(value) <= 12  # noqa: PLR2004  More is no time.
    if plainly and unit in _SECONDS:
        return round(float(value) * _SECONDS[unit])
    lengths = _DIGITS.get(unit, ())
    if not plainly or not value.isdigit() or len(value) > sum(lengths):
        raise Bad(f"`{value[:20]}` is no time in unit {unit} of list 24", "Have it corrected.")
    digits = value.rjust(sum(lengths), "0").ljust(7, "0")
    return int(digits[:3]) * 3600 + int(digits[3:5]) * 60 + int(digits[5:7])
