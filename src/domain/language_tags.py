"""Languages as BCP 47 writes them, in one spelling, and which of them are in one another. Pure.

`DE`, `deu`, `ger` and `de` are one language, and letters that differ say nothing. So every tag is
read before it is compared, and is kept in the spelling that `canonical` gives. What can be read as
no language, and the codes that say that none is known, are no language at all: whoever asks by
them asks about a language that nobody knows.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from domain.errors import Invalid
from domain.territories import TERRITORIES

#: The longest tag, in characters. Source: RFC 5646, section 4.4.1.
TAG_MAX = 35

#: How BCP 47 says that nobody knows the language, that there are several, another, or none.
UNSAID = frozenset({"und", "mul", "mis", "zxx"})

#: Languages of which others are parts, as ISO 639-3 has them, where audio is made in them.
_PARTS = {
    "no": "nb nn",
    "sh": "bs cnr hr sr",
    "zh": "cdo cjy cpx czh czo gan hak hsn mnp nan wuu yue",
    "ar": "acm acw afb aeb apc apd ajp arq ary arz ayl",
}
_PART_OF = {part: whole for whole, parts in _PARTS.items() for part in parts.split()}

#: Aliases of CLDR that make a part of the whole: Serbo-Croatian is more than Serbian.
_OWN = {"sh": "sh", "hbs": "sh", "cnr": "cnr"}

#: A tag in small letters: what private use and extensions would add is not read.
_TAG = re.compile(
    "(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    "(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
)

#: How much of what is no language is repeated to whoever gave it, in characters.
_SHOWN_MAX = 12


@dataclass(frozen=True, slots=True)
class Language:
    """A language, with the script, place and variants that a tag narrows it to; empty for any.

    The place is a country of ISO 3166-1, or a region as UN M.49 numbers it (`419`).
    """

    code: str
    script: str = ""
    region: str = ""
    variants: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """Return its tag."""
        parts = (self.code, self.script, self.region, *sorted(self.variants))
        return "-".join(part for part in parts if part)


@lru_cache(maxsize=4_096)
def read(tag: str) -> Language | None:
    """Return what a tag says, however it is spelt; None where no language is known by it."""
    if len(tag) > TAG_MAX:
        return None
    found = _TAG.fullmatch(tag.strip().replace("_", "-").lower())
    if found is None:
        return None
    code, _, placed = _alias(found["language"]).partition("_")
    script, region = (found["script"] or "").title(), _place(found["region"] or placed)
    if code not in _known() or code in UNSAID or region is None:
        return None
    if script and script not in _world().scripts:
        return None
    return Language(code, script, region, frozenset(filter(None, found["variants"].split("-"))))


def canonical(tag: str, path: tuple[str, ...] = ("language",)) -> str:
    """Return the one spelling of a tag: `deu` is `de`, `PT_br` is `pt-BR`.

    `Invalid`, at `path`, for what is no known language.
    """
    found = read(tag)
    if found is None:
        raise Invalid(
            "bad_language",
            f"`{tag[:_SHOWN_MAX]}` is no language known here. Write it as BCP 47 does, such as de,"
            " pt-BR or zh-Hant; leave it out where it is not known.",
            path,
        )
    return str(found)


def known(tag: str | None) -> str | None:
    """Return the one spelling of a tag, None where no language is known by it."""
    found = read(tag) if tag is not None else None
    return str(found) if found else None


def settled(tag: str) -> str:
    """Return the one spelling of a tag, or the code that says that no language is known."""
    said = tag.strip().lower()
    return said if said in UNSAID else canonical(tag)


@lru_cache(maxsize=4_096)
def contains(whole: str, part: str) -> bool:
    """Whether all that is `part` is `whole`, as `de-AT` is `de`; what cannot be read is neither."""
    held, asked = read(whole), read(part)
    return (
        held is not None
        and asked is not None
        and held.code in {asked.code, _PART_OF.get(asked.code)}
        and held.script in {"", asked.script}
        and held.region in {"", asked.region}
        and held.variants <= asked.variants
    )


@lru_cache(maxsize=4_096)
def touches(first: str, second: str) -> bool:
    """Whether two tags may mean the same audio; what cannot be read may mean any.

    A script or place parts them only where both name one, and a numbered region parts nothing: it
    holds countries that are not counted out here.
    """
    one, other = read(first), read(second)
    if one is None or other is None:
        return True
    if one.code not in {other.code, _PART_OF.get(other.code)} and (
        other.code != _PART_OF.get(one.code)
    ):
        return False
    scripts = {one.script, other.script} - {""}
    places = {one.region, other.region} - {""}
    return len(scripts) <= 1 and (len(places) <= 1 or any(map(str.isdigit, places)))


def _alias(code: str) -> str:
    found: str = _OWN.get(code) or get_global("language_aliases").get(code, code)
    return found


def _place(code: str) -> str | None:
    """Return a place by the code it has today, empty for none; None where there is no such."""
    if not code:
        return ""
    became: list[str] = get_global("territory_aliases").get(code.upper(), [code.upper()])
    place = became[0]
    known = place in (_world().territories if place.isdigit() else TERRITORIES)
    return place if known and len(became) == 1 else None


@lru_cache(maxsize=1)
def _world() -> Locale:
    """Return the locale by whose names scripts and places are known."""
    return Locale("en")


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Return the codes of the languages that CLDR knows."""
    named = {*_world().languages, *get_global("likely_subtags"), *_PART_OF}
    return frozenset(one.partition("_")[0] for one in named)
