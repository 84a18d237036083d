"""Countries by their codes, and the sums that rights are written in: these, but not those.

A territory is a country of ISO 3166-1 by its two letters. Rights speak of territories by
*places*: a country; a part of one as ISO 3166-2 writes it (`CA-QC`); a region (`WORLD`, `ECZ`);
a code that ISO withdrew and contracts still use (`AN`). A part of a country is not the country:
an area says which countries it holds wholly and which partly, so that a permission counts where
it holds wholly, and a prohibition wherever it reaches at all.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar

from iso3166 import countries_by_alpha2

from domain.errors import Invalid
from domain.parts_of_countries import COUNTRIES, DIVIDED, TERRITORIES_OF_THEIR_OWN

K = TypeVar("K", bound=Hashable)

#: Codes that ISO leaves to its users; the library counts Kosovo's among the countries. Rights
#: are written in the 249 of the standard; another code is refused, not guessed at.
_NOT_ASSIGNED = frozenset({"XK"})

#: Every territory: the 249 codes of ISO 3166-1 alpha-2.
TERRITORIES = frozenset(countries_by_alpha2) - _NOT_ASSIGNED

#: The place that is every territory.
WORLD = "WORLD"

#: The place that is what nothing else named; only `partition` knows what that is.
REST = "ROW"

_EURO = "AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA"

#: The territories of each region, as list 49 of ONIX writes them. `ECZ`, deprecated there, is
#: the euro countries of continental Europe as of 2026, Kosovo excepted.
REGIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        WORLD: TERRITORIES,
        "ECZ": frozenset(_EURO.split()),
    }
)

#: What became of codes that were withdrawn. Source: list 91 of ONIX, which keeps these three.
WITHDRAWN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "AN": frozenset({"BQ", "CW", "SX"}),
        "CS": frozenset({"ME", "RS"}),
        "YU": frozenset({"ME", "RS"}),
    }
)

#: Every code that stands for whole territories without being one.
_SEVERAL = {**REGIONS, **WITHDRAWN, **TERRITORIES_OF_THEIR_OWN}

#: How much of a code that is none is repeated to whoever gave it, in characters.
_SHOWN_MAX = 12


@dataclass(frozen=True, slots=True)
class Area:
    """Which territories a sum of places holds: `whole` ones, and others `partly`."""

    whole: frozenset[str] = frozenset()
    partly: frozenset[str] = frozenset()

    @property
    def touched(self) -> frozenset[str]:
        """Every territory of which any part is meant."""
        return self.whole | self.partly

    def __or__(self, other: "Area") -> "Area":
        """Return what is in either; two parts of a country are not known to make it up."""
        whole = self.whole | other.whole
        return Area(whole, (self.partly | other.partly) - whole)


@dataclass(frozen=True, slots=True)
class Partition(Generic[K]):
    """To which kind each territory belongs.

    `kinds` says it of those of which it is certain. `contested` are those given to several kinds,
    wholly or partly; of what is in neither, nothing was said.
    """

    kinds: Mapping[str, K]
    contested: frozenset[str]


def area(include: Iterable[str], exclude: Iterable[str] = ()) -> Area:
    """Return what `include` holds without what `exclude` holds; `Invalid` for unknown places.

    What is excluded without having been included takes nothing away; `check` is for those who
    want to know.
    """
    inside, outside = _sum(include, ("include",)), _sum(exclude, ("exclude",))
    whole = inside.whole - outside.touched
    # Of what lost a part, or was only a part, some may be left; nobody knows how much.
    partly = (inside.touched - outside.whole) - whole
    return Area(whole, partly)


def touched(places: Iterable[str], path: tuple[str, ...]) -> frozenset[str]:
    """Return what `places` mean any part of; `Invalid`, at `path`, for unknown ones."""
    return _sum(places, path).touched


def partition(parts: Iterable[tuple[K, Area]], rest: K | None = None) -> Partition[K]:
    """Divide the world by kind; the kind `rest`, if there is one, takes what no part touches."""
    seen: dict[str, set[K]] = {}
    partly: set[str] = set()
    for kind, where in parts:
        partly |= where.partly
        for code in where.touched:
            seen.setdefault(code, set()).add(kind)
    # A country named whole and, by the same kind, in part is that kind.
    whole = {code for _, where in parts for code in where.whole} if partly else set(seen)
    kinds = {
        code: next(iter(found)) for code, found in seen.items() if len(found) == 1 and code in whole
    }
    if rest is not None:
        kinds |= dict.fromkeys(TERRITORIES - seen.keys(), rest)
    contested = frozenset(code for code, found in seen.items() if len(found) > 1)
    return Partition(MappingProxyType(kinds), contested)


def check(include: Iterable[str], exclude: Iterable[str] = ()) -> Area:
    """Return the area; `Invalid` if it is empty or says a thing twice.

    A country and a part of it are not both included, and nothing is excluded that was not
    included: whoever writes so meant something else.
    """
    included, excluded = tuple(include), tuple(exclude)
    found = area(included, excluded)
    inside = _sum(included, ("include",))
    twice = sorted(code for code in included if (of := country_of(code)) and of in inside.whole)
    if twice:
        raise Invalid(
            "included_twice",
            f"`{twice[0]}` is part of what is included already; leave out one of the two.",
            ("include",),
        )
    astray = sorted(code for code in excluded if not _sum((code,), ()).touched <= inside.touched)
    if astray:
        raise Invalid(
            "excluded_only",
            f"`{astray[0]}` is excluded and was never included; include a region around it, such"
            f" as {WORLD}, or leave it out.",
            ("exclude",),
        )
    if not found.touched:
        raise Invalid("no_territory", "Nothing is left; include a place.", ("include",))
    return found


def country_of(place: str) -> str | None:
    """Return the country that `place` is a part of; None if it is no part of one."""
    return COUNTRIES.get(place)


@dataclass(frozen=True, slots=True)
class Written:
    """An area as people write it: `held`, `world` if most of the rest is meant too, `without`."""

    held: tuple[str, ...]
    world: bool
    without: tuple[str, ...]


def written(where: Area, include: Iterable[str], exclude: Iterable[str] = ()) -> Written:
    """Return an area by the shorter list, with the parts of countries that its places name.

    A country that is held partly, and of which they name no part, stands for its part.
    """
    parts = {one for one in include if country_of(one) in where.partly}
    lost = {one for one in exclude if country_of(one) in where.partly}
    named = {country_of(one) for one in parts}
    cut = where.partly & ({country_of(one) for one in lost} - named)
    base = (where.whole | cut) & TERRITORIES
    apart = sorted(parts | (where.partly - cut - named))
    if len(base) * 2 <= len(TERRITORIES):
        return Written((*sorted(base), *apart), world=False, without=tuple(sorted(lost)))
    return Written(tuple(apart), world=True, without=tuple(sorted((TERRITORIES - base) | lost)))


def spoken(territories: Iterable[str]) -> str:
    """Return territories as people write them: `DE, FR`, `World`, `World excluding US`."""
    return spoken_area(Area(frozenset(territories)), ())


def spoken_area(where: Area, include: Iterable[str], exclude: Iterable[str] = ()) -> str:
    """Return an area as people write it, with the parts that its places name.

    `DE, GB-SCT`, `World excluding FR, US-CA`, `GB-SCT and World excluding GB`.
    """
    said = written(where, include, exclude)
    held = " and ".join(filter(None, (", ".join(said.held), "World" if said.world else "")))
    without = f" excluding {', '.join(said.without)}" if said.without else ""
    return f"{held or 'nowhere'}{without}"


def _sum(places: Iterable[str], path: tuple[str, ...]) -> Area:
    whole: set[str] = set()
    partly: set[str] = set()
    for place in places:
        if place in TERRITORIES:
            whole.add(place)
        elif held := _SEVERAL.get(place):
            whole |= held
        elif country := country_of(place):
            partly.add(country)
        else:
            raise _unknown(place, path)
    return Area(frozenset(whole), frozenset(partly - whole))


def _unknown(place: str, path: tuple[str, ...]) -> Invalid:
    if place == REST:
        said = f"`{REST}` is the rest of something; say {WORLD}, and exclude what is meant apart."
    elif place.upper() in TERRITORIES | REGIONS.keys():
        said = f"`{place[:_SHOWN_MAX]}` is written in capital letters."
    elif (country := place.partition("-")[0]) in TERRITORIES - DIVIDED and "-" in place:
        said = (
            f"No parts of {country} are known here, so that `{place[:_SHOWN_MAX]}` cannot be told"
            f" apart. Name {country} in what is prohibited; leave it out of what is permitted, and"
            " write the part into the paper."
        )
    elif country in TERRITORIES and "-" in place:
        said = (
            f"`{place[:_SHOWN_MAX]}` is no part of a country that is known here. Use a code of"
            f" list 49 of ONIX such as CA-QC, or {country} for the whole country."
        )
    else:
        said = (
            f"`{place[:_SHOWN_MAX]}` is no territory. Use a code of ISO 3166-1 such as DE, a part"
            f" of a country such as CA-QC, or {WORLD}."
        )
    return Invalid("unknown_territory", said, path)
