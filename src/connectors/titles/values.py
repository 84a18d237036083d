"""Reading what others tell of titles: nothing is relied on to be there, or to be what it was."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from connectors.titles.trouble import Bad
from domain.catalog.works.model import Day, Identifier, SalesRights
from domain.catalog.works.numbers import is_isbn
from domain.catalog.works.rules import PUBLICATION
from domain.errors import Invalid
from domain.instants import beyond
from domain.territories import WORLD, Area, area, partition
from domain.text import cleared

#: The most characters of a name, a title, a number in a series, and a text.
NAME_MAX, TITLE_MAX, NUMBER_MAX, TEXT_MAX = 300, 500, 40, 20_000

#: Kinds of sales rights (list 46): for sale, not exclusively as far as is told; not for sale.
FOR_SALE, NOT_FOR_SALE = "02", "03"

#: What stands for an ISBN that nobody assigned.
NO_ISBN = "no isbn"

#: What forms of the older list (ONIX 2.1, list 7) are called in list 150 where that differs.
_FORMS = {"DG": "EA"}

#: What ends a line in HTML.
_BREAKS = frozenset({"br", "p", "div", "li", "h1", "h2", "h3", "h4", "tr"})


def mapping(given: object) -> Mapping[str, Any]:
    """Return an object; an empty one if it is none."""
    return given if isinstance(given, Mapping) else {}


def listed(given: object) -> list[Any]:
    """Return a list; an empty one if it is none."""
    return given if isinstance(given, list) else []


def line(given: object) -> str:
    """Return a text in one line; empty if it is none."""
    return " ".join(cleared(given).split()) if isinstance(given, str) else ""


def number(given: object) -> int | None:
    """Return a whole number; None if it is none."""
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def named(given: object, what: str, longest: int = TITLE_MAX) -> str:
    """Return a text in one line; `Bad` if it is longer than anything so called."""
    said = line(given)
    if len(said) > longest:
        raise Bad(f"its {what} has more than {longest} characters", "Shorten it where it is kept.")
    return said


def day(given: object) -> date | None:
    """Return a date; None if there is none. `Bad` if it is something else."""
    if given is None or given == "":
        return None
    try:
        found = date.fromisoformat(given if isinstance(given, str) else "-")
    except ValueError:
        said = line(given)[:20] or "something else"
        raise Bad(f"`{said}` is no date", "Correct it where it is kept: YYYY-MM-DD.") from None
    if problem := beyond(found):
        raise Bad(problem.message, "Correct it where it is kept, or leave it empty.")
    return found


def form(given: object) -> str:
    """Return a form as list 150 calls it, of a code of the older list."""
    code = line(given)[:2].upper()
    return _FORMS.get(code, code)


def published(given: object) -> tuple[Day, ...]:
    """Return the day of publication as a title keeps it."""
    on = day(given)
    return (Day(PUBLICATION, f"{on:%Y%m%d}", on, on),) if on else ()


def isbn(given: object) -> str | None:
    """Return an ISBN, 13 digits; None where none is assigned. `Bad` if it is no ISBN."""
    said = line(given)
    digits = said.replace("-", "").replace(" ", "")
    if not digits or said.casefold() == NO_ISBN:
        return None
    if not is_isbn(digits):
        cure = "Correct it where it is kept: 13 digits from 978 or 979, the last a check."
        raise Bad(f"`{said[:20]}` is no ISBN", cure)
    return digits


def known_as(ref: str, digits: str | None, kind: str) -> tuple[Identifier, ...]:
    """Return what a product is known by: its number in somebody's own scheme, and its ISBN."""
    own = Identifier("01", ref, kind)
    return (own, Identifier("15", digits)) if digits else (own,)


def sales(for_sale: object, not_for_sale: object, worldwide: object) -> SalesRights | None:
    """Return where it may be sold; None if nothing is told. `Bad` for a country that is none."""
    given, barred = _codes(for_sale), _codes(not_for_sale)
    if not given and not barred and worldwide is not True:
        return None
    return _fenced(given, barred, worldwide=worldwide is True)


def _codes(given: object) -> tuple[str, ...]:
    return tuple(sorted({line(one).upper() for one in listed(given)} - {""}))


@lru_cache(maxsize=1024)
def _fenced(given: tuple[str, ...], barred: tuple[str, ...], *, worldwide: bool) -> SalesRights:
    inside = _area((WORLD,), barred) if worldwide else _area(given)
    found = partition([(FOR_SALE, inside), (NOT_FOR_SALE, _area(barred))])
    by_kind: dict[str, list[str]] = {}
    for code, kind in found.kinds.items():
        by_kind.setdefault(kind, []).append(code)
    kinds = tuple((kind, tuple(sorted(codes))) for kind, codes in sorted(by_kind.items()))
    return SalesRights(kinds, tuple(sorted(found.contested)))


def _area(include: tuple[str, ...], exclude: tuple[str, ...] = ()) -> Area:
    try:
        return area(include, exclude)
    except Invalid as problem:
        said = f"countries of sale: {problem.message.rstrip('.')}"
        raise Bad(said, "Correct them where they are kept.") from problem


def plain(html: object) -> str:
    """Return the text of HTML, without its marks; of what is no HTML, itself."""
    reader = _Plain()
    reader.feed(html if isinstance(html, str) else "")
    reader.close()
    lines = (" ".join(one.split()) for one in cleared("".join(reader.held)).split("\n"))
    return "\n".join(filter(None, lines))[:TEXT_MAX]


class _Plain(HTMLParser):
    """Keeps text, and no script or style."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.held: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self._hidden += tag in {"script", "style"}
        if tag in _BREAKS:
            self.held.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"} and self._hidden:
            self._hidden -= 1
        if tag in _BREAKS:
            self.held.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.held.append(data)
