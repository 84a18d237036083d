"""How something stands over the whole of a span: free, free in part, not free, unknown. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.rights.availability import Availability, Span
from domain.rights.clearance import WORSE
from domain.rights.verdicts import Finding, Standing, Why

#: The most reasons of a no that are given, the one that decides first.
REASONS_MAX = 10

#: Reasons from best to worst, by their place.
_WORSE = {why: place for place, why in enumerate(Why)}


class Freedom(StrEnum):
    """How something stands over a span, best first; what nobody knows is not free."""

    FREE = "free"
    FREE_IN_PART = "free_in_part"
    NOT_FREE = "not_free"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Places:
    """Territories that stand alike over a span.

    They are free from `free_from` until just before `free_until`, which is the first such window;
    both None where there is none.
    """

    territories: frozenset[str]
    freedom: Freedom
    free_from: datetime | None = None
    free_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class No:
    """Where and when something is not free, and why not: what decides first."""

    territories: frozenset[str]
    span: Span


@dataclass(frozen=True, slots=True)
class Summary:
    """How something stands over a span: altogether, by territory, and the first no of all."""

    freedom: Freedom
    places: tuple[Places, ...]
    first_no: No | None


def summed(found: Sequence[Availability], least: timedelta = timedelta()) -> Summary:
    """Return how what `availability.search` found stands; free windows last `least` or longer."""
    alike: dict[tuple[Freedom, datetime | None, datetime | None], frozenset[str]] = {}
    for one in found:
        key = _standing(one, least)
        alike[key] = alike.get(key, frozenset()) | one.territories
    places = [Places(territories, *key) for key, territories in alike.items()]
    places.sort(key=lambda one: (_ORDER[one.freedom], -len(one.territories), min(one.territories)))
    return Summary(_together({one.freedom for one in places}), tuple(places), _first_no(found))


_ORDER = {freedom: place for place, freedom in enumerate(Freedom)}


def _standing(
    one: Availability, least: timedelta
) -> tuple[Freedom, datetime | None, datetime | None]:
    free = next(((start, end) for start, end in _free(one.spans) if end - start >= least), None)
    if free is not None:
        return (Freedom.FREE if one.throughout else Freedom.FREE_IN_PART), *free
    unknown = any(span.standing is Standing.UNKNOWN for span in one.spans)
    return (Freedom.UNKNOWN if unknown else Freedom.NOT_FREE), None, None


def _free(spans: Sequence[Span]) -> list[tuple[datetime, datetime]]:
    """Return when it is free; what follows upon another for other reasons is one window."""
    found: list[tuple[datetime, datetime]] = []
    for span in spans:
        if span.standing is not Standing.CLEARED:
            continue
        if found and found[-1][1] == span.starts_at:
            found[-1] = (found[-1][0], span.ends_at)
        else:
            found.append((span.starts_at, span.ends_at))
    return found


def _together(freedoms: set[Freedom]) -> Freedom:
    if freedoms == {Freedom.FREE}:
        return Freedom.FREE
    if freedoms & {Freedom.FREE, Freedom.FREE_IN_PART}:
        return Freedom.FREE_IN_PART
    return Freedom.UNKNOWN if Freedom.UNKNOWN in freedoms else Freedom.NOT_FREE


def _first_no(found: Sequence[Availability]) -> No | None:
    """Return the first no: of those that begin together the worst, then the widest."""
    where: dict[Span, frozenset[str]] = {}
    for one in found:
        if (span := one.first_no) is not None:
            where[span] = where.get(span, frozenset()) | one.territories
    if not where:
        return None
    span, territories = min(
        where.items(),
        key=lambda one: (one[0].starts_at, -WORSE[one[0].standing], -len(one[1]), min(one[1])),
    )
    return No(territories, replace(span, findings=_dominant(span.findings)))


def _dominant(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return what says no, the worst first."""
    against = [one for one in findings if one.standing is not Standing.CLEARED]
    against.sort(key=lambda one: (-WORSE[one.standing], -_WORSE[one.why]))
    return tuple(against[:REASONS_MAX])
