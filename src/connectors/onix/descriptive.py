"""The block that says what a title is: its parts, series, contributors, languages and extents."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from connectors.onix.elements import LINES, Element, Seen, fields, leaves, plain
from connectors.onix.tags import Names
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

_POSITION, _LEVEL = attrgetter("position"), attrgetter("level")

_SHORTER = "Have the sender shorten it."


def descriptive(block: Element, names: Names) -> Descriptive:
    """Return what a title is; `Bad` if that cannot be said."""
    said, within = fields(block, names)
    contributors = within.get("Contributor", ())
    if len(contributors) > CONTRIBUTORS_MAX:
        raise Bad(f"it has more than {CONTRIBUTORS_MAX} contributors", _SHORTER)
    people = [_contribution(one, place, names) for place, one in enumerate(contributors, 1)]
    series = [_series(one, names) for one in within.get("Collection", ())]
    return Descriptive(
        form=said.get("ProductForm", "")[:2],
        form_details=tuple([LINES[one.text][:10] for one in within.get("ProductFormDetail", ())]),
        parts=_parts(within.get("TitleDetail", ()), names),
        series=tuple(filter(None, series)),
        contributors=tuple(sorted(filter(None, people), key=_POSITION)),
        statement=said.get("ContributorStatement", "")[:1000] or None,
        languages=tuple([_LANGUAGES.of(one, names) for one in within.get("Language", ())]),
        extents=tuple([_extent(one, names) for one in within.get("Extent", ())]),
        subjects=_subjects(within.get("Subject", ()), names),
    )


def identifiers(elements: Sequence[Element], kind: str, names: Names) -> tuple[Identifier, ...]:
    """Return the identifiers in composites whose scheme stands in the field `kind`."""
    found = []
    for one in elements:
        said = leaves(one, names)
        scheme, value = said.get(kind), said.get("IDValue")
        if scheme and value:
            found.append(Identifier(scheme[:3], value[:200], said.get("IDTypeName") or None))
    return tuple(found)


def _subjects(elements: Sequence[Element], names: Names) -> tuple[Subject, ...]:
    """Return subjects that have a code; keywords have none."""
    return tuple(filter(None, [_SUBJECTS.of(one, names) for one in elements[:SUBJECTS_MAX]]))


def _subject(element: Element, names: Names) -> Subject | None:
    said = leaves(element, names)
    scheme, code = said.get("SubjectSchemeIdentifier"), said.get("SubjectCode")
    if not scheme or not code:
        return None
    return Subject(scheme[:3], code[:CODE_MAX], said.get("SubjectHeadingText", "")[:HEADING_MAX])


_SUBJECTS = Seen(_subject, most=4_096, long=500)


def _parts(details: Sequence[Element], names: Names) -> tuple[TitlePart, ...]:
    return next(filter(None, [_known_by(one, names) for one in details]), ())


def _known_by(detail: Element, names: Names) -> tuple[TitlePart, ...]:
    """Return the parts of the title a thing is known by; () if this is another title of it."""
    said, within = fields(detail, names)
    if said.get("TitleType") != _KNOWN_BY:
        return ()
    return tuple([_part(one, names) for one in within.get("TitleElement", ())])


#: Titles of series, which many titles have in common.
_SERIES = Seen(_known_by, most=4_096, long=1_000)


def _part(element: Element, names: Names) -> TitlePart:
    said = leaves(element, names)
    prefix = said.get("TitlePrefix") or None
    text = said.get("TitleText") or _joined(prefix, said.get("TitleWithoutPrefix", ""))
    subtitle = said.get("Subtitle") or None
    if len(text) > TITLE_MAX or (subtitle and len(subtitle) > TITLE_MAX):
        raise Bad(f"its title has more than {TITLE_MAX} characters", _SHORTER)
    number = said.get("PartNumber", "")[:40] or None
    return TitlePart(said.get("TitleElementLevel", "")[:2], text, prefix, subtitle, number)


def _joined(prefix: str | None, rest: str) -> str:
    if not prefix:
        return rest
    return f"{prefix}{rest}" if prefix.endswith(("'", "\u2019")) else f"{prefix} {rest}".strip()


def _series(element: Element, names: Names) -> SeriesPlace | None:
    said, within = fields(element, names)
    told = (_SERIES.of(one, names) for one in within.get("TitleDetail", ()))
    parts = sorted(next(filter(None, told), ()), key=_LEVEL)
    named = [part.text for part in parts if part.level >= "02" and part.text]
    if not named:
        return None
    return SeriesPlace(
        name=named[0],
        kind=said.get("CollectionType", "")[:2] or "00",
        below=tuple(named[1:]),
        identifiers=identifiers(within.get("CollectionIdentifier", ()), "CollectionIDType", names),
        number=_number(within.get("CollectionSequence", ()), parts, names),
    )


def _number(sequences: Sequence[Element], parts: list[TitlePart], names: Names) -> str | None:
    """Return the number in a series: of the best numbering, else of the outermost part."""
    numbers: dict[str, str] = {}
    for one in sequences:
        said = leaves(one, names)
        kind = said.get("CollectionSequenceType", "")
        numbers.setdefault(kind, said.get("CollectionSequenceNumber", "")[:40])
    for kind in _NUMBERINGS:
        if numbers.get(kind):
            return numbers[kind]
    return next((part.number for part in parts if part.number), None)


def _contribution(element: Element, place: int, names: Names) -> Contribution | None:
    """Return what somebody did; who has no number stands where they were named."""
    found = _PEOPLE.of(element, names)
    return replace(found, position=place) if found and found.position == _UNNUMBERED else found


def _person(element: Element, names: Names) -> Contribution | None:
    said, within = fields(element, names)
    company = said.get("CorporateName")
    inverted = said.get("PersonNameInverted") or said.get("CorporateNameInverted")
    name = said.get("PersonName") or _built(said) or company or inverted
    if not name:
        return None  # Somebody unnamed, such as "various": nobody to keep.
    if len(name) > NAME_MAX:
        raise Bad(f"the name of a contributor has more than {NAME_MAX} characters", _SHORTER)
    number = said.get("SequenceNumber", "")
    notes = [plain(note) for note in within.get("BiographicalNote", ())]
    return Contribution(
        position=int(number) if number.isdecimal() and len(number) < 5 else _UNNUMBERED,  # noqa: PLR2004  Four digits.
        roles=tuple([LINES[one.text][:3] for one in within.get("ContributorRole", ())]),
        name=name,
        inverted=inverted[:NAME_MAX] if inverted else None,
        corporate=name == company,
        identifiers=identifiers(within.get("NameIdentifier", ()), "NameIDType", names),
        bio="\n".join(filter(None, notes))[:BIO_MAX] or None,
    )


_UNNUMBERED = -1

#: Editions have people in common.
_PEOPLE = Seen(_person, most=1_024, long=4_000)


def _built(said: dict[str, str]) -> str:
    if "KeyNames" not in said:
        return ""
    return " ".join(filter(None, map(said.get, _NAME_PARTS)))


def _language(element: Element, names: Names) -> Language:
    said = leaves(element, names)
    return Language(said.get("LanguageRole", "")[:2], said.get("LanguageCode", "")[:3])


_LANGUAGES = Seen(_language, most=1_024, long=500)


def _extent(element: Element, names: Names) -> Extent:
    said = leaves(element, names)
    value, unit = said.get("ExtentValue", ""), said.get("ExtentUnit", "")
    return _long(said.get("ExtentType", "")[:2], value[:20], unit[:3])


@lru_cache(maxsize=4_096)
def _long(kind: str, value: str, unit: str) -> Extent:
    return Extent(kind, value, unit[:2], _seconds(value, unit))


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
