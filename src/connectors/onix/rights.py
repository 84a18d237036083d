"""Sales rights: which kind each territory has, the rest of the world included."""

from collections.abc import Sequence
from functools import lru_cache

from connectors.onix.elements import Element, Seen, fields, leaves
from connectors.onix.tags import Names
from connectors.onix.trouble import Bad
from domain.catalog.works.model import SalesRights
from domain.errors import Invalid
from domain.territories import Area, check, partition

#: What list 46 of issue 75 has; 00 only for the rest of the world.
_KINDS = frozenset({"01", "02", "03", "04", "05", "06", "07", "08"})
_REST = _KINDS | {"00"}

#: A kind with the places it includes, and those it does not, as they are written.
_Part = tuple[str, str, str]


def sales_rights(elements: Sequence[Element], rest: str, names: Names) -> SalesRights | None:
    """Return the sales rights in composites and in the `rest` of the world; None if in neither."""
    parts = tuple([_PARTS.of(one, names) for one in elements])
    return _expanded(parts, rest) if parts or rest else None


def _part(element: Element, names: Names) -> _Part:
    said, within = fields(element, names)
    where = leaves(within["Territory"][0], names) if "Territory" in within else {}
    included = f"{where.get('CountriesIncluded', '')} {where.get('RegionsIncluded', '')}"
    excluded = f"{where.get('CountriesExcluded', '')} {where.get('RegionsExcluded', '')}"
    return said.get("SalesRightsType", ""), included, excluded


_PARTS = Seen(_part, most=1_024, long=4_000)


@lru_cache(maxsize=1024)
def _expanded(parts: tuple[_Part, ...], rest: str) -> SalesRights:
    for kind, allowed in [*((part[0], _KINDS) for part in parts), (rest or "00", _REST)]:
        if kind not in allowed:
            raise Bad(
                f"`{kind[:10]}` is no kind of sales rights",
                "Have the sender use a code of list 46; 00 stands for the rest of the world only.",
            )
    areas = [(kind, _area(included, excluded)) for kind, included, excluded in parts]
    found = partition(areas, rest or None)
    by_kind: dict[str, list[str]] = {}
    for code, kind in found.kinds.items():
        by_kind.setdefault(kind, []).append(code)
    kinds = tuple((kind, tuple(sorted(codes))) for kind, codes in sorted(by_kind.items()))
    return SalesRights(kinds, tuple(sorted(found.contested)))


def _area(included: str, excluded: str) -> Area:
    try:
        return check(included.split(), excluded.split())
    except Invalid as problem:
        said = f"sales rights: {problem.message.rstrip('.')}"
        raise Bad(said, "Have the sender correct the territory.") from problem
