"""Functions of lists, and of truth over lists. Positions count from 1, or -1 from the end."""

from collections.abc import Callable
from decimal import Decimal, DecimalException
from functools import cmp_to_key

from domain.decisions.dmn.feel import numbers
from domain.decisions.dmn.feel.builtins.signature import builtin
from domain.decisions.dmn.feel.run import Run, Violation, call
from domain.decisions.dmn.feel.values import (
    COMPARE,
    ORDERED,
    Function,
    Months,
    Value,
    negated,
    same,
)

Items = list[Value]


def items_of(given: tuple[Value, ...]) -> Items:
    """Return the values of a function that takes one list or any number of values."""
    if len(given) == 1 and isinstance(given[0], list):
        return given[0]
    return list(given)


# --- truth ---


@builtin("not(negand!: any) -> boolean")
def _not(negand: Value) -> Value:
    return negated(negand)


@builtin("all(list!...: any) -> boolean")
def _all(*given: Value) -> Value:
    if given == (None,):
        return None
    items = items_of(given)
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


@builtin("any(list!...: any) -> boolean")
def _any(*given: Value) -> Value:
    if given == (None,):
        return None
    items = items_of(given)
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


# --- numbers in lists ---


def _numbers(given: tuple[Value, ...]) -> list[Decimal] | None:
    items = items_of(given)
    found = [item for item in items if isinstance(item, Decimal)]
    return found if found and len(found) == len(items) else None


def total(found: list[Decimal]) -> Decimal | None:
    """Return the sum of numbers; None if it is too large."""
    try:
        whole = Decimal(0)
        for item in found:
            whole = numbers.CONTEXT.add(whole, item)
    except DecimalException:
        return None
    return whole


def best(items: Items, mark: str) -> Value:
    """Return the item before all others in the order `<` or `>`; None if they have none."""
    if not items or type(items[0]) not in ORDERED:
        return None
    found = items[0]
    for item in items[1:]:
        before = COMPARE[mark](item, found)
        if before is None:
            return None
        found = item if before else found
    return found


@builtin("min(list!...: any) -> any")
def _min(*given: Value) -> Value:
    return best(items_of(given), "<")


@builtin("max(list!...: any) -> any")
def _max(*given: Value) -> Value:
    return best(items_of(given), ">")


@builtin("sum(list!...: any) -> any")
def _sum(*given: Value) -> Value:
    items = items_of(given)
    if items and all(isinstance(item, Months) for item in items):
        return Months(sum(item.months for item in items if isinstance(item, Months)))
    found = _numbers(given)
    return None if found is None else total(found)


@builtin("product(list!...: any) -> number")
def _product(*given: Value) -> Value:
    found = _numbers(given)
    if found is None:
        return None
    whole: Decimal | None = Decimal(1)
    for item in found:
        whole = None if whole is None else numbers.multiply(whole, item)
    return whole


@builtin("mean(list!...: any) -> number")
def _mean(*given: Value) -> Value:
    found = _numbers(given)
    whole = None if found is None else total(found)
    return None if whole is None or found is None else numbers.divide(whole, Decimal(len(found)))


@builtin("median(list!...: any) -> number")
def _median(*given: Value) -> Value:
    found = _numbers(given)
    if found is None:
        return None
    found = sorted(found)
    middle = len(found) // 2
    if len(found) % 2:
        return found[middle]
    whole = numbers.add(found[middle - 1], found[middle])
    return None if whole is None else numbers.divide(whole, Decimal(2))


@builtin("stddev(list!...: any) -> number")
def _stddev(*given: Value) -> Value:
    found = _numbers(given)
    if found is None or len(found) == 1:
        return None
    try:
        context = numbers.CONTEXT
        mean = context.divide(total(found) or Decimal(0), Decimal(len(found)))
        apart = [context.power(context.subtract(item, mean), 2) for item in found]
        return context.sqrt(context.divide(total(apart) or Decimal(0), Decimal(len(found) - 1)))
    except DecimalException:
        return None


@builtin("mode(list!...: any) -> list")
def _mode(*given: Value) -> Value:
    if items_of(given) == []:
        return []
    found = _numbers(given)
    if found is None:
        return None
    counts: dict[Decimal, int] = {}
    for item in found:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values())
    return sorted(item for item, count in counts.items() if count == most)


# --- lists ---


@builtin("count(list: list) -> number")
def _count(items: Items) -> Value:
    return Decimal(len(items))


@builtin("list contains(list: list, element!: any) -> boolean")
def _list_contains(items: Items, element: Value) -> Value:
    return any(same(item, element) for item in items)


@builtin("sublist(list: list, start position: number, length?: number) -> list")
def _sublist(items: Items, start: Decimal, length: Decimal | None = None) -> Value:
    at = numbers.whole(start)
    size = len(items) if length is None else numbers.whole(length)
    if not at or abs(at) > len(items) or size is None or size < 0:
        return None
    begin = at - 1 if at > 0 else len(items) + at
    return items[begin : begin + size]


@builtin("append(list: list, item!...: any) -> list")
def _append(items: Items, *more: Value) -> Value:
    return [*items, *more]


@builtin("concatenate(list...: list) -> list")
def _concatenate(*lists: Items) -> Value:
    return [item for items in lists for item in items]


@builtin("insert before(list: list, position: number, newItem!: any) -> list")
def _insert(items: Items, position: Decimal, item: Value) -> Value:
    at = _index(items, position)
    return None if at is None else [*items[:at], item, *items[at:]]


@builtin("remove(list: list, position: number) -> list")
def _remove(items: Items, position: Decimal) -> Value:
    at = _index(items, position)
    return None if at is None else [*items[:at], *items[at + 1 :]]


@builtin("list replace(list: list, position: number, newItem!: any) -> list")
def _replace_at(items: Items, position: Decimal, item: Value) -> Value:
    at = _index(items, position)
    return None if at is None else [*items[:at], item, *items[at + 1 :]]


@builtin("list replace(list: list, match: function, newItem!: any) -> list", needs_run=True)
def _replace_where(run: Run, items: Items, match: Function, item: Value) -> Value:
    return [item if call(run, match, (held, item)) is True else held for held in items]


def _index(items: Items, position: Decimal) -> int | None:
    at = numbers.whole(position)
    if not at or abs(at) > len(items):
        return None
    return at - 1 if at > 0 else len(items) + at


@builtin("reverse(list: list) -> list")
def _reverse(items: Items) -> Value:
    return items[::-1]


@builtin("index of(list: list, match!: any) -> list")
def _index_of(items: Items, match: Value) -> Value:
    return [Decimal(at) for at, item in enumerate(items, start=1) if same(item, match)]


@builtin("union(list...: list) -> list")
def _union(*lists: Items) -> Value:
    return distinct([item for items in lists for item in items])


@builtin("distinct values(list: list) -> list")
def _distinct(items: Items) -> Value:
    return distinct(items)


@builtin("duplicate values(list: list) -> list")
def _duplicates(items: Items) -> Value:
    seen: dict[object, int] = {}
    for item in items:
        key = _key(item)
        seen[key] = seen.get(key, 0) + 1
    return [item for item in distinct(items) if seen[_key(item)] > 1]


def distinct(items: Items) -> Items:
    """Return the items without those that were there before."""
    seen: dict[object, Value] = {}
    for item in items:
        seen.setdefault(_key(item), item)
    return list(seen.values())


def _key(value: Value) -> object:
    """Return what is equal for equal values, so that distinct ones are found in one pass."""
    if isinstance(value, list):
        return (list, tuple(map(_key, value)))
    if isinstance(value, dict):
        return (dict, frozenset((name, _key(held)) for name, held in value.items()))
    return (type(value), value)


@builtin("flatten(list: list) -> list")
def _flatten(items: Items) -> Value:
    flat: Items = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            if isinstance(item, list):
                waiting.append(iter(item))
                break
            flat.append(item)
        else:
            waiting.pop()
    return flat


@builtin("sort(list: list, precedes?: function) -> list", needs_run=True)
def _sort(run: Run, items: Items, precedes: Function | None = None) -> Value:
    run.charge(4 * len(items))
    before: Callable[[Value, Value], bool | None] = COMPARE["<"]
    if precedes is not None:
        function = precedes

        def before(one: Value, two: Value) -> bool | None:
            found = call(run, function, (one, two))
            return found if isinstance(found, bool) else None

    def order(one: Value, two: Value) -> int:
        first, second = before(one, two), before(two, one)
        if first is None or second is None:
            raise Violation(_UNORDERED)
        return -1 if first else 1 if second else 0

    try:
        return sorted(items, key=cmp_to_key(order))
    except Violation as violation:
        if violation.text == _UNORDERED:
            return None
        raise


_UNORDERED = "The items of a list have no order."
