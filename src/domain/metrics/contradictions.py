"""Figures that contradict others: in the same file, and of what was brought in before. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from types import MappingProxyType

from domain.metrics import catalogue
from domain.metrics.model import Figure, Problem

#: What a thousand impressions cost, in euros or dollars. Amounts in millionths or in cents that
#: are taken for whole ones lie outside by far. Source: what Spotify's ads are sold at, widened.
COST_LEAST, COST_MOST = Decimal("0.5"), Decimal(200)

#: About how many of a currency make a euro, where that is more than two. Twice as many or half
#: would do as well: what is looked for is off by a hundred or by a million.
A_EURO: Mapping[str, int] = MappingProxyType(
    {
        "AED": 4, "BRL": 6, "CLP": 1_000, "COP": 4_500, "CZK": 25, "DKK": 7, "EGP": 50, "HKD": 9,
        "HUF": 400, "IDR": 18_000, "ILS": 4, "INR": 100, "JPY": 160, "KRW": 1_600, "MAD": 11,
        "MXN": 20, "MYR": 5, "NGN": 1_700, "NOK": 12, "PEN": 4, "PHP": 65, "PLN": 4, "RON": 5,
        "SAR": 4, "SEK": 11, "THB": 38, "TRY": 45, "TWD": 35, "UAH": 48, "VND": 29_000, "ZAR": 20,
    }
)  # fmt: skip

#: What to do about lines that may be parts of a whole.
_PARTS = (
    "If they are of parts, name the part (`dimension:ad`), or export by campaign; else keep the"
    " line that is right."
)
_SWAPPED = "Look whether columns were swapped; export it again."
_TOGETHER = "Look whether columns were swapped; if both were corrected, bring them in together."
_COST = (
    "Look whether amounts are whole units of their currency, no cents and no millionths. Where"
    " impressions were a bonus, bring the days around them in together with them."
)

_SPEND, _SOLD = "spend", ("ad_impressions", "ad_impressions_off_spotify")

#: What a figure is about: subject, dimension, day since 1970, metric.
Place = tuple[str, str, int, str]


def place_of(one: Figure, metric: str) -> Place:
    """Return where a figure of `metric` of the same part and day would be."""
    return one.subject, one.dimension, one.day, metric


@cache
def wholes_of(metric: str) -> tuple[str, ...]:
    """Return the metrics that this one can never exceed, the narrowest first."""
    whole = catalogue.metric(metric).within
    return (whole, *wholes_of(whole)) if whole else ()


@cache
def parts_of(metric: str) -> tuple[str, ...]:
    """Return the metrics that can never exceed this one."""
    return tuple(key for key in catalogue.METRICS if metric in wholes_of(key))


@cache
def beside(metric: str) -> tuple[str, ...]:
    """Return the metrics whose figures of the same day may contradict one of this metric."""
    sold = _SOLD if metric == _SPEND else ()
    return (*wholes_of(metric), *parts_of(metric), *sold)


def at_odds(figures: Sequence[Figure], *, left_out: bool = False) -> dict[int, Problem]:
    """Return, by their place in the list, the figures that others of the same day contradict.

    What is named twice with two values is set aside each time: the lines may be parts of what is
    asked, and no single one is the whole. `left_out` says that lines may differ in a column that
    was left out; then what is named twice is set aside even where the values are the same. What
    is a part of something is set aside where it is more than that.
    """
    named: dict[Place, list[int]] = {}
    for place, one in enumerate(figures):
        named.setdefault(place_of(one, one.metric.key), []).append(place)
    found: dict[int, Problem] = {}
    for places in named.values():
        if len(places) > 1:
            found.update(_repeated(figures, places, left_out=left_out))
    # The widest first, so that nothing is held against what is set aside itself.
    for place in sorted((some[0] for some in named.values()), key=partial(_depth, figures)):
        one = figures[place]
        for metric in wholes_of(one.metric.key) if place not in found else ():
            above = named.get(place_of(one, metric), ())
            whole = next((figures[spot] for spot in above if spot not in found), None)
            if whole and (more := _more(one, metric, whole.value, f"in line {whole.number}")):
                found[place] = Problem(one.number, more, _SWAPPED)
                break
    return found


def _depth(figures: Sequence[Figure], place: int) -> int:
    return len(wholes_of(figures[place].metric.key))


def _repeated(
    figures: Sequence[Figure], places: Sequence[int], *, left_out: bool
) -> Iterator[tuple[int, Problem]]:
    """Yield a problem for each of the figures at `places`, all of one day, unless they agree."""
    said = {(figures[place].value, figures[place].state) for place in places}
    if len(said) == 1 and not left_out:
        return
    for place in places:
        one = figures[place]
        other = next(figures[p] for p in places if p != place)
        verb = "says otherwise" if len(said) > 1 else "speaks too"
        yield place, Problem(one.number, f"Line {other.number} {verb} of the same day", _PARTS)


def against(figures: Sequence[Figure], kept: Mapping[Place, int]) -> dict[int, Problem]:
    """Return, by their place in the list, the figures that what is kept contradicts.

    `kept` are values brought in before by the same source, where the list names none. A part is
    set aside where it is more than its whole, a whole where it is less than a part of it, and
    spend by what its impressions would have cost.
    """
    found = dict(_costs(figures, kept))
    for place, one in enumerate(figures):
        said = [
            more
            for metric in wholes_of(one.metric.key)
            if (more := _more(one, metric, kept.get(place_of(one, metric)), "brought in before"))
        ] or list(_fewer(one, kept))
        if said:
            found[place] = Problem(one.number, said[0], _TOGETHER)
    return found


def _more(one: Figure, metric: str, whole: int | None, whence: str) -> str:
    """Return what is wrong with a part that is more than its whole; empty if it is not."""
    if whole is None or one.value is None or one.value <= whole:
        return ""
    name = catalogue.metric(metric).said.lower()
    return f"{one.metric.said} are {one.value}, more than {name}, {whole} {whence}"


def _fewer(one: Figure, kept: Mapping[Place, int]) -> Iterator[str]:
    """Yield what is wrong with a whole that is less than a part of it."""
    for part in parts_of(one.metric.key):
        held = kept.get(place_of(one, part))
        if held is not None and one.value is not None and held > one.value:
            name = catalogue.metric(part).said.lower()
            yield f"{one.metric.said} are {one.value}, fewer than {name}, {held} before"


def _costs(figures: Sequence[Figure], kept: Mapping[Place, int]) -> Iterator[tuple[int, Problem]]:
    """Yield a problem for spend that is too little or too much for its impressions.

    A day is, if all days of the thing together are as well: a wrong unit is wrong on each, while
    impressions that are a bonus, or come late, are so on some.
    """
    sold = dict(kept) | {
        place_of(one, one.metric.key): one.value
        for one in figures
        if one.metric.key in _SOLD and one.value is not None
    }
    spent: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for place, one in enumerate(figures):
        count = sum(sold.get(place_of(one, metric), 0) for metric in _SOLD)
        if one.metric.key == _SPEND and one.value and count:
            spent[one.subject, one.dimension].append((place, one.value, count))
    for days in spent.values():
        one = figures[days[0][0]]
        every = _side(sum(cost for _, cost, _ in days), sum(n for _, _, n in days), one.currency)
        for place, cost, count in days if every else ():
            if _side(cost, count, one.currency) == every:
                yield place, Problem(figures[place].number, _priced(figures[place], count), _COST)


def _side(spent: int, count: int, currency: str) -> int:
    """Return -1 where a thousand impressions cost too little, 1 too much, else 0."""
    least, most = bounds(currency)
    cost = Decimal(spent) / 1_000 / count
    return -1 if cost < least else 1 if cost > most else 0


def bounds(currency: str) -> tuple[Decimal, Decimal]:
    """Return what a thousand impressions cost at least and at most, in units of a currency."""
    rate = A_EURO.get(currency, 1)
    return COST_LEAST * rate, COST_MOST * rate


def _priced(one: Figure, count: int) -> str:
    least, most = bounds(one.currency)
    cost = (Decimal(one.value or 0) / 1_000 / count).quantize(Decimal("0.0001"))
    return (
        f"A thousand of {count} ad impressions would cost {one.currency} {cost:f}, which is"
        f" outside {least:f} to {most:f}"
    )
