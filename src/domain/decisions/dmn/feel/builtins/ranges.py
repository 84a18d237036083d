"""Functions of ranges and points: which lies before, within or over which (DMN 1.3, table 78).

A point is a value that has an order; as a range it is the one that begins and ends with it.
"""

from collections.abc import Callable

from domain.decisions.dmn.feel.builtins.signature import builtin
from domain.decisions.dmn.feel.values import COMPARE, Range, Value, both, either, in_range, negated

Truth = bool | None


def _less(one: Value, two: Value) -> Truth:
    return COMPARE["<"](one, two)


def _equal(one: Value, two: Value) -> Truth:
    return COMPARE["="](one, two)


def _as_range(value: Value) -> Range:
    return value if isinstance(value, Range) else Range(value, value, True, True)


def _before(one: Range, two: Range) -> Truth:
    touch = both(_equal(one.high, two.low), not (one.high_closed and two.low_closed))
    return either(_less(one.high, two.low), touch)


def _starts_first(one: Range, two: Range) -> Truth:
    ahead = both(_equal(one.low, two.low), one.low_closed and not two.low_closed)
    return either(_less(one.low, two.low), ahead)


def _ends_first(one: Range, two: Range) -> Truth:
    ahead = both(_equal(one.high, two.high), two.high_closed and not one.high_closed)
    return either(_less(one.high, two.high), ahead)


def _same_start(one: Range, two: Range) -> Truth:
    return both(_equal(one.low, two.low), one.low_closed is two.low_closed)


def _same_end(one: Range, two: Range) -> Truth:
    return both(_equal(one.high, two.high), one.high_closed is two.high_closed)


def _includes(one: Range, two: Range) -> Truth:
    return both(negated(_starts_first(two, one)), negated(_ends_first(one, two)))


def _overlaps(one: Range, two: Range) -> Truth:
    return both(negated(_before(one, two)), negated(_before(two, one)))


def _meets(one: Range, two: Range) -> Truth:
    return both(_equal(one.high, two.low), one.high_closed and two.low_closed)


def _overlaps_before(one: Range, two: Range) -> Truth:
    inside = both(_overlaps(one, two), _starts_first(one, two))
    return both(inside, either(_ends_first(one, two), _same_end(one, two)))


def _coincides(one: Range, two: Range) -> Truth:
    return both(_same_start(one, two), _same_end(one, two))


def _finishes(one: Range, two: Range) -> Truth:
    return both(_same_end(one, two), negated(_starts_first(one, two)))


def _starts(one: Range, two: Range) -> Truth:
    return both(_same_start(one, two), negated(_ends_first(two, one)))


def _swapped(relation: Callable[[Range, Range], Truth]) -> Callable[[Range, Range], Truth]:
    return lambda one, two: relation(two, one)


def _declare(name: str, kinds: tuple[str, str], relation: Callable[[Range, Range], Truth]) -> None:
    def work(one: Value, two: Value) -> Value:
        if isinstance(two, Range) and not isinstance(one, Range) and relation is _during:
            return in_range(one, two)
        return relation(_as_range(one), _as_range(two))

    first, second = ("point1", "point2") if kinds == ("point", "point") else ("range1", "range2")
    builtin(f"{name}({first}: {kinds[0]}, {second}: {kinds[1]}) -> boolean")(work)


_during = _swapped(_includes)

for _name, _kinds, _relation in (
    ("before", ("point", "point"), _before),
    ("after", ("point", "point"), _swapped(_before)),
    ("meets", ("range", "range"), _meets),
    ("met by", ("range", "range"), _swapped(_meets)),
    ("overlaps", ("range", "range"), _overlaps),
    ("overlaps before", ("range", "range"), _overlaps_before),
    ("overlaps after", ("range", "range"), _swapped(_overlaps_before)),
    ("finishes", ("point", "range"), _finishes),
    ("finished by", ("range", "point"), _swapped(_finishes)),
    ("includes", ("range", "point"), _includes),
    ("during", ("point", "range"), _during),
    ("starts", ("point", "range"), _starts),
    ("started by", ("range", "point"), _swapped(_starts)),
    ("coincides", ("point", "point"), _coincides),
):
    _declare(_name, _kinds, _relation)
