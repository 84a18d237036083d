"""`for`, `some` and `every`, and what a value's being in something means."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from domain.decisions.dmn.feel.numbers import whole
from domain.decisions.dmn.feel.run import Scope, Violation
from domain.decisions.dmn.feel.values import Range, Value, both, either, in_range, same
from domain.decisions.dmn.limits import ITEMS_MAX

Compute = Callable[[Scope], Value]
#: A loop: its name, what it goes through, and where that is `a..b` its end.
Loop = tuple[str, Compute, Compute | None]


def for_(loops: tuple[Loop, ...], result: Compute, *, partial: bool) -> Compute:
    """Return what computes `for ... return ...`; `partial` says whether that name is used."""

    def compute(scope: Scope) -> Value:
        made: list[Value] = []
        for inner in _scopes(loops, 0, scope):
            if inner is None:
                return None
            if partial:
                scope.run.charge(len(made))
                inner["partial"] = list(made)
            if len(made) >= ITEMS_MAX:
                raise Violation(f"A list holds more than {ITEMS_MAX:,} values in all.")
            made.append(result(inner))
        return scope.run.kept(made)

    return compute


def quantified(loops: tuple[Loop, ...], condition: Compute, *, every: bool) -> Compute:
    """Return what computes `some|every ... satisfies ...`, in three-valued logic."""
    join = both if every else either

    def compute(scope: Scope) -> Value:
        found: bool | None = every
        for inner in _scopes(loops, 0, scope):
            if inner is None:
                return None
            found = join(found, condition(inner))
            if found is not None and found is not every:
                return found
        return found

    return compute


def _scopes(loops: tuple[Loop, ...], at: int, scope: Scope) -> Iterator[Scope | None]:
    """Yield a scope for each pass, inner loops fastest; None if there is nothing to go through."""
    if at == len(loops):
        yield scope
        return
    name, source, until = loops[at]
    values = _values(source(scope), until, scope)
    if values is None:
        yield None
        return
    for value in values:
        scope.run.charge(1 + (len(scope) >> 3))
        yield from _scopes(loops, at + 1, scope.with_({name: value}))


def _values(source: Value, until: Compute | None, scope: Scope) -> Iterator[Value] | None:
    if until is not None:
        return _between(source, until(scope), (True, True))
    if isinstance(source, Range):
        return _between(source.low, source.high, (source.low_closed, source.high_closed))
    if source is None:
        return None
    return iter(source if isinstance(source, list) else [source])


def _between(low: Value, high: Value, ends: tuple[bool, bool]) -> Iterator[Value] | None:
    """Yield whole numbers or days from one end to the other, downwards too."""
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        first, last = whole(low), whole(high)
        if first is None or last is None:
            return None
        step = 1 if first <= last else -1
        begin, stop = first + step * (not ends[0]), last + step * ends[1]
        return (Decimal(number) for number in range(begin, stop, step))
    days = type(low) is date and type(high) is date
    if not days or isinstance(low, datetime) or isinstance(high, datetime):
        return None
    return _days(low, high, ends)  # type: ignore[arg-type]  # Both are dates, as was just seen.


def _days(low: date, high: date, ends: tuple[bool, bool]) -> Iterator[Value]:
    step = 1 if low <= high else -1
    count = abs((high - low).days)
    for number in range(not ends[0], count + ends[1]):
        yield low + timedelta(days=step * number)


def inside(value: Value, found: Range) -> bool | None:
    """Whether a value lies in a range; null over null."""
    return None if value is None else in_range(value, found)


def holds(value: Value, item: Value) -> bool:
    """Whether an item of a list means a value: it is the same, or a range around it."""
    if isinstance(item, Range) and not isinstance(value, Range):
        return inside(value, item) is True
    return same(value, item)


def at(value: Value, index: Decimal) -> Value:
    """Return the item at a position, from 1, or -1 from the end."""
    items = value if isinstance(value, list) else [] if value is None else [value]
    place = whole(index)
    if not place or abs(place) > len(items):
        return None
    return items[place - 1 if place > 0 else place]


def filtered(value: Value, condition: Compute, scope: Scope) -> Value:
    """Return the items for which a condition is true, or the one at the position it gives."""
    items = value if isinstance(value, list) else [] if value is None else [value]
    kept: list[Value] = []
    scope.run.charge(len(items))
    if not items:
        found = condition(scope.with_({"item": None}))
        return None if isinstance(found, Decimal) or value is None else kept
    for item in items:
        inner = {**item, "item": item} if isinstance(item, dict) else {"item": item}
        found = condition(scope.with_(inner))
        if isinstance(found, Decimal):
            return at(items, found)
        if found is True:
            kept.append(item)
    return kept
